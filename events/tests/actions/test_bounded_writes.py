"""How many occurrences one write of many events may have."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from core.errors import Invalid
from events.actions import bounded_writes, write_events
from events.actions.apply import expanded as expanded_now
from events.actions.change_events import change_events
from events.actions.create_events import create_events
from events.actions.import_events import import_events
from events.actions.plan_events import Outcome
from events.changes import EventChanges, Operation
from events.factories import START, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_writes, "OCCURRENCES_AT_ONCE", 10)


def asked(day: int, rrule: str | None = None) -> EventChanges:
    start = START + timedelta(days=day, hours=day)
    return EventChanges(title=f"{day}", start_time=start, end_time=start + timedelta(hours=1), rrule=rrule)


def daily(day: int, count: int) -> EventChanges:
    return asked(day, f"FREQ=DAILY;COUNT={count}")


def codes(outcomes: list[Outcome]) -> list[list[tuple[str, str]]]:
    errors = [outcome.error for outcome in outcomes]
    return [[(f.field, f.code) for f in error.faults] if error else [] for error in errors]


TOO_MANY = [("rrule", "too_many_occurrences")]


def test_what_fits_is_written(anna: User) -> None:
    create_events(actor=anna, items=[daily(0, 6), daily(40, 4)])
    assert Occurrence.objects.count() == 10


def test_series_beyond_the_bound_are_refused_and_single_events_are_not(anna: User) -> None:
    items = [daily(0, 6), daily(40, 5), daily(80, 2), asked(120)]
    assert codes(create_events(actor=anna, items=items, mode="each")) == [[], TOO_MANY, TOO_MANY, []]
    assert (Event.objects.count(), Occurrence.objects.count()) == (2, 7)


def test_an_atomic_batch_beyond_the_bound_writes_nothing(anna: User) -> None:
    with pytest.raises(Invalid) as refusal:
        create_events(actor=anna, items=[daily(0, 6), daily(40, 5)])
    assert [(f.field, f.code) for f in refusal.value.faults] == [("events.1.rrule", "too_many_occurrences")]
    assert (Event.objects.count(), HistoricalEvent.objects.count(), Occurrence.objects.count()) == (0, 0, 0)


def test_one_series_alone_is_bounded_by_its_own_limit(anna: User) -> None:
    operation = Operation(op="create", changes=daily(0, 30))
    assert codes(change_events(actor=anna, operations=[operation], mode="each")) == [[]]


def test_what_an_event_had_counts_too_and_what_does_not_move_does_not(anna: User) -> None:
    first, second = (
        make_event(anna, start=START + timedelta(days=d), rrule="FREQ=DAILY;COUNT=6") for d in (0, 9)
    )
    renamed = [
        Operation(op="update", event_id=event.pk, changes=EventChanges(title="New"))
        for event in (first, second)
    ]
    assert codes(change_events(actor=anna, operations=renamed, mode="each")) == [[], []]
    deleted = [Operation(op="delete", event_id=event.pk, changes=EventChanges()) for event in (first, second)]
    refused = [("id", "too_many_occurrences")]
    assert codes(change_events(actor=anna, operations=deleted, mode="each")) == [[], refused]
    assert list(Event.objects.filter(deleted_at=None)) == [second]


def test_nothing_is_expanded_once_the_bound_is_met(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    expanded: list[str] = []

    def counting(content: Any) -> Any:
        expanded.append(content.title)
        return expanded_now(content)

    monkeypatch.setattr(write_events, "expanded", counting)
    create_events(actor=anna, items=[daily(day, 8) for day in (0, 40, 80, 120)], mode="each")
    assert expanded == ["0", "40"]


def test_an_import_leaves_out_what_comes_after_the_bound(anna: User) -> None:
    calendar = make_calendar(anna)
    asks = {f"{day}": (lambda current, day=day: daily(day, 6)) for day in (0, 40, 80)}
    for left in (["0"], ["40"], ["80"]):
        outcomes = import_events(actor=anna, calendar_id=calendar.pk, asks=asks)
        assert [(uid, outcome.occurrences) for uid, outcome in outcomes.items()] == [(left[0], 6)]
        asks = {uid: ask for uid, ask in asks.items() if uid not in outcomes}
    assert (asks, Occurrence.objects.count()) == ({}, 18)
