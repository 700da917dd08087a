"""A zone of the tz database as a VTIMEZONE (RFC 5545, section 3.6.5), from some year on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final

from events.rules.wall_time import zone
from feeds.rules.ical_text import offset_value, wall_value

AHEAD: Final = 12
"""Years of changes that must follow one rule, before it is taken to go on for ever."""

_STEP: Final = timedelta(days=5)
_SECOND: Final = timedelta(seconds=1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Onset:
    """A change of the clocks: the wall time at which it comes, by the offset before it."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        return self.before, self.after, self.name, self.is_daylight


@lru_cache(maxsize=512)
def vtimezone_lines(key: str, first_year: int, this_year: int) -> Sequence[str]:
    """The content lines of the zone's VTIMEZONE, right for all times from the first year on.

    Where the clocks change by one rule from some year on, it is written as an endless RRULE; other changes
    are listed, up to some years after `this_year`. Raises `Invalid` for an unknown zone.
    """
    last_year = max(first_year, this_year) + AHEAD
    first = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=2)  # wherever the year begins
    onsets = _onsets(key, first, datetime(last_year, 1, 1, tzinfo=UTC))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{key}", *_observance(_start(key, first), [])]
    for _, group in groupby(sorted(onsets, key=_order), key=lambda onset: onset.kind):
        changes = list(group)
        ruled = _ruled(changes, last_year)
        listed = changes[: len(changes) - len(ruled)]
        if listed:
            lines += _observance(listed[0], [f"RDATE:{wall_value(each.wall)}" for each in listed[1:]])
        if ruled:
            lines += _observance(ruled[0], [f"RRULE:{_rule(ruled)}"])
    return (*lines, "END:VTIMEZONE")


def _order(onset: _Onset) -> tuple[timedelta, timedelta, str, bool, datetime]:
    return (*onset.kind, onset.wall)


def _start(key: str, first: datetime) -> _Onset:
    """What the clocks show at first."""
    local = first.astimezone(zone(key))
    offset = local.utcoffset() or timedelta()
    return _Onset(local.replace(tzinfo=None), offset, offset, local.tzname() or key, bool(local.dst()))


def _onsets(key: str, low: datetime, high: datetime) -> Iterator[_Onset]:
    tz = zone(key)
    at, offset = low, low.astimezone(tz).utcoffset()
    while at < high:
        later = at + _STEP
        if later.astimezone(tz).utcoffset() != offset:
            change = _first_change(key, at, later)
            after = change.astimezone(tz)
            before, offset = offset or timedelta(), after.utcoffset()
            wall = change.replace(tzinfo=None) + before
            name = after.tzname() or key
            yield _Onset(wall, before, offset or timedelta(), name, bool(after.dst()))
            later = change  # another may come soon, as around Ramadan
        at = later


def _first_change(key: str, low: datetime, high: datetime) -> datetime:
    """The first second that has another offset than `low`, between the two."""
    tz = zone(key)
    offset = low.astimezone(tz).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(tz).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _ruled(changes: Sequence[_Onset], last_year: int) -> Sequence[_Onset]:
    """The last of the changes that follow one yearly rule to the end; none where they are too few to tell."""
    if changes[-1].wall.year < last_year - 1:
        return ()
    for start in range(len(changes) - AHEAD + 2):
        tail = changes[start:]
        years = [each.wall.year for each in tail]
        if years == list(range(years[0], years[0] + len(years))) and _weeks(tail):
            return tail
    return ()


def _weeks(changes: Sequence[_Onset]) -> set[int]:
    """The ordinals (-1 for the last) of the weekday in its month that all share; none without a rule."""
    if len({(each.wall.month, each.wall.weekday(), each.wall.time()) for each in changes}) > 1:
        return set()
    return set.intersection(*(_ordinals(each.wall) for each in changes))


def _ordinals(wall: datetime) -> set[int]:
    week = (wall.day - 1) // 7 + 1
    is_last = (wall + timedelta(days=7)).month != wall.month
    return {week, -1} if is_last else {week}


def _rule(changes: Sequence[_Onset]) -> str:
    wall = changes[0].wall
    return f"FREQ=YEARLY;BYMONTH={wall.month};BYDAY={min(_weeks(changes))}{_WEEKDAYS[wall.weekday()]}"


def _observance(onset: _Onset, further: Sequence[str]) -> list[str]:
    name = "DAYLIGHT" if onset.is_daylight else "STANDARD"
    return [
        f"BEGIN:{name}",
        f"TZOFFSETFROM:{offset_value(onset.before)}",
        f"TZOFFSETTO:{offset_value(onset.after)}",
        f"TZNAME:{onset.name}",
        f"DTSTART:{wall_value(onset.wall)}",
        *further,
        f"END:{name}",
    ]
