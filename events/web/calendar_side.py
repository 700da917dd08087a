"""The panel beside the calendar: a small month, and the calendars that are switched on and off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from events.enums import RANK_NEEDED, Color, Permission
from events.models import Calendar
from events.rules.calendar_days import Days, stepped, weeks_of_month
from events.web.calendar_entries import Reader
from events.web.calendar_query import OTHERS, CalendarQuery
from events.web.calendar_words import long_day_title, month_title


@dataclass(frozen=True, slots=True)
class MiniDay:
    """One day of the small month; `kinds` are its classes."""

    number: str
    href: str
    name: str
    kinds: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class MiniMonth:
    """The small month, marked where something takes place."""

    title: str
    weekdays: Sequence[date]
    weeks: Sequence[Sequence[MiniDay]]
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class CalendarSwitch:
    """One calendar in the list; what the reader may do with it has an address."""

    name: str
    title: str
    colour: str
    owner: str
    is_on: bool
    pk: int
    is_owned: bool


def mini_month(query: CalendarQuery, reader: Reader, marked: Collection[date]) -> MiniMonth:
    """The month of the day that is asked for; its days lead to the same view."""
    weeks = weeks_of_month(query.day, reader.first_weekday)
    kept, view = query.kept, query.view
    base = query.address(view, query.day).partition("?")[0]
    return MiniMonth(
        title=month_title(query.day),
        weekdays=weeks[0].all(),
        weeks=[
            [
                _mini_day(day, query, reader, marked, f"{base}?view={view}&date={day.isoformat()}{kept}")
                for day in week.all()
            ]
            for week in weeks
        ],
        previous=query.address(view, stepped("month", query.day, -1)),
        following=query.address(view, stepped("month", query.day, 1)),
    )


def _mini_day(
    day: date, query: CalendarQuery, reader: Reader, marked: Collection[date], href: str
) -> MiniDay:
    name = long_day_title(day)
    kinds = {
        "outside": day.month != query.day.month,
        "today": day == reader.today,
        "selected": day == query.day,
        "marked": day in marked,
    }
    return MiniDay(
        number=str(day.day),
        href=href,
        name=_("%(day)s, has events") % {"day": name} if kinds["marked"] else name,
        kinds=" ".join(kind for kind, is_so in kinds.items() if is_so),
        is_today=kinds["today"],
    )


def mini_days(query: CalendarQuery, reader: Reader) -> Days:
    """The days of the small month."""
    weeks = weeks_of_month(query.day, reader.first_weekday)
    return Days(weeks[0].first, weeks[-1].last)


def switches(
    calendars: Sequence[Calendar], user_id: int, off: Collection[str], *, with_others: bool
) -> list[CalendarSwitch]:
    """The reader's own calendars, those shared with him, and one that stands for single shared events."""
    found = [
        CalendarSwitch(
            name=str(calendar.pk),
            title=calendar.name,
            colour=calendar.color,
            owner="" if calendar.owner_id == user_id else calendar.owner.full_name or calendar.owner.username,
            is_on=str(calendar.pk) not in off,
            pk=calendar.pk,
            is_owned=calendar.rank >= RANK_NEEDED[Permission.DELETE],
        )
        for calendar in calendars
    ]
    if with_others:
        title = _("Shared with you")
        found.append(CalendarSwitch(OTHERS, title, Color.SLATE, "", OTHERS not in off, 0, False))
    return found
