"""What people say about themselves, by the API and by the pages.

Who signs up, in and out, and what needs the password, is proved in `accounts/tests/test_doors.py`.
"""

from pages.tests.door_parity.world import Case, World, api, filled, page


def name_api(world: World) -> None:
    api(world, "PATCH", "/auth/me", {"full_name": "Anna Abel"})


def name_page(world: World) -> None:
    page(world, "/settings/", {"full_name": "Anna Abel"})


def zone_api(world: World) -> None:
    api(world, "PATCH", "/auth/me", {"timezone": "Asia/Tokyo"})


def zone_page(world: World) -> None:
    page(world, "/settings/reading/", filled(world, "/settings/reading/", timezone="Asia/Tokyo"))


def visibility_api(world: World) -> None:
    api(world, "PATCH", "/auth/me", {"free_busy_visibility": "nobody"})


def visibility_page(world: World) -> None:
    page(world, "/settings/privacy/", {"free_busy_visibility": "nobody"})


CASES = {
    "name": Case(("update_me",), name_api, name_page),
    "time zone": Case(("update_me",), zone_api, zone_page),
    "who may know when one is busy": Case(("update_me",), visibility_api, visibility_page),
}
