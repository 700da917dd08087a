"""`/export/`: calendars and searches as files."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from core.api.download import download
from core.api.input import Query
from core.errors import Invalid
from core.web.form_errors import add_errors
from core.web.page import PageView
from events.api.v1.filters import read_filters
from events.changes import EventFilters
from events.selectors.calendars import list_calendars
from feeds.enums import ExportFormat
from feeds.rules import write_ics, write_jscalendar
from feeds.selectors.outgoing import outgoing_event, outgoing_events
from feeds.web.forms import ExportForm


class ExportPage(PageView):
    """Choosing what to write."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        form = ExportForm(calendars=list_calendars(self.actor))
        return render(request, "feeds/export.html", {"form": form})


class ExportFile(PageView):
    """The file."""

    def get(self, request: HttpRequest, event_id: int | None = None) -> HttpResponseBase:
        """One event, or what the API's filters leave; empty fields filter nothing."""
        given = request.GET.copy()
        for name in list(given):
            if not str(given[name]).strip():
                del given[name]
        request.GET = QueryDict(given.urlencode())
        try:
            with Query(request, timezone=self.actor.timezone) as query:
                format_ = query.choice("format", ExportFormat) or ExportFormat.ICS
                filters = EventFilters(**read_filters(query))
        except Invalid as error:
            form = ExportForm(given, calendars=list_calendars(self.actor))
            add_errors(form, error)
            return render(request, "feeds/export.html", {"form": form}, status=error.status)
        if event_id is not None:
            outgoing = outgoing_event(self.actor, event_id)
        else:
            outgoing = outgoing_events(self.actor, filters)
        if format_ is ExportFormat.JSCALENDAR:
            pieces = write_jscalendar.write_jscalendar(outgoing)
            return download(outgoing.name, "json", write_jscalendar.MEDIA_TYPE, pieces)
        return download(outgoing.name, "ics", write_ics.MEDIA_TYPE, write_ics.write_ics(outgoing))
