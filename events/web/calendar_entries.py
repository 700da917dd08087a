"""Occurrences as they stand on the pages of the calendar: in the reader's zone, with words and colours."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.web.reader import reads_twelve_hours
from events.enums import RANK_NEEDED, Color, Permission, Status
from events.models import Calendar
from events.rules.calendar_days import DAY, Days, days_taken, fills_days
from events.rules.wall_time import to_wall
from events.selectors.calendar_view import CalendarView
from events.selectors.occurrences import SeenOccurrence
from events.web.calendar_query import OTHERS
from events.web.calendar_words import clock_text, short_day

FIRST_WEEKDAYS = {"monday": 0, "saturday": 5, "sunday": 6}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page; `now` is his wall time."""

    timezone: str
    first_weekday: int
    twelve_hours: bool
    now: datetime

    @classmethod
    def of(cls, user: User, now: datetime) -> "Reader":
        """The user at an instant."""
        weekday = FIRST_WEEKDAYS[user.week_start]
        return cls(user.timezone, weekday, reads_twelve_hours(), to_wall(now, user.timezone))

    @property
    def today(self) -> date:
        """The day it is where the reader is."""
        return self.now.date()


@dataclass(frozen=True)
class Entry:
    """One occurrence on a page. `days` and wall times are the reader's; an all-day event's are its dates.

    `fills` tells that it is drawn across days, not between hours.
    """

    seen: SeenOccurrence
    calendar: str
    calendar_name: str
    colour: str
    days: Days
    start: datetime
    end: datetime
    fills: bool
    overlaps: bool
    people: int
    twelve_hours: bool = field(repr=False)

    @cached_property
    def title(self) -> str:
        """The title."""
        return self.seen.title

    @cached_property
    def href(self) -> str:
        """The page of the event, or of this instance of it."""
        return f"/events/{self.seen.event_id}/{self._instance}"

    @cached_property
    def move_href(self) -> str:
        """The page that moves it."""
        return f"/events/{self.seen.event_id}/move/{self._instance}"

    @property
    def _instance(self) -> str:
        recurrence_id = self.seen.recurrence_id
        return f"?{urlencode({'recurrence_id': recurrence_id})}" if recurrence_id else ""

    @cached_property
    def start_text(self) -> str:
        """When it begins, by the reader's clock."""
        return clock_text(self.start, twelve_hours=self.twelve_hours)

    @cached_property
    def end_text(self) -> str:
        """When it ends."""
        return clock_text(self.end, twelve_hours=self.twelve_hours)

    @cached_property
    def attributes(self) -> SafeString:
        """What the script needs to know, and the colour: as HTML, because a page has hundreds of them."""
        seen = self.seen
        known = format_html('data-colour="{}" data-event="{}"', self.colour, seen.event_id)
        if not self.is_movable:
            return known
        if seen.recurrence_id:
            known = format_html('{} data-occurrence="{}"', known, seen.recurrence_id)
        return format_html(
            '{} data-move="{}" data-version="{}" data-start="{}" data-end="{}"',
            known,
            self.move_href,
            seen.version,
            self.start_value,
            self.end_value,
        )

    @property
    def start_value(self) -> str:
        """The start as a form has it: a wall time, or the date."""
        return self._value(self.start)

    @property
    def end_value(self) -> str:
        """The end as a form has it: a wall time, or the last of the dates."""
        return self._value(self.end - DAY if self.seen.is_all_day else self.end)

    def _value(self, wall: datetime) -> str:
        return wall.date().isoformat() if self.seen.is_all_day else wall.isoformat(timespec="minutes")

    @property
    def is_tentative(self) -> bool:
        """Whether it is not settled yet."""
        return self.seen.status == Status.TENTATIVE

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.seen.status == Status.CANCELLED

    @property
    def is_movable(self) -> bool:
        """Whether the reader may move it."""
        return self.seen.rank >= RANK_NEEDED[Permission.CHANGE]

    @cached_property
    def facts(self) -> str:
        """What eyes see by place, colour and icon, for those who listen."""
        if self.days.length > 1:
            span = {"first": short_day(self.days.first), "last": short_day(self.days.last)}
            when = _("%(first)s to %(last)s") % span
        elif self.seen.is_all_day:
            when = _("all day")
        else:
            when = _("%(start)s to %(end)s") % {"start": self.start_text, "end": self.end_text}
        facts = [when, self.calendar_name]
        if self.seen.recurrence_id:
            facts.append(_("repeats"))
        if self.is_tentative:
            facts.append(_("tentative"))
        if self.is_cancelled:
            facts.append(_("cancelled"))
        if self.overlaps:
            facts.append(_("overlaps another event"))
        return ", ".join(facts)

    @property
    def people_text(self) -> str:
        """How many people can open it."""
        return ngettext("%(count)s person", "%(count)s people", self.people) % {"count": self.people}


def entries_of(
    view: CalendarView, reader: Reader, days: Days, off: frozenset[str]
) -> tuple[list[Entry], frozenset[str]]:
    """What is shown on these days, what is drawn across days first; and the names of all calendars met."""
    calendars = {calendar.pk: calendar for calendar in view.calendars}
    entries, met = [], set()
    for seen in view.occurrences:
        calendar = calendars.get(seen.calendar_id)
        name = str(calendar.pk) if calendar else OTHERS
        met.add(name)
        if name in off:
            continue
        entry = _entry(seen, view, reader, calendar, name)
        if entry.days.first <= days.last and entry.days.last >= days.first:
            entries.append(entry)
    entries.sort(key=lambda entry: (not entry.fills, entry.start, entry.seen.event_id))
    return entries, frozenset(met)


def by_day(entries: Iterable[Entry], days: Days) -> dict[date, list[Entry]]:
    """The entries of each day; what lasts for several days stands on each of them."""
    found: dict[date, list[Entry]] = {day: [] for day in days.all()}
    for entry in entries:
        for day in Days(max(entry.days.first, days.first), min(entry.days.last, days.last)).all():
            found[day].append(entry)
    return found


def _entry(
    seen: SeenOccurrence, view: CalendarView, reader: Reader, calendar: Calendar | None, name: str
) -> Entry:
    tz = "UTC" if seen.is_all_day else reader.timezone
    fills = fills_days(seen.start_at, seen.end_at, is_all_day=seen.is_all_day)
    return Entry(
        seen=seen,
        calendar=name,
        calendar_name=calendar.name if calendar else _("Shared with you"),
        colour=calendar.color if calendar else Color.SLATE,
        days=days_taken(seen.start_at, seen.end_at, tz, is_all_day=seen.is_all_day),
        start=to_wall(seen.start_at, tz),
        end=to_wall(seen.end_at, tz),
        fills=fills,
        overlaps=(seen.event_id, seen.recurrence_id) in view.overlapping,
        people=view.people.get(seen.event_id, 1),
        twelve_hours=reader.twelve_hours,
    )
