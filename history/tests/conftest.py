"""People, an event with a history, and a client of the history's tests."""

from copy import copy
from typing import Any

import orjson
import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from accounts.factories import PASSWORD, make_user
from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role, Verb
from events.factories import grant, make_event
from events.models import Event, HistoricalEvent
from journal.actions.record import record
from journal.facts import Fact


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """The counters of limits live in the process, longer than a test."""
    caches["limits"].clear()


@pytest.fixture
def owner(db: None) -> User:
    return make_user(username="olive")


@pytest.fixture
def editor(db: None) -> User:
    return make_user(username="Eddie")


@pytest.fixture
def viewer(db: None) -> User:
    return make_user(username="vera")


@pytest.fixture
def stranger(db: None) -> User:
    return make_user(username="stan")


@pytest.fixture
def event(owner: User, editor: User, viewer: User) -> Event:
    """Three versions: made by the owner, renamed by the editor, described and moved by the owner."""
    event = make_event(owner, location="Room 1")
    grant(event, editor, Role.EDITOR, by=owner)
    grant(event, viewer, Role.VIEWER, by=owner)
    edit(editor, event, title="Planning the week", change_reason="It is weekly")
    return edit(owner, event, description="Bring <b>sketches</b>", location="Room 2")


def edit(actor: User, event: Event, **fields: Any) -> Event:
    """One edit, saved in spite of conflicts."""
    changes = EventChanges(**fields)
    return update_event(actor=actor, event_id=event.pk, changes=changes, on_conflict="allow")


def make_versions(event: Event, number: int) -> Event:
    """So many versions in all, of which the even ones change the title and the odd ones the location."""
    row = HistoricalEvent.objects.get(id=event.pk)
    rows = []
    for version in range(2, number + 1):
        row.history_id, row.version, row.verb = None, version, Verb.UPDATED
        if version % 2:
            row.location = f"Room {version}"
        else:
            row.title = f"Planning {version}"
        rows.append(copy(row))
    HistoricalEvent.objects.bulk_create(rows)
    with transaction.atomic():
        record([told(event, version) for version in range(2, number + 1)], actor_id=event.owner_id)
    changes = {"version": number, "title": row.title, "location": row.location}
    Event.objects.filter(pk=event.pk).update(**changes)
    event.refresh_from_db()
    return event


def told(event: Event, version: int) -> Fact:
    """What the journal says of a version."""
    verb = f"event.{Verb.UPDATED}"
    return Fact(verb, "event", event.pk, subject_version=version, calendar_id=event.calendar_id)


class ApiClient(Client):
    """Speaks JSON with /api/v1 as somebody."""

    token = ""

    def log_in(self, user: User) -> "ApiClient":
        """Logs in and keeps the access token."""
        answer = self.call("POST", "auth/login", {"username": user.username, "password": PASSWORD})
        assert answer.status_code == 200, answer.content
        self.token = answer.json()["access_token"]
        return self

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Sends a request; `path` below /api/v1/, or a whole address."""
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        sent = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        address = path if "//" in path else f"/api/v1/{path}"
        return self.generic(method, address, sent, content_type="application/json", headers=headers)

    def get(self, path: str, **headers: str) -> Any:  # type: ignore[override]
        return self.call("GET", path, **headers)


@pytest.fixture
def as_owner(owner: User) -> ApiClient:
    return ApiClient().log_in(owner)


@pytest.fixture
def as_editor(editor: User) -> ApiClient:
    return ApiClient().log_in(editor)


@pytest.fixture
def as_viewer(viewer: User) -> ApiClient:
    return ApiClient().log_in(viewer)


@pytest.fixture
def as_stranger(stranger: User) -> ApiClient:
    return ApiClient().log_in(stranger)


def problem(answer: Any) -> tuple[int, str, str]:
    """Status, code and detail of a refusal; proves that it is a problem document."""
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == answer.status_code
    return answer.status_code, document["code"], document["detail"]


def faults(answer: Any) -> list[tuple[str, str]]:
    """Field and code of every fault of a 422."""
    assert answer.status_code == 422, answer.content
    return [(fault["field"], fault["code"]) for fault in answer.json()["errors"]]


def next_address(answer: Any) -> str | None:
    """Where the `Link` leads; None without one."""
    link = answer.headers.get("Link")
    if link is None:
        return None
    address, _, relation = link.partition(">; ")
    assert relation == 'rel="next"'
    return str(address.removeprefix("<"))


def event_data(event: Event, **changed: Any) -> dict[str, Any]:
    """The content of the event as its first version has it on the wire."""
    return {
        "title": "Planning the week",
        "description": "Bring <b>sketches</b>",
        "location": "Room 2",
        "start_time": "2031-03-10T09:00:00Z",
        "end_time": "2031-03-10T10:00:00Z",
        "is_recurring": False,
        "recurrence_type": "none",
        "recurrence_pattern": None,
        "timezone": "UTC",
        "is_all_day": False,
        "rrule": None,
        "recurrence_overrides": {},
        "tags": [],
        "status": "confirmed",
        "transparency": "opaque",
        "calendar_id": event.calendar_id,
        **changed,
    }
