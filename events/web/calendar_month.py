"""The month as a grid of weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import ngettext

from events.rules.calendar_days import Days, weeks_of_month
from events.rules.week_rows import Bar, lay_out_week
from events.web.calendar_entries import Entry, Reader, by_day
from events.web.calendar_query import CalendarQuery
from events.web.calendar_words import first_of_month, long_day_title

MOST_DOTS = 4
ROWS = {4: 3, 5: 3, 6: 2}
"""How many rows of events a week has, by the number of weeks: the server does not know how high a row is."""


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One entry in one week; `place` puts it there, `has_end` tells that its end can be pulled."""

    entry: Entry
    place: str
    has_time: bool
    has_end: bool


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One cell of the grid, in words that are ready: `more` entries have no room in it."""

    value: str
    href: str
    place: str
    weekday: str
    number: str
    rest: str
    is_today: bool
    is_selected: bool
    colours: Sequence[str]
    bars: Sequence[MonthBar]
    column: str
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
        has_end = entry.fills and entry.is_movable and not bar.continues_after
        by_column[bar.column].append(MonthBar(entry, _place(entry, bar), not entry.fills, has_end))
    return [
        _day(query, reader, day, column, on_day[day], by_column[column], hidden[column])
        for column, day in enumerate(week.all())
    ]


def _place(entry: Entry, bar: Bar) -> str:
    kind = "entry-bar" if entry.fills else "entry-line"
    # the first row is that of the numbers
    classes = [kind, f"column-{bar.column + 1} span-{bar.span} row-{bar.row + 2}"]
    classes += ["continues-before"] * bar.continues_before + ["continues-after"] * bar.continues_after
    return " ".join(classes + ["cancelled"] * entry.is_cancelled)


def _day(
    query: CalendarQuery,
    reader: Reader,
    day: date,
    column: int,
    entries: Sequence[Entry],
    bars: Sequence[MonthBar],
    more: int,
) -> MonthDay:
    count = ngettext("%(count)s event", "%(count)s events", len(entries)) % {"count": len(entries)}
    kinds = {
        "outside": day.month != query.day.month,
        "today": day == reader.today,
        "weekend": day.weekday() > 4,
        "selected": day == query.day,
    }
    return MonthDay(
        value=day.isoformat(),
        href=query.address("day", day),
        place=" ".join([f"column-{column + 1}", *(name for name, is_so in kinds.items() if is_so)]),
        weekday=str(WEEKDAYS[day.weekday()]),
        number=first_of_month(day) if day.day == 1 else str(day.day),
        rest=f"{MONTHS[day.month]}, {count}",
        is_today=kinds["today"],
        is_selected=kinds["selected"],
        colours=[entry.colour for entry in entries[:MOST_DOTS]],
        bars=bars,
        column=f"column-{column + 1}",
        more=more,
    )
