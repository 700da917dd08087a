"""The wall times that a rule yields, from any point on, without a walk from the start."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import compress, islice
from typing import Final

from events.rules.rrule_text import Rule, parse_rule
from events.rules.rrule_years import HOURS_OF_PERIOD, Picks, hour_flags, month_hours, picked_hours

LAST_YEAR: Final = 2999
"""No rule goes on beyond it, so that no rule is walked for long, however rarely it yields something."""

_HOUR: Final = timedelta(hours=1)
_HOURS: Final = tuple(timedelta(hours=hour) for hour in range(24 * 366))


class Walk:
    """A rule from a start on, in wall time. An unmatched start is not among what it yields.

    UNTIL is an instant and needs a zone, so its check is left to the caller; COUNT is kept here.
    """

    __slots__ = ("_first_hour", "_last", "_picks", "rule", "start")

    def __init__(self, rule: Rule, start: datetime) -> None:
        self.rule, self.start = rule, start
        self._picks = Picks.of(rule, start)
        self._first_hour = self._first_period()
        self._last: datetime | None = None

    def between(self, low: datetime, high: datetime) -> Iterator[datetime]:
        """What lies in the closed interval of wall times, ascending; the work is that of the years within."""
        return self._walls(max(low, self.start), min(high, self.last))

    def has(self, wall: datetime) -> bool:
        """Whether the rule yields this wall time."""
        return next(self.between(wall, wall), None) is not None

    @property
    def last(self) -> datetime:
        """A wall time that none comes after: of a COUNT the last one, else the end of LAST_YEAR."""
        if self._last is None:
            end, count = datetime(LAST_YEAR, 12, 31, 23, 59, 59), self.rule.count
            # The one walk from the start that a COUNT costs; walks are kept, so it is made once.
            counted = islice(self._walls(self.start, end), count - 1, None) if count else ()
            self._last = next(iter(counted), end)
        return self._last

    def _walls(self, low: datetime, high: datetime) -> Iterator[datetime]:
        for year in self._years(low.year, high.year):
            new_year = self._new_year(year)
            first = -((new_year - low) // _HOUR) if low > new_year else 0
            end = (high - new_year) // _HOUR + 1 if year == high.year else len(_HOURS)
            for hour in self._hours(year, first, end):
                yield new_year + _HOURS[hour]

    def _new_year(self, year: int) -> datetime:
        start = self.start
        return datetime(year, 1, 1, 0, start.minute, start.second, start.microsecond)

    def _years(self, low: int, high: int) -> range:
        """The years to look at; those of a yearly rule are in step with its interval."""
        high = min(high, LAST_YEAR)
        if self.rule.freq != "YEARLY":
            return range(low, high + 1)
        step = self.rule.interval
        return range(low + (self.start.year - low) % step, high + 1, step)

    def _first_period(self) -> int:
        """The hour, since the calendar's day 0, at which the period of the start begins."""
        length = HOURS_OF_PERIOD.get(self.rule.freq, 24)
        day = self.start.toordinal()
        if self.rule.freq == "WEEKLY":
            day -= (self.start.weekday() - self.rule.week_start) % 7
        return day * 24 + (self.start.hour if length == 1 else 0)

    def _hours(self, year: int, first: int, end: int) -> Sequence[int]:
        """The hours of a year in [first, end) that the rule yields."""
        freq, interval = self.rule.freq, self.rule.interval
        hours = picked_hours(self._picks, year)
        inside = hours[bisect_left(hours, first) : bisect_left(hours, end)]
        if interval == 1 or freq == "YEARLY" or not inside:
            return inside
        if freq == "MONTHLY":
            return self._in_months(inside, year)
        return self._in_periods(inside, year)

    def _in_months(self, hours: Sequence[int], year: int) -> list[int]:
        """Of the hours of a year, those in months that are in step with the interval."""
        begins = month_hours(year)
        passed = (year - self.start.year) * 12 - (self.start.month - 1)
        return [
            hour
            for month in range(-passed % self.rule.interval, 12, self.rule.interval)
            for hour in hours[bisect_left(hours, begins[month]) : bisect_left(hours, begins[month + 1])]
        ]

    def _in_periods(self, hours: Sequence[int], year: int) -> list[int]:
        """Of the hours of a year, those in hours, days or weeks that are in step with the interval."""
        length = HOURS_OF_PERIOD[self.rule.freq]
        passed = date(year, 1, 1).toordinal() * 24 - self._first_hour
        step = length * self.rule.interval
        if len(hours) * step <= 4 * (hours[-1] - hours[0] + step):
            return [hour for hour in hours if (hour + passed) % step < length]
        # Far fewer periods than hours: go from period to period instead.
        begin = hours[0] - (hours[0] + passed) % step
        if length == 1:
            flags = hour_flags(self._picks, year)
            periods = range(begin + step if begin < hours[0] else begin, hours[-1] + 1, step)
            return list(compress(periods, flags[periods.start : periods.stop : step]))
        return [
            hour
            for first in range(begin, hours[-1] + 1, step)
            for hour in hours[bisect_left(hours, first) : bisect_left(hours, first + length)]
        ]


@lru_cache(maxsize=1024)
def walk_of(rrule: str, start: datetime) -> Walk:
    """The walk of a rule's text, kept for the next window; raises RuleFaults for a text that is no rule."""
    return Walk(parse_rule(rrule), start)
