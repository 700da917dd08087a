"""Durations as text, and moving an instant by one: days by the wall clock, hours by the world's."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.errors import Invalid
from events.rules.wall_time import to_utc, to_wall

# RFC 8984, section 1.4.6, with the sign of RFC 5545, section 3.3.6; months and years are no durations there
_PATTERN = re.compile(
    r"([+-]?)P(?=[\dT])(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Nominal days and exact time, both of one sign."""

    days: int = 0
    exact: timedelta = timedelta(0)

    @property
    def length(self) -> timedelta:
        """The length with days of 24 hours."""
        return timedelta(days=self.days) + self.exact


def read_duration(field: str, text: str) -> Duration:
    """The duration that a text of RFC 5545 or RFC 8984 stands for, such as PT45M, -P1D or P1W2DT3H.

    Raises `Invalid` for the field.
    """
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise Invalid.of(field, "invalid", "Must be a duration of weeks, days or time, such as PT1H or -P1D.")
    sign = -1 if found[1] == "-" else 1
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Duration(sign * (7 * weeks + days), sign * exact)


def shifted(at: datetime, by: Duration, tz: str) -> datetime:
    """The instant that is later by the duration, in UTC.

    Weeks and days move the wall clock of the zone, and then the rest is added exactly (RFC 5545, section
    3.3.6). A wall time in a DST gap moves on by the gap, an ambiguous one is the first. Raises OverflowError
    beyond the years 1 and 9999.
    """
    if by.days:
        at = to_utc(to_wall(at, tz) + timedelta(days=by.days), tz)
    return at.astimezone(UTC) + by.exact
