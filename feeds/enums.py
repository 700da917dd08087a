"""The closed sets of words of what comes in and goes out."""

from enum import StrEnum


class Result(StrEnum):
    """What became of one component of an imported file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


class ExportFormat(StrEnum):
    """How events are written: iCalendar (RFC 5545), or JSCalendar (RFC 8984)."""

    ICS = "ics"
    JSCALENDAR = "jscalendar"
