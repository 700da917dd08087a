"""A recurrence rule in words, for people: "every weekday at 09:00 until 18 December"."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from events.rules.rrule_canonical import last_start
from events.rules.rrule_text import Rule, parse_rule
from events.rules.rrule_walk import walk_of
from events.rules.rule_day_words import pattern_of
from events.rules.rule_vocabularies import ENGLISH, VOCABULARIES
from events.rules.rule_vocabulary import Vocabulary
from events.rules.wall_time import to_wall

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
    language: str = "en",
) -> str:
    """A canonical rule for a series that starts at the naive wall time `start` of `tz`, in this language.

    Times are those of `tz`; a year is said where it is not that of the start. With `overrides` the dates that
    they take out or add are said as well, or how many there are. It is "" where nothing recurs, and never
    longer than a few lines: no rule that `canonical_rrule` gives raises. A language that has no vocabulary is
    English.
    """
    return _in_words(rrule, start, tz, is_all_day, _marks(overrides or {}), _vocabulary(language))


def content_in_words(
    rrule: str,
    start_at: datetime,
    tz: str,
    is_all_day: bool,
    overrides: Mapping[str, Mapping[str, Any]],
    language: str = "en",
) -> str | None:
    """The same for an event as it is stored (`start_at` in UTC); None where it does not recur.

    What is asked for again costs about a microsecond: lists ask for every row.
    """
    if not rrule and not overrides:
        return None
    marks = _marks(overrides) if overrides else ()
    return _stored_in_words(rrule, start_at, tz, is_all_day, marks, language)


def _vocabulary(language: str) -> Vocabulary:
    return VOCABULARIES.get(language.partition("-")[0], ENGLISH)


def _marks(overrides: Mapping[str, Mapping[str, Any]]) -> tuple[Mark, ...]:
    return tuple((recurrence_id, "excluded" in patch) for recurrence_id, patch in overrides.items())


@lru_cache(maxsize=8192)
def _stored_in_words(
    rrule: str, start_at: datetime, tz: str, is_all_day: bool, marks: tuple[Mark, ...], language: str
) -> str:
    zone = "UTC" if is_all_day else tz
    return _in_words(rrule, to_wall(start_at, zone), zone, is_all_day, marks, _vocabulary(language))


def _in_words(
    rrule: str, start: datetime, tz: str, is_all_day: bool, marks: tuple[Mark, ...], words: Vocabulary
) -> str:
    if not rrule and not marks:
        return ""
    excluded, added = _exceptions(rrule, start, marks)
    if not rrule:
        days = sorted({*added, start} - set(excluded))
        said = _days(days, start, words.some_days, words)
        return said if is_all_day else words.at.format(rule=said, times=_clock(start))
    said = _rule_in_words(parse_rule(rrule), start, tz, is_all_day, words)
    if excluded:
        said = words.excepted.format(rule=said, days=_days(excluded, start, words.some_days, words))
    if added:
        said = words.and_on.format(rule=said, days=_days(added, start, words.more_days, words))
    return said


def _rule_in_words(rule: Rule, start: datetime, tz: str, is_all_day: bool, words: Vocabulary) -> str:
    said, limits = pattern_of(rule, start, words)
    if rule.freq == "HOURLY" and not rule.by_hour:
        said = words.since.format(rule=said, time=_clock(start))
    elif not is_all_day:
        clocks = [_clock(start.replace(hour=hour)) for hour in rule.by_hour or (start.hour,)]
        said = words.at.format(rule=said, times=words.listed(clocks))
    for limit in limits:
        said = words.only.format(rule=said, limit=limit)
    if rule.count is not None:
        return (words.once if rule.count == 1 else words.times).format(rule=said, count=rule.count)
    until = last_start(rule, tz, is_all_day)
    if until is None:
        return said
    end = _end_in_words(rule, start, to_wall(until, tz), words)
    return (words.until_after_limit if limits else words.until).format(rule=said, day=end)


def _end_in_words(rule: Rule, start: datetime, until: datetime, words: Vocabulary) -> str:
    """The last day on which an instance can start; of an hourly rule with the hour."""
    if rule.freq == "HOURLY" and not rule.by_hour:
        day = _day(until.date(), start, words)
        return day if until.time() >= time(23) else words.until_time.format(day=day, time=_clock(until))
    first = start.replace(hour=min(rule.by_hour, default=start.hour)).time()
    return _day(until.date() - timedelta(days=until.time() < first), start, words)


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


def _days(walls: list[datetime], start: datetime, many: str, words: Vocabulary) -> str:
    days = list(_distinct_days(walls))
    if len(days) > _MOST_DAYS or not days:
        return many.format(count=len(walls))
    return words.on_dates.format(days=words.listed([_day(day, start, words) for day in days]))


def _distinct_days(walls: list[datetime]) -> Iterator[date]:
    yield from dict.fromkeys(wall.date() for wall in walls)


def _day(day: date, start: datetime, words: Vocabulary) -> str:
    template = words.day if day.year == start.year else words.day_and_year
    return template.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def _clock(wall: datetime) -> str:
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
