"""A small world, the same before every operation, and all of its rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import orjson
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
from feeds.actions.create_feed import create_feed
from feeds.changes import NewFeed
from feeds.models import Feed
from journal.models import Entry

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
PROFILE = (
    "username",
    "email",
    "full_name",
    "timezone",
    "free_busy_visibility",
    "week_start",
    "hour_cycle",
    "language",
    "shortcuts_enabled",
)


@dataclass(frozen=True)
class Case:
    """Something that is done, through each door; `operations` are its ids in the OpenAPI document."""

    operations: tuple[str, ...]
    through_api: Callable[["World"], object]
    through_page: Callable[["World"], object]


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
    feed: Feed
    client: Client

    def of(self, user: User) -> "World":
        """The same world, with another person before the browser."""
        client = Client()
        client.force_login(user)
        return replace(self, client=client)

    @property
    def token(self) -> str:
        """What takes the last edit of the event back."""
        return undo_token(self.anna.pk, [(self.event.pk, self.event.version)])


def make_world() -> World:
    """A world, as each operation finds it."""
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
    feed = create_feed(actor=anna, changes=NewFeed(name="Old phone", calendar_id=team.pk)).feed
    client = Client()
    client.force_login(anna)
    return World(anna, ben, cleo, team, empty, event, series, trashed, feed, client)


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
        "feeds": _sorted(
            (*row[:-1], row[-1] is None)
            for row in Feed.objects.values_list(
                "name", "busy_only", "calendar__name", "user__username", "revoked_at"
            )
        ),
        "people": _sorted(User.objects.values_list(*PROFILE)),
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


def offered_undo(world: World, address: str) -> str:
    """Where the button of the newest toast on a page leads."""
    text = world.client.get(address).content.decode()
    return "/undo/" + text.rpartition('action="/undo/')[2].partition('"')[0]


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
