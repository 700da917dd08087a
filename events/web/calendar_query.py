"""What the address of the calendar says: view, day, search, and which calendars are shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, get_args
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from events.rules.calendar_days import View
from events.rules.limits import EARLIEST, LATEST

OTHERS: Final = "others"
"""Stands for the calendars of events that are shared one by one, which the reader does not see as such."""
COOKIE: Final = "calendars_off"
Q_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarQuery:
    """A page of the calendar. `shown` names calendars; None leaves them as the reader had them last.

    With `is_selecting` the agenda lets one choose events.
    """

    view: View
    day: date
    q: str = ""
    shown: tuple[str, ...] | None = None
    is_selecting: bool = False

    @property
    def is_search(self) -> bool:
        """Whether the page lists what a search has found."""
        return bool(self.q) and self.view == "agenda"

    @property
    def kept(self) -> str:
        """The end of an address that keeps search and calendars."""
        pairs = [("q", self.q)] if self.q else []
        # no calendar at all is one that has no name
        pairs += [("calendars", name) for name in self.shown or ("",)] if self.shown is not None else []
        return "&" + urlencode(pairs) if pairs else ""

    def address(self, view: View, day: date) -> str:
        """The address of another view or day with the same search and calendars."""
        selecting = "&select=1" if self.is_selecting and view == "agenda" else ""
        return f"{reverse('calendar')}?view={view}&date={day.isoformat()}{self.kept}{selecting}"

    @property
    def other_mode(self) -> str:
        """The agenda of the same day, where events are chosen, or no longer are."""
        return replace(self, is_selecting=not self.is_selecting).address("agenda", self.day)


def read_query(request: HttpRequest, today: date) -> CalendarQuery:
    """What a request asks for; what makes no sense is read as this month, or as what a search has found."""
    q = request.GET.get("q", "").strip()[:Q_MAX]
    view = request.GET.get("view", "agenda" if q else "month")
    names = request.GET.getlist("calendars")
    return CalendarQuery(
        view=view if view in get_args(View) else "month",  # type: ignore[arg-type]
        day=_day(request.GET.get("date", ""), today),
        q=q,
        shown=tuple(dict.fromkeys(name for name in names if name)) if names else None,
        is_selecting=view == "agenda" and "select" in request.GET,
    )


def switched_off(query: CalendarQuery, cookie: str, known: Iterable[str]) -> frozenset[str]:
    """Which of the calendars that the reader has are not shown: as the address says, or as it was last."""
    if query.shown is not None:
        return frozenset(known).difference(query.shown)
    return frozenset(known).intersection(cookie.split("."))


def cookie_of(off: Collection[str]) -> str:
    """What the reader's browser remembers."""
    return ".".join(sorted(off))


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return min(max(day, EARLIEST.date()), LATEST.date() - timedelta(days=1))
