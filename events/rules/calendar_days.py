"""The days of a calendar's views, and which of them, and what part of each, an event takes."""

from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from events.rules.wall_time import to_wall

View = Literal["month", "week", "day", "agenda"]

DAY: Final = timedelta(days=1)
WEEK: Final = 7
AGENDA_DAYS: Final = 14
SEARCH_DAYS: Final = 360
QUARTERS: Final = 96
"""A day is drawn in quarters of an hour by the clock, whether or not the clocks change on it."""
SHORTEST: Final = 2
"""The quarters that a shorter event is drawn with."""


class Days(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def all(self) -> list[date]:
        """Each of them."""
        return [self.first + index * DAY for index in range(self.length)]


class Part(NamedTuple):
    """What an event takes of a day, in quarters of an hour from midnight, the end not included."""

    start: int
    end: int


def week_of(day: date, first_weekday: int) -> Days:
    """The week that the day lies in; `first_weekday` is 0 for Monday to 6 for Sunday."""
    first = day - (day.weekday() - first_weekday) % WEEK * DAY
    return Days(first, first + (WEEK - 1) * DAY)


def month_of(day: date) -> Days:
    """The month that the day lies in."""
    first = day.replace(day=1)
    return Days(first, _next_month(first) - DAY)


def weeks_of_month(day: date, first_weekday: int) -> list[Days]:
    """The four to six weeks that hold the days of the month of the day."""
    month = month_of(day)
    week = week_of(month.first, first_weekday)
    weeks = []
    while week.first <= month.last:
        weeks.append(week)
        week = Days(week.first + WEEK * DAY, week.last + WEEK * DAY)
    return weeks


def days_of_view(view: View, day: date, first_weekday: int, *, is_search: bool = False) -> Days:
    """The days that a view shows at a day; an agenda of search results reaches further."""
    if view == "month":
        weeks = weeks_of_month(day, first_weekday)
        return Days(weeks[0].first, weeks[-1].last)
    if view == "week":
        return week_of(day, first_weekday)
    if view == "day":
        return Days(day, day)
    return Days(day, day + ((SEARCH_DAYS if is_search else AGENDA_DAYS) - 1) * DAY)


def stepped(view: View, day: date, steps: int, *, is_search: bool = False) -> date:
    """The day at which the view shows what comes so many steps later, or earlier where `steps` is negative.

    A month later is the same day of it, or its last where it is shorter.
    """
    if view == "month":
        months = day.year * 12 + day.month - 1 + steps
        first = date(months // 12, months % 12 + 1, 1)
        return min(first + (day.day - 1) * DAY, month_of(first).last)
    length = {"week": WEEK, "day": 1, "agenda": SEARCH_DAYS if is_search else AGENDA_DAYS}[view]
    return day + steps * length * DAY


def days_taken(start_at: datetime, end_at: datetime, tz: str, *, is_all_day: bool) -> Days:
    """The days on which an event takes place: an all-day one by its dates, others by the clocks of `tz`.

    What ends at midnight takes nothing of the day that begins then.
    """
    start, end = (start_at, end_at) if is_all_day else (to_wall(start_at, tz), to_wall(end_at, tz))
    first, last = start.date(), (end - timedelta.resolution).date()
    return Days(first, max(first, last))


def fills_days(start_at: datetime, end_at: datetime, *, is_all_day: bool) -> bool:
    """Whether an event is drawn across days, as all-day ones are, and not between hours."""
    return is_all_day or end_at - start_at >= DAY


def part_of_day(start: datetime, end: datetime, day: date) -> Part:
    """What of the day an event takes that lasts from and to these wall times (naive) and touches it.

    It is at least `SHORTEST` long, and drawn earlier where the day ends before that.
    """
    first = _quarter(start, day, up=False) if start.date() >= day else 0
    last = _quarter(end, day, up=True) if end.date() <= day else QUARTERS
    first = min(first, QUARTERS - SHORTEST)
    return Part(first, max(last, first + SHORTEST))


def _quarter(wall: datetime, day: date, *, up: bool) -> int:
    minutes = (wall - datetime.combine(day, datetime.min.time())) / timedelta(minutes=1)
    return int(-(-minutes // 15) if up else minutes // 15)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
