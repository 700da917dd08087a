"""The timetable of several people: a table a week, a row a person, and a row for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from events.rules.calendar_days import Days
from events.rules.free_slots import gaps
from events.rules.overlap import merged
from events.web.calendar_words import clock_text, hour_text, title_of
from sharing.changes import WantedSlot
from sharing.facts import PersonTime
from sharing.rules.time_rows import Hours, Part, hours_of, parts_by_day, weeks_shown

MOST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a day; `place` are the classes that put it there."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of one row; `words` say what the bars show."""

    bars: Sequence[Bar]
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person's week; without cells where the person does not say."""

    person: PersonTime
    cells: Sequence[Cell] | None


@dataclass(frozen=True, slots=True)
class Week:
    """One table."""

    title: str
    days: Sequence[date]
    rows: Sequence[Row]
    together: Sequence[Cell] | None


@dataclass(frozen=True, slots=True)
class Label:
    """An hour at the head of a day."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class TimeTable:
    """All weeks; `hours` is the class that says how many hours a day has."""

    weeks: Sequence[Week]
    hours: str
    labels: Sequence[Label]


def time_table(
    people: Sequence[PersonTime],
    wanted: WantedSlot,
    days: Days,
    *,
    first_weekday: int,
    twelve_hours: bool,
) -> TimeTable:
    """The table of these people on these days."""
    hours = hours_of(wanted.day_start, wanted.day_end)
    tz = wanted.timezone
    taken = [None if person.busy is None else parts_by_day(person.busy, days, tz, hours) for person in people]
    busy = merged(span for person in people for span in person.busy or ())
    free = parts_by_day(gaps(busy, wanted.after, wanted.before), days, tz, hours, inward=True)
    is_known = any(person.busy is not None for person in people)
    weeks = []
    for each in weeks_shown(days, first_weekday, weekends=wanted.weekends):
        rows = [
            Row(person, None if parts is None else [_busy(parts[day], twelve_hours) for day in each])
            for person, parts in zip(people, taken, strict=True)
        ]
        together = [_free(free[day], twelve_hours) for day in each] if is_known else None
        weeks.append(Week(title_of("week", each[0], Days(each[0], each[-1]), ""), each, rows, together))
    return TimeTable(weeks, f"hours-{hours.last - hours.first}", _labels(hours, twelve_hours))


def _busy(parts: Sequence[Part], twelve_hours: bool) -> Cell:
    bars = _bars(parts, twelve_hours)
    words = ", ".join(bar.words for bar in bars)
    return Cell(bars, _("busy %(times)s") % {"times": words} if bars else _("free"))


def _free(parts: Sequence[Part], twelve_hours: bool) -> Cell:
    bars = _bars(parts, twelve_hours)
    words = ", ".join(bar.words for bar in bars)
    return Cell(bars, _("all free %(times)s") % {"times": words} if bars else _("no common time"))


def _bars(parts: Sequence[Part], twelve_hours: bool) -> list[Bar]:
    return [
        Bar(
            _place(part),
            _("%(start)s – %(end)s")
            % {
                "start": clock_text(part.start, twelve_hours=twelve_hours),
                "end": clock_text(part.end, twelve_hours=twelve_hours),
            },
        )
        for part in parts
    ]


def _place(part: Part) -> str:
    hour, quarter = divmod(part.from_quarter, 4)
    hours, quarters = divmod(part.to_quarter - part.from_quarter, 4)
    return f"from-h{hour} from-q{quarter} long-h{hours} long-q{quarters}"


def _labels(hours: Hours, twelve_hours: bool) -> list[Label]:
    """Three of the hours at most; none so near to the end that it would reach over it."""
    step = -(-(hours.last - hours.first) // MOST_LABELS)
    return [
        Label(f"from-h{hour - hours.first} from-q0", hour_text(hour, twelve_hours=twelve_hours))
        for hour in hours.all
        if (hour - hours.first) % step == 0 and hours.last - hour > step // 2
    ]
