"""Which events go out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.factories import make_user
from accounts.models import User
from core.errors import NotFound
from events.actions.delete_event import delete_event
from events.changes import EventFilters
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from feeds.facts import Outgoing
from feeds.selectors import outgoing
from feeds.selectors.outgoing import outgoing_event, outgoing_events


@pytest.fixture
def anna(db: None) -> User:
    return make_user(username="anna")


@pytest.fixture
def ben(db: None) -> User:
    return make_user(username="ben")


def titles(found: Outgoing) -> list[str]:
    return [event.content.title for event in found.events]


def test_what_one_may_see_and_nothing_else(anna: User, ben: User) -> None:
    make_event(anna, title="Own", start=START + timedelta(days=1))
    delete_event(actor=anna, event_id=make_event(anna, title="Gone").pk)
    shared, team = make_event(ben, title="Shared"), make_calendar(ben)
    make_event(ben, title="Other")
    make_event(ben, title="Of the team", start=START + timedelta(days=2), calendar_id=team.pk)
    grant(shared, anna, Role.VIEWER)
    grant(team, anna, Role.VIEWER)
    assert titles(outgoing_events(anna, EventFilters())) == ["Shared", "Own", "Of the team"]
    assert titles(outgoing_events(anna, EventFilters(calendar_id=team.pk))) == ["Of the team"]
    assert titles(outgoing_events(anna, EventFilters(q="OWN"))) == ["Own"]
    assert titles(outgoing_events(anna, EventFilters(owned_only=True, to=START))) == []


def test_pages_do_not_matter(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "ROWS", 2)
    for number in range(5):
        make_event(anna, title=str(number), start=START + timedelta(days=number))
    filters = EventFilters(limit=1, skip=3, after=(START + timedelta(days=9), 1), ordering="-start_time")
    assert titles(outgoing_events(anna, filters)) == ["4", "3", "2", "1", "0"]


def test_what_one_may_not_see_is_not_found(anna: User, ben: User) -> None:
    event, calendar = make_event(ben), make_calendar(ben)
    with pytest.raises(NotFound):
        outgoing_event(anna, event.pk)
    with pytest.raises(NotFound):
        outgoing_events(anna, EventFilters(calendar_id=calendar.pk))


def test_names_and_zones(anna: User) -> None:
    team = make_calendar(anna, "Team")
    for tz, days in (("Europe/Lisbon", 3), ("Europe/Lisbon", 1), ("Asia/Tokyo", 2), ("UTC", 0)):
        make_event(anna, start=START + timedelta(days=days), timezone=tz, calendar_id=team.pk)
    make_event(anna, start_time=START.date(), end_time=START.date() + timedelta(days=1), timezone="Asia/Dili")
    found = outgoing_events(anna, EventFilters(calendar_id=team.pk))
    assert found.name == "Team"
    assert found.zones == {
        "Asia/Tokyo": START + timedelta(days=2),
        "Europe/Lisbon": START + timedelta(days=1),
    }
    assert outgoing_events(anna, EventFilters()).name == "EventHub"


def test_one_event(anna: User) -> None:
    event = make_event(anna, title="One", timezone="Europe/Lisbon")
    found = outgoing_event(anna, event.pk)
    [only] = found.events
    assert (found.name, found.zones, only.uid, only.version) == (
        "One",
        {"Europe/Lisbon": START},
        event.uid,
        1,
    )


@pytest.mark.parametrize(
    ("filters", "queries"),
    [(EventFilters(), 2), (EventFilters(to=START + timedelta(days=99), role="owner"), 3)],
)
@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_events(
    anna: User, number: int, filters: EventFilters, queries: int
) -> None:
    for day in range(number):
        make_event(anna, start=START + timedelta(days=day), timezone="Europe/Lisbon", rrule="FREQ=DAILY")
    with CaptureQueriesContext(connection) as captured:
        assert len(titles(outgoing_events(anna, filters))) == number
    assert len(captured) == queries
