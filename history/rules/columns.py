"""Which column of an event a field of the wire is written to."""

from collections.abc import Mapping
from typing import Final

COLUMN_OF: Final[Mapping[str, str]] = {
    "title": "title",
    "description": "description",
    "location": "location",
    "start_time": "start_at",
    "end_time": "end_at",
    "is_recurring": "rrule",
    "recurrence_type": "rrule",
    "recurrence_pattern": "rrule",
    "timezone": "timezone",
    "is_all_day": "is_all_day",
    "rrule": "rrule",
    "recurrence_overrides": "recurrence_overrides",
    "tags": "tags",
    "status": "status",
    "transparency": "transparency",
    "calendar_id": "calendar_id",
}
"""The fields of an event's content by their wire names; a recurrence has several spellings and one column."""

DAY_FIELDS: Final = frozenset({"start_time", "end_time", "is_all_day"})
"""The fields that belong together where an event becomes all day, or no longer is: dates and instants."""
