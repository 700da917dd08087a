"""What an operation writes is the same through the API and through its page."""

import pytest
from django.core.cache import caches
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from accounts.tests import test_doors
from pages.tests.door_parity import calendars, events, people, roles, series
from pages.tests.door_parity.world import make_world, taken_back, written

pytestmark = pytest.mark.django_db

CASES = {**events.CASES, **series.CASES, **calendars.CASES, **roles.CASES, **people.CASES}

# Operations that `accounts/tests/test_doors.py` proves, by the names that it has for them: they begin and end
# sessions, of which each door has a kind of its own.
OF_ACCOUNTS = {
    "register": "register",
    "log_in": "login",
    "log_out": "logout",
    "change_password": "password",
}
OTHER_ADDRESS = "is the operation of the same name on /events/ under another address"
WITHOUT_CASE = {
    "collaboration_share_create": OTHER_ADDRESS,
    "collaboration_permissions_update": OTHER_ADDRESS,
    "collaboration_permissions_destroy": OTHER_ADDRESS,
    "collaboration_transfer_create": OTHER_ADDRESS,
    "create_events": "is proved in test_batch.py",
    "free_busy": "writes nothing",
    "suggest_slots": "writes nothing",
    "refresh": "is for programs: a browser's session has no tokens that end",
}


@pytest.mark.parametrize("name", CASES)
def test_both_doors_write_the_same_rows(name: str) -> None:
    world = make_world()
    before = written()
    with taken_back():
        CASES[name].through_api(world)
        by_api = written()
    caches["limits"].clear()
    assert written() == before
    CASES[name].through_page(world)
    assert written() == by_api
    assert by_api != before


def test_every_operation_has_a_case_or_a_reason() -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]  # type: ignore[no-untyped-call]
    writing = {
        calls[method]["operationId"]
        for calls in paths.values()
        for method in calls.keys() & {"post", "put", "patch", "delete"}
    }
    proved = {operation for case in CASES.values() for operation in case.operations}
    assert sorted(proved | OF_ACCOUNTS.keys() | WITHOUT_CASE.keys()) == sorted(writing)
    assert sorted(proved & WITHOUT_CASE.keys()) == []
    assert sorted(set(OF_ACCOUNTS.values()) - test_doors.by_pages("").keys()) == []


@pytest.mark.parametrize("rest", ["share", "permissions/1", "transfer"])
def test_the_other_addresses_are_those_of_the_same_views(rest: str) -> None:
    views = [resolve(f"/api/v1/{start}/1/{rest}").func for start in ("events", "collaboration")]
    assert views[0].view_class is views[1].view_class  # type: ignore[attr-defined]
