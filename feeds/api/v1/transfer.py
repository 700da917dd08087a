"""The doors of /api/v1/import and /api/v1/export."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.download import download
from core.api.input import Query
from core.api.undo import undo_header
from core.api.views import Door
from events.api.v1.events import ORDERS
from events.api.v1.filters import read_filters
from events.changes import EventFilters
from feeds.access.import_undo import import_undo_token
from feeds.actions.import_ics import import_ics
from feeds.api.v1 import schema_transfer as schema
from feeds.api.v1.render import import_json
from feeds.api.v1.upload import read_upload
from feeds.enums import ExportFormat
from feeds.facts import Outgoing
from feeds.rules import write_ics, write_jscalendar
from feeds.selectors.outgoing import outgoing_event, outgoing_events

FILTERS = (
    "start_date",
    "end_date",
    "owned_only",
    "from",
    "to",
    "q",
    "calendar_id",
    "role",
    "status",
    "updated_since",
    "ordering",
)


class Import(Door):
    """Calendar files coming in."""

    refusals = frozenset({404})
    undoable = frozenset({"POST"})

    @extend_schema(**schema.IMPORT)
    def post(self, request: Request) -> HttpResponse:
        """Imports an iCalendar file into a calendar. Each component is reported for itself.

        An event is known by its UID: imported again it changes, or stays as it is, and nothing is doubled.
        So the call needs no Idempotency-Key. Up to 500 events that it wrote are taken back as one by the
        `X-Undo-Token` of the answer.
        """
        with Query(request) as query:
            calendar_id = query.integer("calendar_id")
            dry_run = query.boolean("dry_run", False)
            on_conflict = query.words("on_conflict", ["allow", "refuse"])
        report = import_ics(
            actor=self.actor,
            calendar_id=calendar_id,
            data=read_upload(request, "file"),
            dry_run=dry_run,
            on_conflict="refuse" if "refuse" in on_conflict else "allow",
        )
        token = import_undo_token(self.actor, report)
        return answer(import_json(report), headers=undo_header(token))


class Export(Door):
    """Calendar files going out."""

    refusals = frozenset({404})

    @extend_schema(**schema.EXPORT)
    def get(self, request: Request) -> HttpResponseBase:
        """Writes one event, a calendar, or what a search finds, as iCalendar or JSCalendar.

        All that the filters leave is written, without pages.
        """
        with Query(request, timezone=self.actor.timezone) as query:
            event_id = query.integer("event_id")
            format_ = query.choice("format", ExportFormat) or ExportFormat.ICS
            ordering = (query.words("ordering", ORDERS) or ["start_time"])[0]
            filters = EventFilters(**read_filters(query), ordering=ordering)
            if event_id is not None:
                for name in FILTERS:
                    if name in query:
                        query.fault(name, "invalid", "One event is written without filters.")
        outgoing = self._outgoing(event_id, filters)
        if format_ is ExportFormat.JSCALENDAR:
            pieces = write_jscalendar.write_jscalendar(outgoing)
            return download(outgoing.name, "json", write_jscalendar.MEDIA_TYPE, pieces)
        return download(outgoing.name, "ics", write_ics.MEDIA_TYPE, write_ics.write_ics(outgoing))

    def _outgoing(self, event_id: int | None, filters: EventFilters) -> Outgoing:
        if event_id is not None:
            return outgoing_event(self.actor, event_id)
        return outgoing_events(self.actor, filters)
