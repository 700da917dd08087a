"""The occurrences of an event's content, with whether each takes up time."""

from datetime import datetime, timedelta

from events.enums import Status, Transparency
from events.facts import EventContent, OccurrenceFact
from events.rules.content import is_recurring, series_of
from events.rules.recurrence import expand, is_finite


def is_endless(content: EventContent) -> bool:
    """Whether the rule has neither COUNT nor UNTIL."""
    return not is_finite(content.rrule)


def horizon_of(content: EventContent, *, now: datetime, horizon: timedelta) -> datetime | None:
    """Up to when the occurrences of an event get rows: None for all of them, which is so where they end."""
    return max(now, content.start_at) + horizon if is_endless(content) else None


def occurrences(
    content: EventContent, after: datetime | None, before: datetime | None
) -> list[OccurrenceFact]:
    """The occurrences that overlap the half-open window, by start; `before` may be None where they end.

    The recurrence id of an event that does not recur is "".
    """
    if not is_recurring(content):
        if (after is None or content.end_at > after) and (before is None or content.start_at < before):
            return [OccurrenceFact("", content.start_at, content.end_at, _is_busy(content, {}))]
        return []
    return [
        OccurrenceFact(
            instance.recurrence_id,
            instance.start_at,
            instance.end_at,
            _is_busy(content, instance.patch),
        )
        for instance in expand(series_of(content), after, before)
    ]


def _is_busy(content: EventContent, patch: object) -> bool:
    values = patch if isinstance(patch, dict) else {}
    status = values.get("status", content.status)
    transparency = values.get("transparency", content.transparency)
    return bool(status != Status.CANCELLED and transparency == Transparency.OPAQUE)
