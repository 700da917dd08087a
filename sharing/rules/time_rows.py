"""Busy time as it is drawn: for each day the parts of it, in quarters of an hour by the reader's clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from events.rules.calendar_days import Days
from events.rules.overlap import Span
from events.rules.wall_time import to_wall

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a day that are drawn, from `first` up to `last`."""

    first: int
    last: int

    @property
    def all(self) -> range:
        """Each of them by the hour that it begins at."""
        return range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day: naive wall times, and the quarters after the first hour between which it is drawn."""

    start: datetime
    end: datetime
    from_quarter: int
    to_quarter: int


def hours_of(day_start: time, day_end: time) -> Hours:
    """The whole hours that hold two times of day."""
    return Hours(day_start.hour, day_end.hour + bool(day_end.minute or day_end.second))


def parts_by_day(
    spans: Iterable[Span], days: Days, tz: str, hours: Hours, *, inward: bool = False
) -> dict[date, list[Part]]:
    """What of the spans, in order, lies in the hours of each of the days.

    It is drawn in full quarters: in all that it touches, or `inward` in those alone that lie within it.
    """
    found: dict[date, list[Part]] = {day: [] for day in days.all()}
    for span in spans:
        start, end = to_wall(span.start_at, tz), to_wall(span.end_at, tz)
        for day in _touched(start, end, days):
            part = _part(start, end, day, hours, inward)
            if part is not None:
                found[day].append(part)
    return found


def weeks_shown(days: Days, first_weekday: int, *, weekends: bool) -> list[Sequence[date]]:
    """The days week by week, without Saturdays and Sundays where those are not wanted; no week is empty."""
    weeks: list[list[date]] = []
    for day in days.all():
        if not weeks or day.weekday() == first_weekday:
            weeks.append([])
        if weekends or day.weekday() < 5:
            weeks[-1].append(day)
    return [week for week in weeks if week]


def _touched(start: datetime, end: datetime, days: Days) -> Iterable[date]:
    first, last = max(start.date(), days.first), min(end.date(), days.last)
    return Days(first, last).all() if first <= last else ()


def _part(start: datetime, end: datetime, day: date, hours: Hours, inward: bool) -> Part | None:
    midnight = datetime.combine(day, time())
    opens, closes = midnight + hours.first * _HOUR, midnight + hours.last * _HOUR
    begin, finish = max(start, opens), min(end, closes)
    if begin >= finish:
        return None
    first, last = (begin - opens) // _QUARTER, -((opens - finish) // _QUARTER)
    if inward:
        first, last = -((opens - begin) // _QUARTER), (finish - opens) // _QUARTER
    return Part(begin, finish, first, last) if first < last else None
