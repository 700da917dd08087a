"""Operations of a batch, and what the tests read of what became of them."""

from datetime import datetime, timedelta
from typing import Any

from events.actions.plan_events import Outcome
from events.changes import EventChanges, Op, Operation
from events.factories import START
from events.models import Event, Occurrence
from events.rules.durations import read_duration

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def create(start: datetime = START, hours: float = 1, **fields: Any) -> Operation:
    """A new event."""
    times = {"start_time": start, "end_time": start + timedelta(hours=hours)}
    return Operation(op="create", changes=EventChanges(**{"title": "New", **times, **fields}))


def edit(event: Event, op: Op = "update", **fields: Any) -> Operation:
    """An operation on an event that is there."""
    return Operation(op=op, event_id=event.pk, changes=EventChanges(**fields))


def move(event: Event, by: str, **fields: Any) -> Operation:
    """A move by a duration."""
    changes = EventChanges(**fields)
    return Operation(op="move", event_id=event.pk, changes=changes, by=read_duration("by", by))


def codes(outcomes: list[Outcome]) -> list[str | None]:
    """The code of each refusal, None for what was done."""
    return [outcome.error.code if outcome.error else None for outcome in outcomes]


def starts(*events: Event) -> list[datetime]:
    """When the events start, by their rows and by their occurrences."""
    found = [Event.objects.get(pk=event.pk).start_at for event in events]
    assert [Occurrence.objects.get(event=event).start_at for event in events] == found
    return found
