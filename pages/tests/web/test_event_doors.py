"""What is done on a page leaves what a program leaves that does the same, but for who came by which door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.factories import UserFactory
from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.factories import make_event
from events.models import Event
from events.tests.web.forms import left_behind, sent
from history.tests.conftest import ApiClient
from journal.models import Entry

pytestmark = pytest.mark.django_db
SECOND = "2031-03-11T09:00:00"

Setup = Callable[[User], Event | None]
ByPage = Callable[[Client, Event | None], Any]
ByApi = Callable[[ApiClient, Event | None], Any]


def nothing(owner: User) -> None:
    return None


def single(owner: User) -> Event:
    return make_event(owner, timezone="Europe/Lisbon", description="Bring the plan")


def series(owner: User) -> Event:
    return make_event(owner, timezone="Europe/Lisbon", rrule="FREQ=DAILY;COUNT=4")


def edited(owner: User) -> Event:
    event = single(owner)
    changes = EventChanges(title="Other", location="Room 2", tags=["x"])
    return update_event(actor=owner, event_id=event.pk, changes=changes)


def page(address: str, **changes: Any) -> ByPage:
    """Sends the form that stands at an address, some of its fields changed."""

    def act(client: Client, event: Event | None) -> Any:
        pk = event.pk if event else 0
        shown = client.get(address.format(pk)).content.decode()
        data = sent(shown, "event-form" if 'id="event-form"' in shown else None, **changes)
        return client.post(address.format(pk).partition("?")[0], data)

    return act


def call(method: str, path: str, body: Any = None) -> ByApi:
    return lambda client, event: client.call(method, path.format(event.pk if event else 0), body)


NEW = {
    "title": "Planning",
    "start_time": "2031-03-10T09:00:00",
    "end_time": "2031-03-10T10:00:00",
    "timezone": "Europe/Lisbon",
}
FORM = "/events/new/?start=2031-03-10T09:00&title=Planning"
AT_SECOND = f"?recurrence_id={SECOND}"

CASES: dict[str, tuple[Setup, ByPage, ByApi]] = {
    "create": (nothing, page(FORM), call("POST", "events/", NEW)),
    "create a series": (
        nothing,
        page(FORM, repeats="weekly", weekdays=["MO", "FR"], ends="count", count="5", tags="a, b"),
        call("POST", "events/", {**NEW, "rrule": "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=5", "tags": ["a", "b"]}),
    ),
    "create for whole days": (
        nothing,
        page(FORM, is_all_day="on", end_date="2031-03-11", transparency="transparent"),
        call(
            "POST",
            "events/",
            {**NEW, "is_all_day": True, "start_time": "2031-03-10", "end_time": "2031-03-12"},
        ),
    ),
    "edit": (
        single,
        page("/events/{}/edit/", title="New", location="Room 1", change_reason="Why"),
        call(
            "PATCH", "events/{}", {"title": "New", "location": "Room 1", "change_reason": "Why", "version": 1}
        ),
    ),
    "move": (
        single,
        page("/events/{}/edit/", start_time="14:00", end_time="16:00"),
        call(
            "PUT",
            "events/{}",
            {"start_time": "2031-03-10T14:00:00Z", "end_time": "2031-03-10T16:00:00Z", "version": 1},
        ),
    ),
    "edit one date": (
        series,
        page("/events/{}/edit/" + AT_SECOND, title="Special", scope="this"),
        call("PATCH", "events/{}?scope=this&recurrence_id=" + SECOND, {"title": "Special", "version": 1}),
    ),
    "edit what follows": (
        series,
        page("/events/{}/edit/" + AT_SECOND, location="Room 3", scope="following"),
        call(
            "PATCH", "events/{}?scope=following&recurrence_id=" + SECOND, {"location": "Room 3", "version": 1}
        ),
    ),
    "edit all by one date": (
        series,
        page("/events/{}/edit/" + AT_SECOND, start_time="11:00", end_time="12:30", scope="all"),
        call(
            "PATCH",
            "events/{}?scope=all&recurrence_id=" + SECOND,
            {"start_time": "2031-03-11T11:00:00", "end_time": "2031-03-11T12:30:00", "version": 1},
        ),
    ),
    "delete": (single, page("/events/{}/delete/"), call("DELETE", "events/{}")),
    "delete one date": (
        series,
        page("/events/{}/delete/" + AT_SECOND),
        call("DELETE", "events/{}?scope=this&recurrence_id=" + SECOND),
    ),
    "delete what follows": (
        series,
        page("/events/{}/delete/" + AT_SECOND, scope="following"),
        call("DELETE", "events/{}?scope=following&recurrence_id=" + SECOND),
    ),
    "restore a version": (
        edited,
        page("/events/{}/restore/1/", change_reason="Better"),
        call("POST", "events/{}/rollback/1", {"change_reason": "Better"}),
    ),
    "restore a part of a version": (
        edited,
        page("/events/{}/restore/1/", row=["title", "tags"]),
        call("POST", "events/{}/rollback/1", {"fields": ["title", "tags"]}),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_both_doors_leave_the_same(case: str) -> None:
    setup, by_page, by_api = CASES[case]
    left = []
    for door in ("web", "api"):
        owner = UserFactory.create(username=f"{door}-owner", timezone="Europe/Lisbon")
        event = setup(owner)
        before = Entry.objects.count()
        if door == "web":
            client = Client()
            client.force_login(owner)
            answer = by_page(client, event)
            assert answer.status_code == 302, answer.content.decode()
        else:
            answer = by_api(ApiClient().log_in(owner), event)
            assert answer.status_code in (200, 201, 204), answer.content
        written = Entry.objects.filter(subject_kind="event").order_by("pk")[0:]
        assert {entry.source for entry in written if entry.pk > before and entry.actor_id == owner.pk} >= {
            door
        }
        left.append(left_behind(owner))
    assert left[0] == left[1]
