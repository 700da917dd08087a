"""The doors of taking a write back, and of who wrote what."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.views import Door, answer
from events.api.v1.conditions import undo_header
from events.api.v1.render import event_json
from history.actions.undo_write import undo_write
from history.api.v1 import schema_undo as schema
from history.selectors.blame import blame_of


class UndoWrite(Door):
    """The way back from a write."""

    @extend_schema(**schema.UNDO_WRITE)
    def post(self, request: Request, token: str) -> HttpResponse:
        """Reverses the write that answered with this `X-Undo-Token`; the answer bears one for this write."""
        events = undo_write(actor=self.actor, token=token)
        rows = [{**event_json(event), "deleted_at": event.deleted_at} for event in events]
        return answer(rows, headers=undo_header(events))


class Blame(Door):
    """Who wrote what."""

    @extend_schema(**schema.BLAME_EVENT)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """For each field the version that gave it its present value."""
        found = blame_of(self.actor, event_id)
        return answer(
            {
                field: {
                    "version": last.version,
                    "changed_by": last.changed_by,
                    "changed_by_username": last.changed_by_username,
                    "changed_at": last.at,
                    "value": last.value,
                }
                for field, last in found.items()
            }
        )
