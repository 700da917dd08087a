"""`/calendar/examples/`: fills an empty calendar with examples around the week that is shown."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Conflict
from core.web.page import PageView
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.access.undo_examples import examples_token
from events.actions.add_examples import add_examples
from events.changes import CalendarChanges, EventChanges
from events.enums import Color, Status
from events.rules.calendar_days import week_of
from events.web.calendar_entries import Reader
from events.web.calendar_query import read_query


class AddExamples(PageView):
    """The button beside “Nothing planned”."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Adds them, and leads back to the calendar as it was asked for."""
        query = read_query(request, Reader.of(self.actor, now()).today)
        back = redirect(query.address(query.view, query.day))
        calendar = CalendarChanges(name=_("Examples"), color=Color.TEAL)
        monday = week_of(query.day, first_weekday=0).first
        try:
            made, events = add_examples(actor=self.actor, calendar=calendar, events=example_events(monday))
        except Conflict as refusal:
            toast(request, whole_sentence(refusal.detail), failed=True)
            return back
        text = ngettext(
            "%(count)s example is in the calendar “%(name)s”.",
            "%(count)s examples are in the calendar “%(name)s”.",
            len(events),
        )
        toast(request, text % {"count": len(events), "name": made.name}, examples_token(made, events))
        return back


def example_events(monday: date) -> list[EventChanges]:
    """A week as many have one, in the reader's words and wall times: a series, a clash, days away."""

    def timed(title: str, day: int, start: str, end: str, **more: Any) -> EventChanges:
        first, last = (
            datetime.combine(monday + timedelta(days=day), time.fromisoformat(at)) for at in (start, end)
        )
        return EventChanges(title=title, start_time=first, end_time=last, **more)

    return [
        timed(_("Team meeting"), 0, "10:00", "11:00", location=_("Room 4"), rrule="FREQ=WEEKLY"),
        timed(_("Lunch with a friend"), 1, "12:30", "13:30", location=_("At the market")),
        timed(_("Time to concentrate"), 2, "09:00", "11:30", description=_("No calls, no mail.")),
        timed(_("Call with a customer"), 2, "11:00", "11:45", location=_("By phone")),
        timed(_("Concert"), 3, "19:30", "22:00", status=Status.TENTATIVE),
        timed(_("Looking back on the week"), 4, "16:00", "16:45"),
        EventChanges(
            title=_("Weekend away"),
            start_time=monday + timedelta(days=5),
            end_time=monday + timedelta(days=7),
            is_all_day=True,
        ),
    ]
