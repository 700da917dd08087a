"""The agenda: a list of days with what takes place on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.changes import MOST_OPERATIONS
from events.rules.calendar_days import DAY, Days
from events.web.calendar_entries import Entry, Reader, by_day
from events.web.calendar_words import day_and_month


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """One day with something on it."""

    day: date
    name: str
    date_text: str
    is_today: bool
    entries: Sequence[Entry]


def agenda(reader: Reader, days: Days, entries: Sequence[Entry], *, is_search: bool) -> list[AgendaDay]:
    """The days on which something takes place; what lasts for several is found once only by a search."""
    on_day = by_day(entries, days)
    if is_search:
        for day, found in on_day.items():
            on_day[day] = [entry for entry in found if day == max(entry.days.first, days.first)]
    return [
        AgendaDay(day, _name(day, reader.today), _date(day, reader.today), day == reader.today, found)
        for day, found in on_day.items()
        if found
    ]


def selectable(entries: Sequence[Entry]) -> list[Entry]:
    """What can be chosen: each event once, where it is met first, and no more than one batch takes."""
    first: dict[int, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.start):
        first.setdefault(entry.seen.event_id, entry)
    return list(first.values())[:MOST_OPERATIONS]


def _name(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    if day == today + DAY:
        return _("Tomorrow")
    return date_format(day, "l")


def _date(day: date, today: date) -> str:
    if day.year == today.year:
        return day_and_month(day)
    return date_format(day, pgettext("format of a day with its year", "j F Y"))
