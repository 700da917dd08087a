"""The values of RFC 5545 that tell time, read as widely as they are written."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

_MOMENT: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d{1,9})?)?([Zz])?)?", re.ASCII
)
_DURATION: Final = re.compile(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,10})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?", re.ASCII)
_DAY: Final = timedelta(days=1)


class Duration(NamedTuple):
    """Days of the calendar, whose length the clocks decide, and exact time (RFC 5545, section 3.3.6)."""

    days: timedelta
    time: timedelta


def read_moment(value: str) -> date | datetime:
    """A DATE, or a DATE-TIME: aware in UTC with its `Z`, else naive (RFC 5545, sections 3.3.4 and 3.3.5).

    Dashes and colons, a fraction and missing seconds are let pass, as are the hour 24 and the second 60.
    Raises ValueError for anything else, OverflowError for the year 9999's last midnight.
    """
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"{value[:40]!r} is neither a date nor a time such as 20260329T090000.")
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return day
    hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
    if hour == 24 and minute == second == 0:
        hour, day = 0, day + _DAY
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC if match[7] else None)


def read_duration(value: str) -> Duration:
    """A DURATION. Raises ValueError for what is none, is negative, or is longer than any calendar."""
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()[1:]):
        raise ValueError(f"{value[:40]!r} is no duration such as PT1H30M.")
    if match[1] == "-":
        raise ValueError(f"The duration {value[:40]!r} is negative.")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups()[1:])
    try:
        return Duration(
            timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds)
        )
    except OverflowError:
        raise ValueError(f"The duration {value[:40]!r} is too long.") from None


def read_offset(value: str) -> timedelta:
    """A UTC-OFFSET (RFC 5545, section 3.3.14). Raises ValueError for what is none, or is a day or more."""
    match = _OFFSET.fullmatch(value.strip())
    if match is None or int(match[2]) > 23 or int(match[3]) > 59 or int(match[4] or 0) > 59:
        raise ValueError(f"{value[:40]!r} is no offset such as +0100.")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset
