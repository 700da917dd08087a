"""The doors of /api/v1/calendars."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import read_body
from core.api.undo import undo_header
from core.api.views import Door
from core.errors import Invalid
from events.access import get_calendar
from events.actions.create_calendar import create_calendar
from events.actions.delete_calendar import delete_calendar
from events.actions.update_calendar import update_calendar
from events.api.v1 import schema
from events.api.v1.conditions import claim_of
from events.api.v1.render import calendar_json
from events.api.v1.serializers import CalendarEdit, NewCalendar, calendar_changes, judge_calendar
from events.enums import Permission
from events.models import Calendar
from events.selectors.calendars import get_calendar_with_count, list_calendars
from journal.access.undo import noting
from journal.actions.claim_key import Replay, once


class CalendarList(Door):
    """Calendars that the caller may see, and new ones."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.LIST_CALENDARS)
    def get(self, request: Request) -> HttpResponse:
        """Own calendars first, then those shared with the caller."""
        return answer([calendar_json(*row) for row in list_calendars(self.actor)])

    @extend_schema(**schema.CREATE_CALENDAR)
    def post(self, request: Request) -> HttpResponse:
        """Makes a calendar of the caller's own."""
        changes = calendar_changes(read_body(NewCalendar, request, judge=judge_calendar))

        def act() -> Calendar:
            return create_calendar(actor=self.actor, changes=changes)

        with noting() as noted:
            done = once(claim_of(request), act, _created)
        if isinstance(done, Replay):
            calendar, count = get_calendar_with_count(self.actor, done.result["calendar"])
            headers = {"Idempotent-Replayed": "true"}
        else:
            calendar, count, headers = done, 0, undo_header(noted.undo_token)
        location = request.build_absolute_uri(f"/api/v1/calendars/{calendar.pk}")
        return answer(calendar_json(calendar, count), 201, {"Location": location, **headers})


def _created(calendar: Calendar) -> tuple[int, dict[str, Any]]:
    """What is kept of a keyed request."""
    return 201, {"calendar": calendar.pk}


class CalendarDetail(Door):
    """One calendar."""

    undoable = frozenset({"PATCH", "DELETE"})

    @extend_schema(**schema.GET_CALENDAR)
    def get(self, request: Request, calendar_id: int) -> HttpResponse:
        """The calendar with the number of its events."""
        return answer(calendar_json(*get_calendar_with_count(self.actor, calendar_id)))

    @extend_schema(**schema.UPDATE_CALENDAR)
    def patch(self, request: Request, calendar_id: int) -> HttpResponse:
        """Changes name, colour or zone."""
        try:
            changes = calendar_changes(read_body(CalendarEdit, request, judge=judge_calendar))
        except Invalid:
            get_calendar(self.actor, calendar_id, Permission.DELETE)
            raise
        with noting() as noted:
            update_calendar(actor=self.actor, calendar_id=calendar_id, changes=changes)
        found = get_calendar_with_count(self.actor, calendar_id)
        return answer(calendar_json(*found), headers=undo_header(noted.undo_token))

    @extend_schema(**schema.DELETE_CALENDAR)
    def delete(self, request: Request, calendar_id: int) -> HttpResponse:
        """Deletes a calendar that holds no events."""
        with noting() as noted:
            delete_calendar(actor=self.actor, calendar_id=calendar_id)
        return answer(None, 204, undo_header(noted.undo_token))
