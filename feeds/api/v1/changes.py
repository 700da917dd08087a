"""The door of /api/v1/changes: what has changed in what the caller may see."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import Query
from core.api.views import Door
from events.api.v1.render import event_json
from feeds.access.change_token import change_token, read_change_token
from feeds.api.v1 import schema_changes as schema
from feeds.selectors.changes import changes_after
from journal.actions.number_entries import number_entries

LONGEST_TOKEN = 8000


class Changes(Door):
    """Changes to follow."""

    refusals = frozenset({410})

    @extend_schema(**schema.LIST_CHANGES)
    def get(self, request: Request) -> HttpResponse:
        """What changed since the token; without one, everything that the caller may see.

        Each change shows an event as it is now, or that it is gone: deleted, or out of the caller's sight. Go
        on with `token` at once while `more` is true, and later to hear what has happened meanwhile.
        """
        with Query(request) as query:
            limit = query.integer("limit", 100, minimum=1, maximum=500)
            since = query.text("since", max_length=LONGEST_TOKEN)
        reading = read_change_token(self.actor.pk, since) if since else None
        number_entries()
        changes, reading, more = changes_after(self.actor, reading, limit=limit)
        rows = [
            {"event_id": change.event_id, "version": change.version, "deleted": True}
            if change.event is None
            else {
                "event_id": change.event_id,
                "version": change.version,
                "deleted": False,
                "event": event_json(change.event),
            }
            for change in changes
        ]
        return answer({"changes": rows, "token": change_token(self.actor.pk, reading), "more": more})
