"""The people and things of the matrix: everybody who can have a role, by every way to have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.client import encode_multipart

from accounts.actions.open_session import open_session
from accounts.api.tokens import TokenPair, issue_tokens
from accounts.changes import Origin
from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.factories import START, grant, make_calendar, make_event
from events.models import Calendar

OUR_APPS = ("accounts", "events", "history", "journal", "sharing", "feeds")
ROUTES = ("event", "calendar", "group of event", "group of calendar")
GRANTED = ("viewer", "editor", "owner")
DIRECT = {"event": "event", "calendar": "calendar"}
BOUNDARY = "of-the-matrix"
FILE = b"""\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
BEGIN:VEVENT\r
UID:imported@example.org\r
DTSTAMP:20310101T000000Z\r
DTSTART:20310505T090000Z\r
DTEND:20310505T100000Z\r
SUMMARY:Imported\r
END:VEVENT\r
END:VCALENDAR\r
"""
WEEK = {"from": "2031-03-10T00:00:00Z", "to": "2031-03-17T00:00:00Z"}
OPERATIONS: dict[str, dict[str, Any]] = {"update": {"title": "Third"}, "move": {"by": "P1W"}, "delete": {}}
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Actor:
    """Somebody with a role, and the way by which he has it."""

    role: str
    route: str = ""

    def __str__(self) -> str:
        return f"{self.role} by {self.route}" if self.route else self.role


ACTORS = [
    Actor("anonymous"),
    Actor("stranger"),
    *(Actor(role, route) for role in GRANTED for route in ROUTES),
    Actor("creator"),
    Actor("staff"),
]


@dataclass(frozen=True, repr=False)
class World:
    """What is there before each call."""

    people: dict[Actor, User]
    tokens: dict[Actor, TokenPair]
    ids: dict[str, int | str]
    rows: Rows


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction as Django's TestCase opens it: whatever is written in the block is gone afterwards."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def build() -> World:
    """Users, a calendar with an event of two versions and one in the trash, and a grant for each actor."""
    people = {
        actor: make_user(username=str(actor).replace(" ", "-"), is_staff=actor.role == "staff")
        for actor in ACTORS
        if actor.role != "anonymous"
    }
    people[Actor("staff")].is_superuser = True
    people[Actor("staff")].save()
    creator = people[Actor("creator")]
    guest, nobody = make_user(username="guest"), make_user(username="nobody")
    calendar, empty = make_calendar(creator), make_calendar(creator, "Empty")
    default = Calendar.objects.get(owner=creator, is_default=True)
    event = make_event(creator, calendar_id=calendar.pk)
    update_event(actor=creator, event_id=event.pk, changes=EventChanges(title="Second"))
    trashed = make_event(creator, calendar_id=calendar.pk, title="Trashed", start=START + timedelta(days=1))
    later = START + timedelta(days=7)
    series = make_event(
        creator, calendar_id=calendar.pk, start=later, rrule="FREQ=DAILY", transparency="transparent"
    )
    for thing in (event, trashed, calendar):
        grant(thing, guest, "viewer", by=creator)
    for actor, user in people.items():
        holder: Any = user
        if actor.route.startswith("group"):
            holder = Group.objects.create(name=str(actor))
            user.groups.add(holder)
        if actor.route.endswith("event"):
            grant(event, holder, actor.role, by=creator)
            grant(trashed, holder, actor.role, by=creator)
            grant(series, holder, actor.role, by=creator)
        elif actor.route.endswith("calendar"):
            for thing in (calendar, empty, default):
                grant(thing, holder, actor.role, by=creator)
    delete_event(actor=creator, event_id=trashed.pk)
    ids: dict[str, int | str] = {
        "event": event.pk,
        "trashed": trashed.pk,
        "series": series.pk,
        "first": "recurrence_id=2031-03-17T09:00:00",
        "second": "recurrence_id=2031-03-18T09:00:00",
        "never": "recurrence_id=2031-03-18T10:00:00",
        "calendar": calendar.pk,
        "empty": empty.pk,
        "default": default.pk,
        "guest": guest.pk,
        "nobody": nobody.pk,
        "creator": creator.pk,
        "nothing": 999_999_999,
        "token": "of-nobody",
    }
    return World(people, {actor: tokens_of(user) for actor, user in people.items()}, ids, everything())


def tokens_of(user: User) -> TokenPair:
    """The tokens of a new session."""
    return issue_tokens(open_session(actor=user, kind=Session.Kind.API, origin=Origin("", None)))


def everything() -> Rows:
    """Every row of every table of ours: what a refusal must leave as it was."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
    }


def body_of(method: str, path: str, world: World) -> Any:
    """What makes the call a good one, were it allowed."""
    if method in ("GET", "DELETE"):
        return None
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    times = {"start_time": "2031-05-05T09:00:00Z", "end_time": "2031-05-05T10:00:00Z"}
    into = {"calendar_id": world.ids["calendar"]} if "into=" in path else {}
    bodies: dict[str, Any] = {
        "import": encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("file.ics", FILE, "text/calendar")}),
        "events": {"title": "New", **times, **into},
        "freebusy": {"users": [world.ids["creator"]], **WEEK},
        "suggestions": {"users": [world.ids["creator"]], "duration": "PT1H", **WEEK},
        "batch": {"events": [{"title": "New", **times, **into}]},
        "share": {"users": [{"user_id": world.ids["nobody"], "permission_level": "viewer"}]},
        "transfer": {"user_id": world.ids["guest"]},
        "register": {"username": "newcomer", "email": "newcomer@example.org", "password": PASSWORD},
        "login": {"username": "guest", "password": PASSWORD},
        "refresh": {"refresh_token": world.tokens[Actor("creator")].refresh_token},
        "me": {"full_name": "Another Name"},
        "password": {"current_password": PASSWORD, "new_password": "quite another one"},
        "calendars": {"name": "New"},
        "feeds": {"name": "Phone", **into},
    }
    if last == "batch" and (op := path.partition("?")[2].partition("=")[0]) in OPERATIONS:
        return {"operations": [{"op": op, "id": world.ids["event"], **OPERATIONS[op]}]}
    if "/permissions/" in path:
        return {"permission_level": "editor"}
    if method in ("PUT", "PATCH") and path.startswith("/events/"):
        return {"title": "Third"}
    if path.startswith("/calendars/{"):
        return bodies["share"] if last == "share" else {"name": "Renamed"}
    return bodies.get(last, {})
