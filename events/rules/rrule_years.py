"""Which hours of one year the BY parts of a rule pick, by RFC 5545's table of expanding and limiting parts.

The interval is not looked at here, so the answer depends on nothing but the kind of year (its length and the
weekday it begins with), and is computed once for each kind and shared by all events with the same BY parts.
"""

from array import array
from bisect import bisect_left
from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import pairwise
from math import gcd
from typing import Final

from events.rules.rrule_text import ByDay, Frequency, Rule

HOURS_OF_PERIOD: Final[dict[Frequency, int]] = {"HOURLY": 1, "DAILY": 24, "WEEKLY": 168}
"""Periods of constant length; months and years are not."""

_MONTH_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_KINDS_OF_YEAR: Final = {(isleap(y), date(y, 1, 1).weekday()): y for y in range(2000, 2028)}


@dataclass(frozen=True, slots=True)
class Picks:
    """The parts of a rule that choose hours of a year, with what they lack taken from the series' start.

    `hours` are those of each day picked. `reachable` is (n, r): of a rule with a constant period, only hours
    that are r modulo n, counted from a Monday's midnight, can fall into a period of its interval.
    """

    freq: Frequency
    by_month: tuple[int, ...]
    by_week_no: tuple[int, ...]
    by_year_day: tuple[int, ...]
    by_month_day: tuple[int, ...]
    by_day: tuple[ByDay, ...]
    hours: tuple[int, ...]
    by_set_pos: tuple[int, ...]
    week_start: int
    reachable: tuple[int, int]

    @classmethod
    def of(cls, rule: Rule, start: datetime) -> "Picks":
        """Fill in from the start what the rule does not say (RFC 5545, section 3.3.10)."""
        by_month, by_month_day, by_day = rule.by_month, rule.by_month_day, rule.by_day
        names_days = bool(rule.by_week_no or rule.by_year_day or by_day)
        if rule.freq == "YEARLY" and not names_days:
            # BYMONTHDAY alone does not say in which month: the one of the start, as other calendars have it.
            by_month = by_month or (start.month,)
        if rule.freq in ("MONTHLY", "YEARLY") and not names_days and not by_month_day:
            by_month_day = (start.day,)
        names_weeks = rule.freq == "WEEKLY" or (rule.by_week_no and not (rule.by_year_day or by_month_day))
        if names_weeks and not by_day:
            by_day = ((0, start.weekday()),)
        hours = rule.by_hour or (tuple(range(24)) if rule.freq == "HOURLY" else (start.hour,))
        return cls(
            rule.freq,
            by_month,
            rule.by_week_no,
            rule.by_year_day,
            by_month_day,
            by_day,
            hours,
            rule.by_set_pos,
            rule.week_start if rule.by_week_no or rule.freq == "WEEKLY" else 0,
            _reachable(rule, start),
        )


def _reachable(rule: Rule, start: datetime) -> tuple[int, int]:
    """The step within the week, so that a rule that asks for hours it never meets has an empty year."""
    if rule.freq not in ("HOURLY", "DAILY"):
        return 1, 0
    length = HOURS_OF_PERIOD[rule.freq]
    step = gcd(rule.interval * length, 168)
    hour = start.weekday() * 24 + start.hour
    return step // length, (hour // length) % (step // length)


def picked_hours(picks: Picks, year: int) -> "array[int]":
    """The hours picked in a year, ascending, counted from its first midnight in wall time."""
    return _picked_hours(picks, _kind_of_year(picks, year))


def hour_flags(picks: Picks, year: int) -> bytes:
    """The same as a byte for each hour of the year, 1 where it is picked."""
    return _hour_flags(picks, _kind_of_year(picks, year))


def month_hours(year: int) -> tuple[int, ...]:
    """The hour of the year at which each month begins, and the length of the year as the thirteenth."""
    return tuple(day * 24 for day in _month_days(isleap(year)))


def _kind_of_year(picks: Picks, year: int) -> int:
    """A year that stands for all of its kind; week numbers depend on the neighbouring years as well."""
    if picks.by_week_no:
        return 2000 + year % 400
    return _KINDS_OF_YEAR[isleap(year), (date(year, 1, 1).toordinal() + 6) % 7]


@lru_cache(maxsize=2048)
def _picked_hours(picks: Picks, year: int) -> "array[int]":
    days = _week_days(picks, year) if picks.freq == "WEEKLY" else _days(picks, year)
    hours = [day * 24 + hour for day in days for hour in picks.hours]
    if picks.by_set_pos:
        hours = list(_at_positions(picks, year, hours))
    step, rest = picks.reachable
    if step > 1:
        length, shift = HOURS_OF_PERIOD[picks.freq], date(year, 1, 1).weekday() * 24
        hours = [hour for hour in hours if (hour + shift) // length % step == rest]
    return array("H", hours[bisect_left(hours, 0) : bisect_left(hours, month_hours(year)[12])])


@lru_cache(maxsize=512)
def _hour_flags(picks: Picks, year: int) -> bytes:
    flags = bytearray(month_hours(year)[12])
    for hour in _picked_hours(picks, year):
        flags[hour] = 1
    return bytes(flags)


@cache
def _month_days(leap: bool) -> tuple[int, ...]:
    days = [0]
    for month, length in enumerate(_MONTH_LENGTHS, 1):
        days.append(days[-1] + length + (leap and month == 2))
    return tuple(days)


def _days(picks: Picks, year: int) -> list[int]:
    """The days of a year (0 is New Year) in all the sets that the parts name: what expands and what limits
    comes to the same once every part is a set of days."""
    months = _month_days(isleap(year))
    sets: list[set[int]] = []
    if picks.by_month_day:
        sets.append(set(_month_day_set(picks, months)))
    elif picks.by_month:
        sets.append({day for month in picks.by_month for day in range(months[month - 1], months[month])})
    if picks.by_week_no:
        sets.append(set(_week_no_set(picks, year)))
    if picks.by_year_day:
        sets.append({day - 1 if day > 0 else months[12] + day for day in picks.by_year_day})
    if picks.by_day:
        sets.append(set(_weekday_set(picks, year, months)))
    if not sets:
        return list(range(months[12]))
    return sorted(day for day in set.intersection(*sets) if 0 <= day < months[12])


def _month_day_set(picks: Picks, months: tuple[int, ...]) -> Iterator[int]:
    for month in picks.by_month or range(1, 13):
        first, end = months[month - 1], months[month]
        for number in picks.by_month_day:
            day = first + number - 1 if number > 0 else end + number
            if first <= day < end:
                yield day


def _weekday_set(picks: Picks, year: int, months: tuple[int, ...]) -> Iterator[int]:
    """Each BYDAY with its ordinal counted in the month, or in the year of a yearly rule without BYMONTH."""
    spans = [(0, months[12])]
    if picks.freq == "MONTHLY" or (picks.freq == "YEARLY" and picks.by_month):
        spans = [(months[month - 1], months[month]) for month in picks.by_month or range(1, 13)]
    new_year = date(year, 1, 1).weekday()
    for ordinal, weekday in picks.by_day:
        for first, end in spans:
            of_kind = range(first + (weekday - new_year - first) % 7, end, 7)
            if ordinal == 0:
                yield from of_kind
            elif -len(of_kind) <= ordinal <= len(of_kind):
                yield of_kind[ordinal - 1 if ordinal > 0 else ordinal]


def _week_no_set(picks: Picks, year: int) -> Iterator[int]:
    """The days of the weeks named. A week belongs to the year that has at least four of its days; days of
    such a week that lie in this calendar year count for this one."""
    first_weeks = [_first_week(y, picks.week_start) for y in range(year - 1, year + 3)]
    new_year = date(year, 1, 1).toordinal()
    for begin, end in pairwise(first_weeks):
        weeks = range(begin - new_year, end - new_year, 7)
        for number in picks.by_week_no:
            if -len(weeks) <= number <= len(weeks):
                week = weeks[number - 1 if number > 0 else number]
                yield from range(week, week + 7)


def _first_week(year: int, week_start: int) -> int:
    """The ordinal of the first day of the first week with four days in the year (ISO 8601's for Monday)."""
    fourth = date(year, 1, 4)
    return fourth.toordinal() - (fourth.weekday() - week_start) % 7


def _week_days(picks: Picks, year: int) -> list[int]:
    """The days picked by a weekly rule, and those of the weeks that stick out of the year at either end."""
    months = _month_days(isleap(year))
    new_year = date(year, 1, 1).weekday()
    wanted = {weekday for _, weekday in picks.by_day}
    named = picks.by_month or range(1, 13)
    days = {day for month in named for day in range(months[month - 1], months[month])}
    if 12 in named:
        days.update(range(-6, 0))
    if 1 in named:
        days.update(range(months[12], months[12] + 6))
    return sorted(day for day in days if (new_year + day) % 7 in wanted)


def _at_positions(picks: Picks, year: int, hours: list[int]) -> Iterator[int]:
    """Of the hours of each whole period, those at the positions of BYSETPOS."""
    for first, end in pairwise(_period_bounds(picks, year)):
        members = hours[bisect_left(hours, first) : bisect_left(hours, end)]
        size = len(members)
        chosen = {p - 1 if p > 0 else size + p for p in picks.by_set_pos if -size <= p <= size}
        yield from (members[index] for index in sorted(chosen))


def _period_bounds(picks: Picks, year: int) -> Sequence[int]:
    """The hours of the year at which periods begin, and where the last one ends."""
    months = month_hours(year)
    if picks.freq == "YEARLY":
        return 0, months[12]
    if picks.freq == "MONTHLY":
        return months
    length = HOURS_OF_PERIOD[picks.freq]
    first = -((date(year, 1, 1).weekday() - picks.week_start) % 7) * 24 if picks.freq == "WEEKLY" else 0
    return range(first, months[12] + length, length)
