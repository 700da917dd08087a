"""The content of an event as JSON values, and back: what versions, diffs, merges and the API speak."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from events.facts import EventContent
from events.rules.rrule_pattern import to_pattern

MERGED_FIELDS = (
    "title",
    "description",
    "location",
    "start_time",
    "end_time",
    "timezone",
    "is_all_day",
    "rrule",
    "recurrence_overrides",
    "tags",
    "status",
    "transparency",
    "calendar_id",
)
"""The fields of an event that are independent of each other, each with one spelling."""


def instant_text(at: datetime) -> str:
    """RFC 3339 in UTC with `Z`, microseconds only where there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_text(at: datetime, is_all_day: bool) -> str:
    """A date of an all-day event (stored as midnight UTC), else an instant."""
    return at.date().isoformat() if is_all_day else instant_text(at)


def moment_from_text(text: str) -> datetime:
    """The stored instant of what `moment_text` wrote."""
    if is_date(text):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    return datetime.fromisoformat(text)


def is_date(text: str) -> bool:
    """Whether `moment_text` wrote it for an all-day event."""
    return len(text) == len("2026-03-29")


def to_wire(content: EventContent) -> dict[str, Any]:
    """The content with its recurrence in both spellings: `event_data` of a version. Unset text is None."""
    recurrence_type, pattern = to_pattern(content.rrule)
    return {
        "title": content.title,
        "description": content.description or None,
        "location": content.location or None,
        "start_time": moment_text(content.start_at, content.is_all_day),
        "end_time": moment_text(content.end_at, content.is_all_day),
        "is_recurring": bool(content.rrule),
        "recurrence_type": recurrence_type,
        "recurrence_pattern": pattern,
        "timezone": content.timezone,
        "is_all_day": content.is_all_day,
        "rrule": content.rrule or None,
        "recurrence_overrides": {key: dict(patch) for key, patch in content.recurrence_overrides.items()},
        "tags": list(content.tags),
        "status": content.status,
        "transparency": content.transparency,
        "calendar_id": content.calendar_id,
    }


def to_merge(content: EventContent) -> dict[str, Any]:
    """The content in one spelling a field: what the three-way merge compares."""
    wire = to_wire(content)
    return {name: wire[name] for name in MERGED_FIELDS}


def from_merge(values: Mapping[str, Any], kept: EventContent) -> EventContent:
    """The content that `to_merge` wrote; the values are taken as valid one by one, not together.

    What the wire does not have comes from `kept`.
    """
    return EventContent(
        title=values["title"],
        description=values["description"] or "",
        location=values["location"] or "",
        start_at=moment_from_text(values["start_time"]),
        end_at=moment_from_text(values["end_time"]),
        timezone=values["timezone"],
        is_all_day=values["is_all_day"],
        rrule=values["rrule"] or "",
        recurrence_overrides=values["recurrence_overrides"],
        tags=tuple(values["tags"]),
        status=values["status"],
        transparency=values["transparency"],
        calendar_id=values["calendar_id"],
        ical_properties=kept.ical_properties,
    )
