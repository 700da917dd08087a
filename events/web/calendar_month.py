"""The month as a grid of weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import ngettext

from events.rules.calendar_days import Days, weeks_of_month
from events.rules.week_rows import lay_out_week
from events.web.calendar_entries import Entry, Reader, by_day
from events.web.calendar_query import CalendarQuery
from events.web.calendar_words import first_of_month, long_day_title

MOST_DOTS = 4
ROWS = {4: 3, 5: 3, 6: 2}
"""How many rows of events a week has, by the number of weeks: the server does not know how high a row is."""


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One entry in one week: columns from 1, rows of the grid."""

    entry: Entry
    column: int
    span: int
    row: int
    continues_before: bool
    continues_after: bool
    has_time: bool


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One cell of the grid; `more` entries have no room in it."""

    day: date
    column: int
    href: str
    number: str
    count: str
    is_outside: bool
    is_today: bool
    is_weekend: bool
    is_selected: bool
    colours: Sequence[str]
    bars: Sequence[MonthBar]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    """The grid, and the entries of the selected day, which small screens list below it."""

    rows: int
    weekdays: Sequence[date]
    weeks: Sequence[Sequence[MonthDay]]
    selected_title: str
    selected: Sequence[Entry]


def month_grid(query: CalendarQuery, reader: Reader, entries: Sequence[Entry]) -> Month:
    """The month of the day that is asked for."""
    weeks = weeks_of_month(query.day, reader.first_weekday)
    rows = ROWS[len(weeks)]
    drawn = [
        (entry, entry.days if entry.fills else Days(entry.days.first, entry.days.first)) for entry in entries
    ]
    on_day = by_day(entries, Days(weeks[0].first, weeks[-1].last))
    return Month(
        rows=rows,
        weekdays=weeks[0].all(),
        weeks=[_week(query, reader, week, rows, drawn, on_day) for week in weeks],
        selected_title=long_day_title(query.day),
        selected=on_day[query.day],
    )


def _week(
    query: CalendarQuery,
    reader: Reader,
    week: Days,
    rows: int,
    drawn: Sequence[tuple[Entry, Days]],
    on_day: dict[date, list[Entry]],
) -> list[MonthDay]:
    here = [(entry, days) for entry, days in drawn if days.first <= week.last and days.last >= week.first]
    spans = [((days.first - week.first).days, (days.last - week.first).days) for _, days in here]
    bars, hidden = lay_out_week(spans, rows)
    by_column: list[list[MonthBar]] = [[] for _ in hidden]
    for bar in bars:
        entry = here[bar.item][0]
        by_column[bar.column].append(
            MonthBar(
                entry,
                bar.column + 1,
                bar.span,
                bar.row + 2,
                bar.continues_before,
                bar.continues_after,
                not entry.fills,
            )
        )
    return [
        _day(query, reader, day, column, on_day[day], by_column[column], hidden[column])
        for column, day in enumerate(week.all())
    ]


def _day(
    query: CalendarQuery,
    reader: Reader,
    day: date,
    column: int,
    entries: Sequence[Entry],
    bars: Sequence[MonthBar],
    more: int,
) -> MonthDay:
    count = len(entries)
    return MonthDay(
        day=day,
        column=column + 1,
        href=query.address("day", day),
        number=first_of_month(day) if day.day == 1 else date_format(day, "j"),
        count=ngettext("%(count)s event", "%(count)s events", count) % {"count": count},
        is_outside=day.month != query.day.month,
        is_today=day == reader.today,
        is_weekend=day.weekday() > 4,
        is_selected=day == query.day,
        colours=[entry.colour for entry in entries[:MOST_DOTS]],
        bars=bars,
        more=more,
    )
