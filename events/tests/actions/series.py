"""What the tests of edits of a series do with it, and read of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from events.actions.edit_series import delete_from_series, edit_series
from events.actions.series_write import SeriesWrite
from events.changes import EventChanges, Scope
from events.models import Event, HistoricalEvent, Occurrence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(day: int, hour: int = 9) -> str:
    """The original start of an instance in March 2031."""
    return f"2031-03-{day:02}T{hour:02}:00:00"


def edit(actor: User, event: Event, kind: Any, recurrence_id: str | None, **changes: Any) -> SeriesWrite:
    """An edit in a scope."""
    scope = Scope(kind, recurrence_id)
    return edit_series(actor=actor, event_id=event.pk, changes=EventChanges(**changes), scope=scope)


def delete(actor: User, event: Event, kind: Any, recurrence_id: str | None) -> Event:
    return delete_from_series(actor=actor, event_id=event.pk, scope=Scope(kind, recurrence_id))


def starts(event: Event) -> list[datetime]:
    """The rows of an event, by start."""
    return list(
        Occurrence.objects.filter(event=event).order_by("start_at").values_list("start_at", flat=True)
    )


def days(*numbers: int, hour: int = 9) -> list[datetime]:
    return [datetime(2031, 3, number, hour, tzinfo=UTC) for number in numbers]


def versions(event: Event) -> list[tuple[int, str]]:
    rows = HistoricalEvent.objects.filter(id=event.pk).order_by("version")
    return list(rows.values_list("version", "verb"))
