"""Roles given, changed and taken back, and events handed over, by the API and by the pages."""

from pages.tests.door_parity.world import Case, World, api, offered_undo, page


def share_api(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        body = {"users": [{"email": world.cleo.email, "permission_level": "editor"}]}
        api(world, "POST", f"/{kind}/{thing.pk}/share", body)


def share_page(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        page(world, f"/{kind}/{thing.pk}/share/", {"person": world.cleo.email, "role": "editor"})


def change_role_api(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        api(world, "PUT", f"/{kind}/{thing.pk}/permissions/{world.ben.pk}", {"permission_level": "owner"})


def change_role_page(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        page(world, f"/{kind}/{thing.pk}/share/{world.ben.pk}/", {"role": "owner"})


def revoke_api(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        api(world, "DELETE", f"/{kind}/{thing.pk}/permissions/{world.ben.pk}")


def revoke_page(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        page(world, f"/{kind}/{thing.pk}/share/{world.ben.pk}/", {"role": "remove"})


def undo_revoke_api(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        address = f"/api/v1/{kind}/{thing.pk}/permissions/{world.ben.pk}"
        api(world, "POST", f"/undo/{world.client.delete(address)['X-Undo-Token']}")


def undo_revoke_page(world: World) -> None:
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        address = page(world, f"/{kind}/{thing.pk}/share/{world.ben.pk}/", {"role": "remove"})["Location"]
        page(world, offered_undo(world, address))


def transfer_api(world: World) -> None:
    api(world, "POST", f"/events/{world.event.pk}/transfer", {"user_id": world.ben.pk})


def transfer_page(world: World) -> None:
    page(world, f"/events/{world.event.pk}/transfer/{world.ben.pk}/")


def leave_api(world: World) -> None:
    ben = world.of(world.ben)
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        api(ben, "DELETE", f"/{kind}/{thing.pk}/permissions/{world.ben.pk}")


def leave_page(world: World) -> None:
    ben = world.of(world.ben)
    for kind, thing in (("events", world.event), ("calendars", world.team)):
        page(ben, f"/{kind}/{thing.pk}/share/leave/")


CASES = {
    "share": Case(("events_share_create", "calendars_share_create"), share_api, share_page),
    "change role": Case(
        ("events_permissions_update", "calendars_permissions_update"), change_role_api, change_role_page
    ),
    "revoke": Case(("events_permissions_destroy", "calendars_permissions_destroy"), revoke_api, revoke_page),
    "leave": Case(("events_permissions_destroy", "calendars_permissions_destroy"), leave_api, leave_page),
    "undo of revoke": Case(("undo_write",), undo_revoke_api, undo_revoke_page),
    "transfer": Case(("events_transfer_create",), transfer_api, transfer_page),
}
