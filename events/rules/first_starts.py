"""The first dates of a series, for people to see what their rule means."""

from datetime import datetime

from events.facts import EventContent
from events.rules.content import is_recurring, series_of
from events.rules.limits import LATEST
from events.rules.recurrence import Instance, expand


def first_starts(content: EventContent, number: int, *, after: datetime | None = None) -> list[Instance]:
    """The first so many instances, or those that end after an instant; none of what does not recur."""
    if not is_recurring(content):
        return []
    return expand(series_of(content), after, LATEST, limit=number)
