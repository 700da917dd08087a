"""What people call the fields of an event's content."""

from typing import Final

_NAMES: Final = {
    "start_time": "start",
    "end_time": "end",
    "timezone": "time zone",
    "is_all_day": "all day",
    "is_recurring": "recurring",
    "rrule": "recurrence rule",
    "recurrence_overrides": "single dates",
    "transparency": "availability",
    "calendar_id": "calendar",
    "is_deleted": "in the trash",
}


def name_of(field: str) -> str:
    """The name of a field in lower case, by its wire name; one that is not known is spelled as words."""
    return _NAMES.get(field, field.replace("_", " "))
