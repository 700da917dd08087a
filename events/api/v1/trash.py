"""The doors of /api/v1/trash, and the way out of it."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import Query
from core.api.paging import next_link, read_page
from core.api.views import Door
from core.errors import Invalid
from events.actions.purge_event import purge_event
from events.actions.restore_event import restore_event
from events.api.v1 import schema_trash as schema
from events.api.v1.conditions import event_answer, on_conflict_of
from events.api.v1.render import event_json
from events.selectors.trash import list_trash


class Trash(Door):
    """Deleted events that the caller could see."""

    @extend_schema(**schema.LIST_TRASH)
    def get(self, request: Request) -> HttpResponse:
        """Last deleted first, each with `deleted_at` and `deleted_by`."""
        with Query(request) as query:
            page = read_page(request, query)
            if page.skip:
                query.fault("skip", "invalid", "Page the trash by the cursor of its Link.")
        if page.after is not None and len(page.after) != 2:
            raise Invalid.of("cursor", "invalid", "This is no cursor that the trash has given.")
        after = None if page.after is None else (page.after[0], page.after[1])
        rows = list_trash(self.actor, limit=page.limit, after=after)
        headers = {}
        if len(rows) > page.limit:
            rows = rows[: page.limit]
            headers["Link"] = next_link(request, (rows[-1].deleted_at, rows[-1].pk))
        return answer(
            [
                {**event_json(row), "deleted_at": row.deleted_at, "deleted_by": row.deleted_by_id}
                for row in rows
            ],
            headers=headers,
        )


class TrashedEvent(Door):
    """One event in the trash."""

    @extend_schema(**schema.PURGE_EVENT)
    def delete(self, request: Request, event_id: int) -> HttpResponse:
        """Ends the event for good."""
        purge_event(actor=self.actor, event_id=event_id)
        return answer(None, 204)


class RestoreEvent(Door):
    """The way out of the trash."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.RESTORE_EVENT)
    def post(self, request: Request, event_id: int) -> HttpResponse:
        """Puts the event back; its time is checked as if it were new."""
        on_conflict = on_conflict_of(request)
        return event_answer(restore_event(actor=self.actor, event_id=event_id, on_conflict=on_conflict))
