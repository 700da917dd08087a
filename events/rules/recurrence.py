"""The instances of a recurring event in a window of time: the one door to its recurrence."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import Any, Final

from events.rules.rrule_canonical import canonical_rrule, last_start
from events.rules.rrule_text import parse_rule
from events.rules.rrule_walk import walk_of
from events.rules.wall_time import to_utc, zone

__all__ = [
    "Instance",
    "Series",
    "canonical_rrule",
    "expand",
    "find_instance",
    "is_finite",
    "last_end",
    "yields",
]

_A_DAY: Final = timedelta(days=1)
_SPARE: Final = 128
_NO_PATCH: Final[dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Series:
    """An event's recurrence: naive wall times in the zone `tz`, midnights and "UTC" for an all-day event.

    `rrule` is canonical, "" for none. `overrides` maps the original start of an instance in wall time to a
    patch or `{"excluded": true}`; a date that the rule lacks is added by it (RFC 8984, section 4.3.5).
    `length` is the exact time from start to end, for an end in an hour that the clocks show twice.
    """

    start: datetime
    end: datetime
    tz: str
    is_all_day: bool
    rrule: str
    overrides: Mapping[str, Mapping[str, Any]]
    length: timedelta | None = None

    @property
    def duration(self) -> timedelta:
        """The exact time from start to end, which all instances share (RFC 5545, section 3.8.5.3)."""
        if self.length is not None:
            return self.length
        return to_utc(self.end, self.tz) - to_utc(self.start, self.tz)


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance: its original start in wall time ("2026-03-29T09:00:00", all-day "2026-03-29"), the
    instants (UTC) at which it starts and ends now, and the fields that its override changes."""

    recurrence_id: str
    start_at: datetime
    end_at: datetime
    patch: Mapping[str, Any]


def expand(
    series: Series, after: datetime | None, before: datetime | None, *, limit: int | None = None
) -> list[Instance]:
    """All instances that overlap the half-open window, by start; with `limit`, the first so many of them.

    The window is given by aware instants: an instance is in it that ends after `after` and starts before
    `before`, at its times after any override. The start of the series is always an instance, whether the
    rule matches it or not; where it does not, a COUNT does not count it. An instance that a gap in the zone's
    clocks moves onto another one of the rule is dropped (RFC 5545, section 3.8.5.3: duplicates are ignored).
    The work is that of the window, not of the time since the start.

    Raises ValueError for a `before` of None where the rule has no end.
    """
    if before is None and not is_finite(series.rrule):
        raise ValueError("a rule without end needs a window with an end")
    duration = series.duration
    # An instant lies within a day of its wall time, whatever the zone.
    low = series.start if after is None else _moved(after, -duration - _A_DAY)
    high = datetime.max if before is None else _moved(before, _A_DAY)
    walls: Iterable[datetime] = _walls(series, low, high)
    if limit is not None:
        # Walls lie at least an hour apart: so of the first ones at most 50 end before the window and 25 are
        # moved onto others, and the rest holds what the limit asks for.
        walls = islice(walls, limit + len(series.overrides) + _SPARE)
    instances = _of_rule(series, duration, walls)
    if series.overrides:
        instances.extend(_of_overrides(series, duration))
        instances.sort(key=_order)
    return [
        instance
        for instance in instances
        if (after is None or instance.end_at > after) and (before is None or instance.start_at < before)
    ][:limit]


def is_finite(rrule: str) -> bool:
    """Whether a rule ends: it has COUNT or UNTIL, or it is no rule at all ("")."""
    if not rrule:
        return True
    rule = parse_rule(rrule)
    return rule.count is not None or rule.until is not None


def last_end(series: Series) -> datetime | None:
    """When the last instance ends (UTC), overrides included; None for a rule without end.

    The end of the series' own first instance where overrides exclude all.
    """
    if not is_finite(series.rrule):
        return None
    duration = series.duration
    last = deque(_walls(series, series.start, datetime.max), maxlen=len(series.overrides) + _SPARE)
    instances = [*_of_rule(series, duration, last), *_of_overrides(series, duration)]
    return max((instance.end_at for instance in instances), default=to_utc(series.end, series.tz))


def yields(series: Series, wall: datetime) -> bool:
    """Whether the start or the rule gives an instance with this original start, overrides aside."""
    bare = replace(series, overrides={})
    return bool(_of_rule(bare, timedelta(), _walls(bare, wall, wall)))


def find_instance(series: Series, wall: datetime) -> Instance | None:
    """The instance with this original start, at its times after any override; None where there is none."""
    recurrence_id = wall.date().isoformat() if series.is_all_day else wall.isoformat()
    override = series.overrides.get(recurrence_id)
    if override is not None:
        alone = replace(series, overrides={recurrence_id: override})
        return next(_of_overrides(alone, series.duration), None)
    at = to_utc(wall, series.tz)
    # All that start then, and not this one alone: of two that a gap brings together only one exists.
    found = expand(replace(series, overrides={}), at, at + datetime.resolution)
    return next((instance for instance in found if instance.recurrence_id == recurrence_id), None)


def _moved(instant: datetime, by: timedelta) -> datetime:
    """The instant's UTC time (naive), moved, and no further than a datetime goes."""
    try:
        return datetime.combine(utc := instant.astimezone(UTC), utc.time()) + by
    except OverflowError:
        return datetime.max if by > timedelta() else datetime.min


def _walls(series: Series, low: datetime, high: datetime) -> Iterator[datetime]:
    """The original starts in the closed interval of wall times, ascending; up to a day beyond UNTIL."""
    if low <= series.start <= high:
        yield series.start
    if series.rrule:
        walk = walk_of(series.rrule, series.start)
        until = last_start(walk.rule, series.tz, series.is_all_day)
        if until is not None:
            high = min(high, _moved(until, _A_DAY))
        yield from walk.between(max(low, series.start + datetime.resolution), high)


def _of_rule(series: Series, duration: timedelta, walls: Iterable[datetime]) -> list[Instance]:
    """The instances with these original starts, ascending, without those that have an override."""
    tz, overrides = zone(series.tz), series.overrides
    walls = list(walls)
    starts = [datetime.combine(wall, wall.time(), tz).astimezone(UTC) for wall in walls]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        # A gap in the clocks moved some onto or past others: of two at one instant the later wall time is
        # the one that exists.
        at = dict(zip(starts, walls, strict=True))
        starts = sorted(at)
        walls = [at[start] for start in starts]
    until = last_start(parse_rule(series.rrule), series.tz, series.is_all_day) if series.rrule else None
    width = 10 if series.is_all_day else None
    return [
        Instance(recurrence_id, start, start + duration, _NO_PATCH)
        for wall, start in zip(walls, starts, strict=True)
        if (recurrence_id := wall.isoformat()[:width]) not in overrides
        and (until is None or start <= until or wall == series.start)
    ]


def _of_overrides(series: Series, duration: timedelta) -> Iterator[Instance]:
    """The instances that overrides change, move or add, wherever they are."""
    for recurrence_id, patch in series.overrides.items():
        if patch.get("excluded"):
            continue
        wall = datetime.fromisoformat(patch.get("start_time", recurrence_id))
        start = to_utc(wall, series.tz)
        end = patch.get("end_time")
        end_at = start + duration if end is None else to_utc(datetime.fromisoformat(end), series.tz)
        yield Instance(recurrence_id, start, end_at, patch)


def _order(instance: Instance) -> tuple[datetime, str]:
    return instance.start_at, instance.recurrence_id
