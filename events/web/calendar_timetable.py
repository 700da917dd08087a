"""The week and the day as timetables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.rules.calendar_days import Days, Part, part_of_day
from events.rules.lanes import Lane, Rest, side_by_side
from events.rules.week_rows import Bar, lay_out_week
from events.web.calendar_entries import Entry, Reader
from events.web.calendar_query import CalendarQuery
from events.web.calendar_words import clock_text, hour_text

ALL_DAY_ROWS = 4
OPENS_AT = 7 * 4
"""The quarter of the day that a timetable opens at, where nothing begins earlier."""
MOST_LANES = {"week": 3, "day": 6}
"""So many entries stand side by side where they can be read, on a phone too."""
ONE_LINE = 3
"""Up to so many quarters, an entry has room for one line."""


@dataclass(frozen=True, slots=True)
class Block:
    """An entry in the column of a day; `place` are the classes that put it there."""

    entry: Entry
    place: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class More:
    """So many entries at one time that have no room; `since` is when the first of them begins."""

    count: int
    place: str
    since: str


@dataclass(frozen=True, slots=True)
class AllDayBar:
    """An entry across days, above the hours; `place` are the classes that put it there.

    `has_end` tells that its end can be pulled to another day.
    """

    entry: Entry
    place: str
    has_end: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One day; `more` entries across days have no room above it, `now` places the line of the present.

    `crowded` are the times that have more entries than stand side by side, `all_href` shows these.
    """

    day: date
    number: int
    href: str
    all_href: str
    is_today: bool
    is_weekend: bool
    is_selected: bool
    blocks: Sequence[Block]
    crowded: Sequence[More]
    more: int
    now: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days, what fills them, and the quarter of the day to open at."""

    columns: Sequence[Column]
    bars: Sequence[AllDayBar]
    hours: Sequence[str]
    opens_at: int
    now_text: str
    more_row: int


def timetable(query: CalendarQuery, reader: Reader, days: Days, entries: Sequence[Entry]) -> Timetable:
    """The timetable of one day or several."""
    filling = [entry for entry in entries if entry.fills]
    timed = [entry for entry in entries if not entry.fills]
    spans = [((entry.days.first - days.first).days, (entry.days.last - days.first).days) for entry in filling]
    # a day alone shows all, since there is no other place for it
    laid_out = lay_out_week(spans, len(filling) if query.view == "day" else ALL_DAY_ROWS, days.length)
    columns, first = [], OPENS_AT
    for index, day in enumerate(days.all()):
        here = [entry for entry in timed if day in entry.days]
        parts = [part_of_day(entry.start, entry.end, day) for entry in here]
        lanes, rests = side_by_side(parts, MOST_LANES[query.view])
        first = min([first, *(part.start for part in parts)])
        columns.append(
            Column(
                day=day,
                number=index + 1,
                href=query.address("day", day),
                all_href=query.address("agenda" if query.view == "day" else "day", day),
                is_today=day == reader.today,
                is_weekend=day.weekday() > 4,
                is_selected=day == query.day,
                blocks=[
                    _block(entry, part, lane)
                    for entry, part, lane in zip(here, parts, lanes, strict=True)
                    if lane is not None
                ],
                crowded=[_more(rest, MOST_LANES[query.view], reader) for rest in rests],
                more=laid_out.hidden[index],
                now=_from(part_of_day(reader.now, reader.now, day).start) if day == reader.today else "",
            )
        )
    bars = [_above(filling[bar.item], bar, with_end=days.length > 1) for bar in laid_out.bars]
    return Timetable(
        columns=columns,
        bars=bars,
        hours=[hour_text(hour, twelve_hours=reader.twelve_hours) for hour in range(24)],
        opens_at=first,
        now_text=clock_text(reader.now, twelve_hours=reader.twelve_hours),
        more_row=ALL_DAY_ROWS + 1 if any(laid_out.hidden) else 0,
    )


def _block(entry: Entry, part: Part, lane: Lane) -> Block:
    place = _place(part.start, part.end)
    if lane.lanes > 1:
        place += f" lane-{lane.lane} lanes-{lane.lanes}"
    is_short = part.end - part.start <= ONE_LINE
    place += " entry-short" * is_short + " tentative" * entry.is_tentative
    return Block(entry, place + " cancelled" * entry.is_cancelled, is_short)


def _more(rest: Rest, lanes: int, reader: Reader) -> More:
    hours, quarters = divmod(rest.start, 4)
    return More(
        count=rest.number,
        place=f"{_place(rest.start, rest.end)} lane-{lanes - 1} lanes-{lanes}",
        since=clock_text(
            reader.now.replace(hour=hours, minute=quarters * 15), twelve_hours=reader.twelve_hours
        ),
    )


def _above(entry: Entry, bar: Bar, *, with_end: bool) -> AllDayBar:
    classes = [f"column-{bar.column + 1} span-{bar.span} row-{bar.row + 1}"]
    classes += ["continues-before"] * bar.continues_before + ["continues-after"] * bar.continues_after
    place = " ".join(classes + ["cancelled"] * entry.is_cancelled)
    return AllDayBar(entry, place, with_end and entry.is_movable and not bar.continues_after)


def _place(start: int, end: int) -> str:
    hours, quarters = divmod(end - start, 4)
    return f"{_from(start)} long-h{hours} long-q{quarters}"


def _from(quarter: int) -> str:
    return f"from-h{quarter // 4} from-q{quarter % 4}"
