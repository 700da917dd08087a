"""Tests of examples: one write, for whoever has nothing yet."""

from datetime import datetime

import pytest

from accounts.models import User
from core.errors import Invalid
from events.actions.add_examples import add_examples
from events.changes import CalendarChanges, EventChanges
from events.enums import Color, Role
from events.errors import HasEvents
from events.factories import grant, make_event
from events.models import Calendar, Event, HistoricalEvent, Occurrence
from journal.models import Entry

pytestmark = pytest.mark.django_db

CALENDAR = CalendarChanges(name="Examples", color=Color.TEAL)


def at(hour: int) -> datetime:
    return datetime(2031, 3, 10, hour)


EVENTS = [
    EventChanges(title="One", start_time=at(9), end_time=at(11)),
    EventChanges(title="Two", start_time=at(10), end_time=at(12)),
]


def test_examples_are_a_calendar_and_its_events_as_any_creation(anna: User) -> None:
    before = Entry.objects.count()
    calendar, events = add_examples(actor=anna, calendar=CALENDAR, events=EVENTS)
    assert (calendar.name, calendar.color, calendar.owner, calendar.is_default) == (
        "Examples",
        "teal",
        anna,
        False,
    )
    rows = Event.objects.order_by("pk").values_list("title", "calendar", "owner", "version", "timezone")
    assert list(rows) == [(title, calendar.pk, anna.pk, 1, "Europe/Lisbon") for title in ("One", "Two")]
    assert [event.title for event in events] == ["One", "Two"]
    assert list(HistoricalEvent.objects.order_by("pk").values_list("title", "version", "verb")) == [
        ("One", 1, "created"),
        ("Two", 1, "created"),
    ]
    assert Occurrence.objects.count() == 2
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)[before:]
    assert list(verbs) == ["calendar.created", "event.created", "event.created"]


@pytest.mark.parametrize("whose", ["own", "shared"])
def test_whoever_sees_an_event_gets_none(anna: User, ben: User, whose: str) -> None:
    if whose == "own":
        make_event(anna)
    else:
        grant(make_event(ben), anna, Role.VIEWER)
    before = Calendar.objects.count(), Event.objects.count(), Entry.objects.count()
    with pytest.raises(HasEvents):
        add_examples(actor=anna, calendar=CALENDAR, events=EVENTS)
    assert (Calendar.objects.count(), Event.objects.count(), Entry.objects.count()) == before


def test_all_or_nothing_is_written(anna: User) -> None:
    before = Calendar.objects.count(), Event.objects.count(), Entry.objects.count()
    nonsense = EventChanges(title="Three", start_time=at(12), end_time=at(11))
    with pytest.raises(Invalid):
        add_examples(actor=anna, calendar=CALENDAR, events=[*EVENTS, nonsense])
    assert (Calendar.objects.count(), Event.objects.count(), Entry.objects.count()) == before
