"""A recurrence rule in words, for people: "every weekday at 09:00 until 18 December"."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from events.rules.rrule_canonical import last_start
from events.rules.rrule_text import Rule, parse_rule
from events.rules.rrule_walk import walk_of
from events.rules.rule_day_words import MONTHS, listed, pattern_of
from events.rules.wall_time import to_wall

# Whole phrases with named places, so that a translation may put them in another order.
_AT: Final = "{rule} at {times}"
_FROM: Final = "{rule} from {time}"
_ONLY: Final = "{rule}, {limit}"
_UNTIL: Final = "{rule} until {day}"
_UNTIL_AFTER_LIMIT: Final = "{rule}, until {day}"
_UNTIL_TIME: Final = "{day} at {time}"
_ONCE: Final = "{rule}, once"
_TIMES: Final = "{rule}, {count} times"
_EXCEPT: Final = "{rule}, except on {days}"
_AND_ON: Final = "{rule}, and on {days}"
_ON: Final = "on {days}"
_SOME_DAYS: Final = "{count} days"
_MORE_DAYS: Final = "{count} more days"
_DAY: Final = "{day} {month}"
_DAY_AND_YEAR: Final = "{day} {month} {year}"

_MOST_DAYS: Final = 3
"""Of more exceptions than this only the number is said."""

Mark = tuple[str, bool]
"""A recurrence id, and whether its override takes the instance out."""


def rule_in_words(
    rrule: str,
    *,
    start: datetime,
    tz: str,
    is_all_day: bool,
    overrides: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """A canonical rule for a series that starts at the naive wall time `start` of `tz`, in English.

    Times are those of `tz`; a year is said where it is not that of the start. With `overrides` the dates that
    they take out or add are said as well, or how many there are. It is "" where nothing recurs, and never
    longer than a few lines: no rule that `canonical_rrule` gives raises.
    """
    return _in_words(rrule, start, tz, is_all_day, _marks(overrides or {}))


def content_in_words(
    rrule: str, start_at: datetime, tz: str, is_all_day: bool, overrides: Mapping[str, Mapping[str, Any]]
) -> str | None:
    """The same for an event as it is stored (`start_at` in UTC); None where it does not recur.

    What is asked for again costs about a microsecond: lists ask for every row.
    """
    if not rrule and not overrides:
        return None
    return _stored_in_words(rrule, start_at, tz, is_all_day, _marks(overrides) if overrides else ())


def _marks(overrides: Mapping[str, Mapping[str, Any]]) -> tuple[Mark, ...]:
    return tuple((recurrence_id, "excluded" in patch) for recurrence_id, patch in overrides.items())


@lru_cache(maxsize=8192)
def _stored_in_words(
    rrule: str, start_at: datetime, tz: str, is_all_day: bool, marks: tuple[Mark, ...]
) -> str:
    zone = "UTC" if is_all_day else tz
    return _in_words(rrule, to_wall(start_at, zone), zone, is_all_day, marks)


def _in_words(rrule: str, start: datetime, tz: str, is_all_day: bool, marks: tuple[Mark, ...]) -> str:
    if not rrule and not marks:
        return ""
    excluded, added = _exceptions(rrule, start, marks)
    if not rrule:
        days = sorted({*added, start} - set(excluded))
        words = _ON.format(days=_days(days, start, _SOME_DAYS))
        return words if is_all_day else _AT.format(rule=words, times=_clock(start))
    words = _rule_in_words(parse_rule(rrule), start, tz, is_all_day)
    if excluded:
        words = _EXCEPT.format(rule=words, days=_days(excluded, start, _SOME_DAYS))
    if added:
        words = _AND_ON.format(rule=words, days=_days(added, start, _MORE_DAYS))
    return words


def _rule_in_words(rule: Rule, start: datetime, tz: str, is_all_day: bool) -> str:
    words, limits = pattern_of(rule, start)
    if rule.freq == "HOURLY" and not rule.by_hour:
        words = _FROM.format(rule=words, time=_clock(start))
    elif not is_all_day:
        clocks = [_clock(start.replace(hour=hour)) for hour in rule.by_hour or (start.hour,)]
        words = _AT.format(rule=words, times=listed(clocks))
    for limit in limits:
        words = _ONLY.format(rule=words, limit=limit)
    if rule.count is not None:
        return _ONCE.format(rule=words) if rule.count == 1 else _TIMES.format(rule=words, count=rule.count)
    until = last_start(rule, tz, is_all_day)
    if until is None:
        return words
    end = _end_in_words(rule, start, to_wall(until, tz))
    return (_UNTIL_AFTER_LIMIT if limits else _UNTIL).format(rule=words, day=end)


def _end_in_words(rule: Rule, start: datetime, until: datetime) -> str:
    """The last day on which an instance can start; of an hourly rule with the hour."""
    if rule.freq == "HOURLY" and not rule.by_hour:
        day = _day(until.date(), start)
        return day if until.time() >= time(23) else _UNTIL_TIME.format(day=day, time=_clock(until))
    first = start.replace(hour=min(rule.by_hour, default=start.hour)).time()
    return _day(until.date() - timedelta(days=until.time() < first), start)


def _exceptions(
    rrule: str, start: datetime, marks: tuple[Mark, ...]
) -> tuple[list[datetime], list[datetime]]:
    """The wall times that overrides take out of what the rule yields, and those that they add to it."""
    walk = walk_of(rrule, start) if rrule else None
    excluded, added = [], []
    for recurrence_id, is_excluded in marks:
        wall = datetime.fromisoformat(recurrence_id)
        is_of_rule = wall == start or (walk is not None and walk.has(wall))
        if is_excluded:
            if is_of_rule:
                excluded.append(wall)
        elif not is_of_rule:
            added.append(wall)
    return excluded, added


def _days(walls: list[datetime], start: datetime, many: str) -> str:
    days = list(_distinct_days(walls))
    if len(days) > _MOST_DAYS or not days:
        return many.format(count=len(walls))
    return listed([_day(day, start) for day in days])


def _distinct_days(walls: list[datetime]) -> Iterator[date]:
    yield from dict.fromkeys(wall.date() for wall in walls)


def _day(day: date, start: datetime) -> str:
    template = _DAY if day.year == start.year else _DAY_AND_YEAR
    return template.format(day=day.day, month=MONTHS[day.month - 1], year=day.year)


def _clock(wall: datetime) -> str:
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
