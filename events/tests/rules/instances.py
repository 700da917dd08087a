"""Series, and their instances in a short form, for tests of the expansion."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from events.rules.recurrence import Instance, Series

Overrides = Mapping[str, Mapping[str, Any]]
NONE: Overrides = {}


def series(
    rrule: str,
    start: str = "2026-03-27T09:00",
    end: str = "2026-03-27T10:00",
    *,
    tz: str = "Europe/Lisbon",
    overrides: Overrides = NONE,
) -> Series:
    is_all_day = len(start) == 10
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return Series(first, last, "UTC" if is_all_day else tz, is_all_day, rrule, overrides)


def spans(instances: list[Instance]) -> list[tuple[str, str, str]]:
    """Recurrence id, start and end in UTC, to the minute."""
    return [
        (i.recurrence_id, f"{i.start_at:%Y-%m-%dT%H:%M}", f"{i.end_at:%Y-%m-%dT%H:%M}") for i in instances
    ]
