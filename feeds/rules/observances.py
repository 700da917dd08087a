"""What a VTIMEZONE says of a zone's clocks, and which zone of the tz database says the same."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from events.rules.rrule_canonical import last_start
from events.rules.rrule_text import RuleFaults, parse_rule
from events.rules.rrule_walk import Walk
from feeds.facts import Component, Property
from feeds.rules.values import read_moment, read_offset

MOST_OBSERVANCES: Final = 100
MOST_ONSETS: Final = 1_000
FIRST: Final = datetime(1900, 1, 1)
LAST: Final = datetime(2100, 1, 1)
COMPARED: Final = timedelta(days=3 * 365)
_SAMPLE: Final = timedelta(days=29)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Observances:
    """The onsets of a VTIMEZONE (RFC 5545, section 3.6.5), in UTC without tzinfo, with the offset that each
    brings; `before` is the offset ahead of the first.
    """

    onsets: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]
    before: timedelta

    def offset(self, utc: datetime) -> timedelta:
        """The offset from UTC at a naive UTC time."""
        at = bisect_right(self.onsets, utc)
        return self.offsets[at - 1] if at else self.before

    def to_utc(self, wall: datetime) -> datetime:
        """The instant of a wall time: in a gap as with the offset before it, of two the first."""
        around = (self.offset(wall - timedelta(days=1)), self.offset(wall + timedelta(days=1)))
        for offset in around:
            if self.offset(wall - offset) == offset:
                return (wall - offset).replace(tzinfo=UTC)
        return (wall - around[0]).replace(tzinfo=UTC)

    def agree_with(self, key: str, after: datetime) -> bool:
        """Whether the zone of the tz database has the same offsets for some years after a naive UTC time."""
        tz = ZoneInfo(key)
        return all(
            utc.replace(tzinfo=UTC).astimezone(tz).utcoffset() == self.offset(utc)
            for utc in self._probes(after)
        )

    def is_fixed(self, after: datetime) -> timedelta | None:
        """The one offset of these years; None where clocks change."""
        offsets = {self.offset(utc) for utc in self._probes(after)}
        return offsets.pop() if len(offsets) == 1 else None

    def _probes(self, after: datetime) -> Iterator[datetime]:
        """Instants spread over the years, and those around each onset."""
        utc, end = after, after + COMPARED
        while utc < end:
            yield utc
            utc += _SAMPLE
        for onset in self.onsets[bisect_right(self.onsets, after) : bisect_right(self.onsets, end)]:
            yield onset - _SECOND
            yield onset


def read_observances(timezone: Component) -> Observances | None:
    """The observances of a VTIMEZONE; None where it is broken, or says more than any zone has to say."""
    if timezone.broken or not 0 < len(timezone.children) <= MOST_OBSERVANCES:
        return None
    found: dict[datetime, tuple[timedelta, timedelta]] = {}
    try:
        for child in timezone.children:
            if child.name in ("STANDARD", "DAYLIGHT"):
                before, after = _offset(child, "TZOFFSETFROM"), _offset(child, "TZOFFSETTO")
                for wall in _onsets(child):
                    found[wall - before] = (before, after)
            if len(found) > MOST_ONSETS:
                return None
    except (ValueError, OverflowError, RuleFaults):
        return None
    if not found:
        return None
    onsets = sorted(found)
    return Observances(tuple(onsets), tuple(found[at][1] for at in onsets), found[onsets[0]][0])


def zones_that_agree(observances: Observances, keys: Iterable[str], after: datetime) -> Iterator[str]:
    """The keys, in their order, whose zones have the same offsets for some years after a naive UTC time."""
    return (key for key in keys if observances.agree_with(key, after))


def _offset(child: Component, name: str) -> timedelta:
    found = child.find(name)
    if found is None:
        raise ValueError(f"{name} is missing")
    return read_offset(found.value)


def _onsets(child: Component) -> Iterator[datetime]:
    start = child.find("DTSTART")
    if start is None:
        raise ValueError("DTSTART is missing")
    first = _wall(start.value)
    yield first
    for each in child.properties:
        if each.name == "RDATE":
            for value in islice(each.value.split(","), MOST_ONSETS):
                yield _wall(value)
        elif each.name == "RRULE":
            yield from _of_rule(each, first, _offset(child, "TZOFFSETFROM"))


def _of_rule(each: Property, first: datetime, before: timedelta) -> Iterator[datetime]:
    rule = parse_rule(each.value.strip().rstrip(";").upper())
    if rule.freq != "YEARLY" or rule.count is not None:
        raise ValueError("clocks change by the year")
    until = last_start(rule, "UTC", False)
    # UNTIL is in UTC, onsets are in the wall time before them.
    last = LAST if until is None else min(LAST, until.replace(tzinfo=None) + before)
    return islice(Walk(rule, first).between(max(first, FIRST), last), MOST_ONSETS)


def _wall(value: str) -> datetime:
    moment: date | datetime = read_moment(value.partition("/")[0])
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    return moment.replace(tzinfo=None)
