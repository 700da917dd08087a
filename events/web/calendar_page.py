"""`/calendar/`: month, week, day and agenda, all from one selector."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from core.web.page import PageView
from events.rules.calendar_days import Days, days_of_view, stepped
from events.selectors.calendar_view import get_calendar_view, sees_events
from events.web.calendar_agenda import agenda, selectable
from events.web.calendar_entries import Entry, Reader, entries_of
from events.web.calendar_month import month_grid
from events.web.calendar_query import COOKIE, OTHERS, CalendarQuery, cookie_of, read_query, switched_off
from events.web.calendar_side import mini_days, mini_month, switches
from events.web.calendar_timetable import timetable
from events.web.calendar_words import title_of, zone_title

REMEMBERED = timedelta(days=365)


class CalendarPage(PageView):
    """A month, week, day or agenda; the address holds view, date, search and calendars."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page. A calendar that is switched off stays so on this browser."""
        reader = Reader.of(self.actor, now())
        query = read_query(request, reader.today)
        days = days_of_view(query.view, query.day, reader.first_weekday, is_search=query.is_search)
        month = mini_days(query, reader)
        loaded = Days(min(days.first, month.first), max(days.last, month.last))
        view = get_calendar_view(self.actor, loaded, q=query.q or None, with_people=query.view == "agenda")
        known = [*(str(calendar.pk) for calendar in view.calendars), OTHERS]
        off = switched_off(query, request.COOKIES.get(COOKIE, ""), known)
        entries, met = entries_of(view, reader, loaded, off)
        frame = _frame(query, reader, days, entries)
        response = render(
            request,
            "events/calendar.html",
            {
                **frame,
                "offers_examples": frame["is_empty"] and not query.q and not sees_events(self.actor),
                "mini_month": mini_month(query, reader, _marked(entries, month)),
                "switches": switches(
                    view.calendars, self.actor.pk, off, with_others=OTHERS in met or OTHERS in off
                ),
            },
        )
        if query.shown is not None:
            _remember(request, response, off)
        return response


def _frame(query: CalendarQuery, reader: Reader, days: Days, entries: list[Entry]) -> dict[str, Any]:
    """What stands on every view, and the view itself under its name."""
    shown = [entry for entry in entries if entry.days.first <= days.last and entry.days.last >= days.first]
    search = query.is_search
    context: dict[str, Any] = {
        "query": query,
        "view": query.view,
        "title": title_of(query.view, query.day, days, query.q),
        "days_title": title_of(query.view, query.day, days, ""),
        "zone": zone_title(reader.timezone, query.day),
        "today_href": query.address(query.view, reader.today),
        "previous_href": query.address(query.view, stepped(query.view, query.day, -1, is_search=search)),
        "following_href": query.address(query.view, stepped(query.view, query.day, 1, is_search=search)),
        "hrefs": {name: query.address(name, query.day) for name in ("day", "week", "month", "agenda")},
        "new_href": f"/events/new/?start={query.day.isoformat()}",
        "is_empty": not shown,
        "here": query.address(query.view, query.day).partition("?")[2],
        "today": reader.today,
    }
    if query.view == "month":
        context["month"] = month_grid(query, reader, shown)
    elif query.view == "agenda":
        context["agenda"] = (
            agenda(reader, days, selectable(shown), is_search=True)
            if query.is_selecting
            else agenda(reader, days, shown, is_search=search)
        )
    else:
        context["timetable"] = timetable(query, reader, days, shown)
    return context


def _marked(entries: list[Entry], month: Days) -> set[Any]:
    marked = set()
    for entry in entries:
        first, last = max(entry.days.first, month.first), min(entry.days.last, month.last)
        if first <= last:
            marked |= set(Days(first, last).all())
    return marked


def _remember(request: HttpRequest, response: HttpResponse, off: frozenset[str]) -> None:
    response.set_cookie(
        COOKIE, cookie_of(off), max_age=REMEMBERED, samesite="Lax", secure=request.is_secure(), httponly=True
    )
