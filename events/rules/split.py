"""A series cut in two at one of its instances, so that none is lost and none is in both."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from events.facts import EventContent
from events.rules.content import series_of
from events.rules.instances import EXCLUDED, get_instance
from events.rules.recurrence import Series, expand
from events.rules.rrule_canonical import last_start
from events.rules.rrule_walk import Walk, walk_of
from events.rules.wall_time import to_utc, to_wall

_GAP: Final = timedelta(days=2)
"""No change of clocks is longer: Samoa left out a whole day."""

_IN_A_GAP: Final = 50
"""More instances than start within a gap, an hour apart."""

Overrides = dict[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Split:
    """The two parts of a series: what comes before an instance, and the rest with it."""

    earlier: EventContent
    later: EventContent


def split_series(content: EventContent, recurrence_id: str) -> Split | None:
    """The series cut before the instance with this original start; None where no instance comes before it.

    Exceptions and added dates go with the part in which their original start lies. The earlier part ends by
    UNTIL; of a rule with COUNT each part gets its share. The later part starts with the instance, but where
    its wall time is none that the rule could go on from (an added date, an hour that the clocks skip): then
    with the rule's last start before it, taken out, or without a rule with the day before. Raises as
    `get_instance`.
    """
    instance = get_instance(content, recurrence_id)
    series = series_of(content)
    cut = datetime.fromisoformat(instance.recurrence_id)
    before = {key: patch for key, patch in series.overrides.items() if _wall(key) < cut}
    after = {key: patch for key, patch in series.overrides.items() if _wall(key) >= cut}
    if not _has_earlier(replace(series, overrides=before), cut):
        return None
    properties = content.ical_properties
    earlier = _earlier(series, cut, before)
    later = _later(series, cut, after)
    return Split(
        replace(
            content,
            rrule=earlier.rrule,
            recurrence_overrides=_sorted(earlier.overrides),
            ical_properties={key: v for key, v in properties.items() if not key or _wall(key) < cut},
        ),
        replace(
            content,
            start_at=(start := to_utc(later.start, series.tz)),
            end_at=start + series.duration,
            rrule=later.rrule,
            recurrence_overrides=_sorted(later.overrides),
            ical_properties={key: v for key, v in properties.items() if not key or _wall(key) >= cut},
        ),
    )


def _has_earlier(series: Series, cut: datetime) -> bool:
    """Whether an instance comes before the cut; `series` has the overrides that do."""
    if any(not patch.get("excluded") for patch in series.overrides.values()):
        return True
    # A gap may bring them past the cut, and past what follows the cut within as long.
    found = expand(series, None, to_utc(cut, series.tz) + _GAP, limit=_IN_A_GAP)
    return any(_wall(instance.recurrence_id) < cut for instance in found)


def _earlier(series: Series, cut: datetime, overrides: Overrides) -> Series:
    """What comes before the cut."""
    if not series.rrule:
        return replace(series, overrides=overrides)
    walk = walk_of(series.rrule, series.start)
    following = {to_utc(wall, series.tz): wall for wall in walk.between(cut, cut + _GAP)}
    rule = walk.rule
    if rule.count is None:
        # Those that a gap brings onto what follows have no place beside it; others it brings past it.
        instants = (to_utc(wall, series.tz) for wall in _last_walls(series, walk, cut))
        last = max((at for at in instants if at not in following), default=None)
        if last is None:
            return replace(series, rrule="", overrides=overrides)
        rrule = str(replace(rule, until=last.date() if series.is_all_day else last))
        hidden = [wall for at, wall in following.items() if at <= last]
    else:
        count = sum(1 for _ in walk.between(series.start, cut - datetime.resolution))
        rrule = str(replace(rule, count=count)) if count else ""
        late = walk.between(cut - _GAP, cut - datetime.resolution)
        hidden = [wall for wall in late if to_utc(wall, series.tz) in following]
    missing = {_id(series, wall): EXCLUDED for wall in hidden}
    return replace(series, rrule=rrule, overrides={**missing, **overrides})


def _later(series: Series, cut: datetime, overrides: Overrides) -> Series:
    """What comes from the cut on."""
    walk = walk_of(series.rrule, series.start) if series.rrule else None
    if walk is None or not _goes_on(series, walk, cut):
        return _without_rule(series, cut, overrides)
    start = cut
    skipped: list[datetime] = []
    if not (walk.has(cut) and _is_shown(series, cut)):
        walls = _last_walls(series, walk, cut)
        start = max((wall for wall in walls if _is_shown(series, wall)), default=series.start)
        skipped = [start, *walk.between(start + datetime.resolution, cut - datetime.resolution)]
    rule = walk.rule
    if rule.count is not None:
        rule = replace(rule, count=_remaining(walk, rule.count, series, start))
    missing = {_id(series, wall): EXCLUDED for wall in skipped}
    return replace(series, start=start, rrule=str(rule), overrides={**missing, **overrides})


def _without_rule(series: Series, cut: datetime, overrides: Overrides) -> Series:
    """The cut, and what was added after it; as an added date itself, where the clocks skip its time."""
    if _is_shown(series, cut):
        return replace(series, start=cut, rrule="", overrides=overrides)
    start = to_wall(to_utc(cut, series.tz) - timedelta(days=1), series.tz)
    added = {_id(series, start): EXCLUDED, _id(series, cut): {}, **overrides}
    return replace(series, start=start, rrule="", overrides=added)


def _remaining(walk: Walk, count: int, series: Series, start: datetime) -> int:
    """How many of the rule's instances come from `start` on."""
    if start == series.start:
        return count
    return count - sum(1 for _ in walk.between(series.start, start - datetime.resolution))


def _goes_on(series: Series, walk: Walk, cut: datetime) -> bool:
    """Whether the rule yields anything from the cut on."""
    until = last_start(walk.rule, series.tz, series.is_all_day)
    high = walk.last if until is None else min(walk.last, to_wall(until, series.tz) + _GAP)
    rest = walk.between(cut, high)
    return any(until is None or to_utc(wall, series.tz) <= until for wall in rest)


def _last_walls(series: Series, walk: Walk, cut: datetime) -> list[datetime]:
    """What the rule yields in some span before the cut: nothing only where it yields nothing before it."""
    until = last_start(walk.rule, series.tz, series.is_all_day)
    high = cut if until is None else min(cut, to_wall(until, series.tz) + _GAP)
    sure = high - 2 * _GAP
    span = 4 * _GAP
    while True:
        low = walk.start if high - walk.start <= span else high - span
        walls = [
            wall
            for wall in walk.between(low, high - datetime.resolution)
            if until is None or to_utc(wall, series.tz) <= until
        ]
        if low == walk.start or (walls and walls[0] < sure):
            return walls
        span *= 8


def _is_shown(series: Series, wall: datetime) -> bool:
    """Whether the clocks of the zone ever show this time: what is stored is the instant."""
    return to_wall(to_utc(wall, series.tz), series.tz) == wall


def _wall(recurrence_id: str) -> datetime:
    return datetime.fromisoformat(recurrence_id)


def _id(series: Series, wall: datetime) -> str:
    return wall.date().isoformat() if series.is_all_day else wall.isoformat()


def _sorted(overrides: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {key: dict(overrides[key]) for key in sorted(overrides)}
