"""`/events/<id>/diff/<a>/<b>/`: what differs between two versions, inline or side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.selectors.people import people_by_id
from core.web.page import PageView
from events.access import get_known_event
from events.enums import RANK_NEEDED, Permission
from events.selectors.calendars import calendar_names
from history.selectors.difference import diff_of
from history.selectors.versions import version_of
from history.web.diff_view import calendars_named, diff_rows
from history.web.words import version_in_words


class DiffPage(PageView):
    """Two versions of an event, which need not follow each other."""

    def get(self, request: HttpRequest, event_id: int, a: int, b: int) -> HttpResponse:
        """The difference that leads from version `a` to version `b`."""
        event = get_known_event(self.actor, event_id)
        found = diff_of(self.actor, event_id, a, b)
        version = version_of(self.actor, event_id, b)
        names = calendar_names(self.actor, calendars_named(found.changes))
        context = {
            "event": event,
            "a": a,
            "b": b,
            "rows": diff_rows(found.data_a, found.data_b, found.changes, names),
            "version": version,
            "words": version_in_words(version),
            "person": people_by_id([version.changed_by]).get(version.changed_by or 0),
            "is_split": request.GET.get("view") == "split",
            "is_next": b == a + 1,
            "may_restore": event.deleted_at is None
            and a != event.version
            and event.rank >= RANK_NEEDED[Permission.CHANGE],
        }
        return render(request, "history/diff.html", context)
