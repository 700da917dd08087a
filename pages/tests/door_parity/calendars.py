"""Calendars, feeds and files, by the API and by the pages."""

from django.core.files.uploadedfile import SimpleUploadedFile

from pages.tests.door_parity.world import Case, World, api, offered_undo, page

FILE = b"""\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
BEGIN:VEVENT\r
UID:imported@example.org\r
DTSTAMP:20310101T000000Z\r
DTSTART:20310505T090000Z\r
DTEND:20310505T100000Z\r
RRULE:FREQ=DAILY;COUNT=3\r
SUMMARY:Imported\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:known\r
DTSTAMP:20310101T000000Z\r
DTSTART:20310310T110000Z\r
DTEND:20310310T120000Z\r
SUMMARY:Planned anew\r
END:VEVENT\r
END:VCALENDAR\r
"""


def import_api(world: World) -> None:
    upload = SimpleUploadedFile("file.ics", FILE, "text/calendar")
    answer = world.client.post(f"/api/v1/import?calendar_id={world.team.pk}", {"file": upload})
    assert answer.json()["summary"]["failed"] == 0


def import_page(world: World) -> None:
    upload = SimpleUploadedFile("file.ics", FILE, "text/calendar")
    page(world, page(world, "/import/", {"file": upload, "calendar_id": world.team.pk})["Location"])


def create_calendar_api(world: World) -> None:
    api(world, "POST", "/calendars/", {"name": "Garden", "color": "green", "timezone": "Europe/Oslo"})


def create_calendar_page(world: World) -> None:
    page(world, "/calendars/new/", {"name": "Garden", "color": "green", "timezone": "Europe/Oslo"})


def update_calendar_api(world: World) -> None:
    api(world, "PATCH", f"/calendars/{world.team.pk}", {"name": "The team", "color": "rose"})


def update_calendar_page(world: World) -> None:
    path = f"/calendars/{world.team.pk}/edit/"
    page(world, path, {"name": "The team", "color": "rose", "timezone": world.team.timezone})


def delete_calendar_api(world: World) -> None:
    api(world, "DELETE", f"/calendars/{world.empty.pk}")


def delete_calendar_page(world: World) -> None:
    page(world, f"/calendars/{world.empty.pk}/delete/")


def undo_delete_calendar_api(world: World) -> None:
    token = world.client.delete(f"/api/v1/calendars/{world.empty.pk}")["X-Undo-Token"]
    api(world, "POST", f"/undo/{token}")


def undo_delete_calendar_page(world: World) -> None:
    address = page(world, f"/calendars/{world.empty.pk}/delete/")["Location"]
    page(world, offered_undo(world, address))


def create_feed_api(world: World) -> None:
    api(world, "POST", "/feeds/", {"name": "Phone", "calendar_id": world.team.pk, "busy_only": True})


def create_feed_page(world: World) -> None:
    form = {"name": "Phone", "calendar_id": world.team.pk, "busy_only": "on"}
    # it is not led away from, for the address is shown this once
    assert world.client.post("/settings/feeds/", form).status_code == 200


def revoke_feed_api(world: World) -> None:
    api(world, "DELETE", f"/feeds/{world.feed.pk}")


def revoke_feed_page(world: World) -> None:
    page(world, f"/settings/feeds/{world.feed.pk}/revoke/")


CASES = {
    "create calendar": Case(("create_calendar",), create_calendar_api, create_calendar_page),
    "update calendar": Case(("update_calendar",), update_calendar_api, update_calendar_page),
    "delete calendar": Case(("delete_calendar",), delete_calendar_api, delete_calendar_page),
    "undo of delete calendar": Case(("undo_write",), undo_delete_calendar_api, undo_delete_calendar_page),
    "import": Case(("import_calendar",), import_api, import_page),
    "create feed": Case(("create_feed",), create_feed_api, create_feed_page),
    "revoke feed": Case(("revoke_feed",), revoke_feed_api, revoke_feed_page),
}
