"""What an operation writes is the same through the API and through its page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from accounts.factories import make_user
from accounts.models import User
from events.access.undo import undo_token
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import (
    Calendar,
    CalendarUserPermission,
    Event,
    EventUserPermission,
    HistoricalEvent,
    Occurrence,
)
from journal.models import Entry

pytestmark = pytest.mark.django_db

CONTENT = (
    "title",
    "description",
    "location",
    "start_at",
    "end_at",
    "timezone",
    "is_all_day",
    "rrule",
    "recurrence_overrides",
    "tags",
    "status",
    "transparency",
    "version",
)
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


@dataclass(frozen=True)
class World:
    """Anna's events and calendars, what Ben and Cleo hold of them, and a browser where Anna is signed in."""

    anna: User
    ben: User
    cleo: User
    team: Calendar
    empty: Calendar
    event: Event
    series: Event
    trashed: Event
    client: Client

    @property
    def token(self) -> str:
        """What takes the last edit of the event back."""
        return undo_token(self.anna.pk, [(self.event.pk, self.event.version)])


@pytest.fixture
def world() -> World:
    anna, ben, cleo = (make_user(username=name, timezone="Europe/Berlin") for name in ("anna", "ben", "cleo"))
    team, empty = make_calendar(anna, "Team"), make_calendar(anna, "Empty")
    event = make_event(anna, title="First", uid="known", calendar_id=team.pk, timezone="Europe/Berlin")
    grant(event, ben, Role.VIEWER, anna)
    grant(team, ben, Role.VIEWER, anna)
    event = update_event(
        actor=anna, event_id=event.pk, changes=EventChanges(title="Second", tags=["one"]), on_conflict="allow"
    )
    later = START + timedelta(days=7)
    series = make_event(anna, title="Series", start=later, rrule="FREQ=WEEKLY;COUNT=4", calendar_id=team.pk)
    trashed = make_event(anna, title="Trashed", start=START + timedelta(days=1), calendar_id=team.pk)
    delete_event(actor=anna, event_id=trashed.pk)
    client = Client()
    client.force_login(anna)
    return World(anna, ben, cleo, team, empty, event, series, trashed, client)


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction as Django's TestCase opens it: whatever is written in the block is gone afterwards."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def written() -> dict[str, list[Any]]:
    """Every row that an operation may write, without ids, instants of writing, and the door."""
    grants = ("content_object__{}", "user__username", "permission__codename", "granted_by__username")
    names = dict(Calendar.objects.values_list("pk", "name"))
    titles = dict(Event.objects.values_list("pk", "title"))
    return {
        "events": _sorted(
            Event.objects.values_list(*CONTENT, "calendar__name", "owner__username", "deleted_by__username")
        ),
        "versions": _sorted(
            HistoricalEvent.objects.values_list(
                *CONTENT,
                "calendar__name",
                "owner__username",
                "verb",
                "restored_from",
                "history_change_reason",
                "history_user__username",
            )
        ),
        "occurrences": _sorted(
            Occurrence.objects.values_list(
                "event__title", "owner__username", "recurrence_id", "start_at", "end_at", "is_busy"
            )
        ),
        "event grants": _sorted(
            EventUserPermission._default_manager.values_list(*(name.format("title") for name in grants))
        ),
        "calendar grants": _sorted(
            CalendarUserPermission._default_manager.values_list(*(name.format("name") for name in grants))
        ),
        "calendars": _sorted(
            (*row[:-1], row[-1] is None)
            for row in Calendar.objects.values_list(
                "name", "color", "timezone", "is_default", "owner__username", "deleted_at"
            )
        ),
        "journal": [
            (
                entry.verb,
                entry.subject_kind,
                (titles if entry.subject_kind == "event" else names).get(entry.subject_id or 0),
                entry.subject_version,
                entry.actor_id,
                names.get(entry.calendar_id),
                entry.summary,
                {name: value for name, value in (entry.payload or {}).items() if name != "undoes"},
            )
            for entry in Entry.objects.order_by("pk")
        ],
    }


def _sorted(rows: Any) -> list[Any]:
    return sorted(rows, key=repr)


def api(world: World, method: str, path: str, body: Any = None) -> None:
    """A call of the API that succeeds."""
    data = b"" if body is None else orjson.dumps(body)
    answer = world.client.generic(method, f"/api/v1{path}", data, content_type="application/json")
    assert answer.status_code < 300, answer.content


def page(world: World, path: str, data: dict[str, Any] | None = None) -> Any:
    """A form that is sent, and leads to another page."""
    answer = world.client.post(path, data or {})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def filled(world: World, path: str, **changes: Any) -> dict[str, Any]:
    """The form as the page shows it, with some fields changed by a person."""
    form = world.client.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in shown.items()
        if value not in (None, False, [])
    }
    return {**kept, **changes}


def create_api(world: World) -> None:
    body = {
        "title": "New",
        "start_time": "2031-05-06T09:00:00+02:00",
        "end_time": "2031-05-06T10:30:00+02:00",
        "timezone": "Europe/Berlin",
        "calendar_id": world.team.pk,
        "location": "Here",
        "tags": ["a", "b"],
    }
    api(world, "POST", "/events/", body)


def create_page(world: World) -> None:
    times = {
        "start_date": "2031-05-06",
        "start_time": "09:00",
        "end_date": "2031-05-06",
        "end_time": "10:30",
        "timezone": "Europe/Berlin",
    }
    home = {"calendar_id": world.team.pk}
    page(
        world,
        "/events/new/",
        filled(world, "/events/new/", title="New", location="Here", tags="a, b", **times, **home),
    )


def update_api(world: World) -> None:
    body = {
        "title": "Third",
        "description": "More",
        "version": world.event.version,
        "change_reason": "Because",
    }
    api(world, "PATCH", f"/events/{world.event.pk}", body)


def update_page(world: World) -> None:
    path = f"/events/{world.event.pk}/edit/"
    page(world, path, filled(world, path, title="Third", description="More", change_reason="Because"))


def move_api(world: World) -> None:
    body = {
        "start_time": "2031-03-12T11:00:00+01:00",
        "end_time": "2031-03-12T12:00:00+01:00",
        "version": world.event.version,
    }
    api(world, "PATCH", f"/events/{world.event.pk}", body)


def move_page(world: World) -> None:
    path = f"/events/{world.event.pk}/move/"
    page(
        world,
        path,
        {"start": "2031-03-12T11:00", "end": "2031-03-12T12:00", "version": world.event.version},
    )


def move_one_date_api(world: World) -> None:
    body = {"start_time": "2031-03-24T10:00:00Z", "end_time": "2031-03-24T11:00:00Z", "version": 1}
    api(world, "PATCH", f"/events/{world.series.pk}?scope=this&recurrence_id=2031-03-24T09:00:00", body)


def move_one_date_page(world: World) -> None:
    path = f"/events/{world.series.pk}/move/?recurrence_id=2031-03-24T09:00:00"
    times = {"start": "2031-03-24T11:00", "end": "2031-03-24T12:00"}
    page(world, path, {**times, "version": 1, "scope": "this"})


def delete_api(world: World) -> None:
    api(world, "DELETE", f"/events/{world.event.pk}")


def delete_page(world: World) -> None:
    page(world, f"/events/{world.event.pk}/delete/", {"version": world.event.version})


def restore_api(world: World) -> None:
    api(world, "POST", f"/events/{world.trashed.pk}/restore")


def restore_page(world: World) -> None:
    page(world, f"/trash/{world.trashed.pk}/restore/")


def purge_api(world: World) -> None:
    api(world, "DELETE", f"/trash/{world.trashed.pk}")


def purge_page(world: World) -> None:
    page(world, f"/trash/{world.trashed.pk}/delete/")


def rollback_api(world: World) -> None:
    api(world, "POST", f"/events/{world.event.pk}/rollback/1", {"change_reason": "Better so"})


def rollback_page(world: World) -> None:
    path = f"/events/{world.event.pk}/restore/1/"
    rows = [row.name for row in world.client.get(path).context["rows"]]
    reason = {"version": world.event.version, "change_reason": "Better so"}
    page(world, path, {**reason, "offered": rows, "row": rows})


def undo_api(world: World) -> None:
    api(world, "POST", f"/undo/{world.token}")


def undo_page(world: World) -> None:
    page(world, f"/undo/{world.token}/")


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


def undo_delete_calendar_api(world: World) -> None:
    token = world.client.delete(f"/api/v1/calendars/{world.empty.pk}")["X-Undo-Token"]
    api(world, "POST", f"/undo/{token}")


def undo_delete_calendar_page(world: World) -> None:
    address = page(world, f"/calendars/{world.empty.pk}/delete/")["Location"]
    page(world, offered_undo(world, address))


def offered_undo(world: World, address: str) -> str:
    """Where the button of the toast on a page leads."""
    text = world.client.get(address).content.decode()
    return "/undo/" + text.partition('action="/undo/')[2].partition('"')[0]


def transfer_api(world: World) -> None:
    api(world, "POST", f"/events/{world.event.pk}/transfer", {"user_id": world.ben.pk})


def transfer_page(world: World) -> None:
    page(world, f"/events/{world.event.pk}/transfer/{world.ben.pk}/")


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


OPERATIONS: dict[str, tuple[Callable[[World], None], Callable[[World], None]]] = {
    "create": (create_api, create_page),
    "update": (update_api, update_page),
    "move": (move_api, move_page),
    "move one date of a series": (move_one_date_api, move_one_date_page),
    "delete": (delete_api, delete_page),
    "restore": (restore_api, restore_page),
    "delete for good": (purge_api, purge_page),
    "rollback": (rollback_api, rollback_page),
    "undo": (undo_api, undo_page),
    "share": (share_api, share_page),
    "change role": (change_role_api, change_role_page),
    "revoke": (revoke_api, revoke_page),
    "undo of revoke": (undo_revoke_api, undo_revoke_page),
    "undo of delete calendar": (undo_delete_calendar_api, undo_delete_calendar_page),
    "transfer": (transfer_api, transfer_page),
    "import": (import_api, import_page),
    "create calendar": (create_calendar_api, create_calendar_page),
    "update calendar": (update_calendar_api, update_calendar_page),
    "delete calendar": (delete_calendar_api, delete_calendar_page),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_both_doors_write_the_same_rows(world: World, operation: str) -> None:
    through_api, through_page = OPERATIONS[operation]
    before = written()
    with taken_back():
        through_api(world)
        by_api = written()
    cache.clear()
    assert written() == before
    through_page(world)
    assert written() == by_api
    assert by_api != before
