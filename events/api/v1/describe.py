"""What the OpenAPI document says of texts and objects that the rules of the domain check."""

from typing import Any, Final

from core.api.fields import NOT_BLANK
from events.rules.calendar import NAME_MAX
from events.rules.limits import TAG_MAX, TITLE_MAX


def words(longest: int) -> dict[str, Any]:
    """A text that is not blank."""
    return {"minLength": 1, "maxLength": longest, **NOT_BLANK}


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": items}


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


TITLE: Final = words(TITLE_MAX)
NAME: Final = words(NAME_MAX)
TAG: Final = words(TAG_MAX)
UID: Final = words(255)
ZONE: Final = {"minLength": 1, "maxLength": 64}
PATTERN: Final[dict[str, Any]] = {
    "properties": {
        "interval": {"type": ["integer", "null"], "minimum": 1},
        "count": {"type": ["integer", "null"], "minimum": 1},
        "until": {"type": ["string", "null"], "description": "A date, or a date-time of RFC 3339."},
        "weekdays_only": {"type": ["boolean", "null"]},
        "by_weekday": _many(
            {"anyOf": [{"type": "string", "pattern": "^([+-]?[0-9]{1,2})?[A-Za-z]{2}$"}, _whole(0, 6)]}
        ),
        "by_month_day": _many(_whole(-31, 31)),
        "by_month": _many(_whole(1, 12)),
        "by_set_position": _many(_whole(-366, 366)),
    },
    "additionalProperties": False,
}
