"""The door of taking back what was just done."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.undo import undo_header
from core.api.views import Door
from events.access.undo import undo_token_of
from events.api.v1.render import event_json
from journal.access.undo import noting
from pages.actions.undo import undo
from pages.api.v1 import schema


class Undo(Door):
    """The way back from a write."""

    # what it would bring back need not fit any more: a uid that is taken, a calendar that is gone
    refusals = frozenset({422})
    undoable = frozenset({"POST"})

    @extend_schema(**schema.UNDO)
    def post(self, request: Request, token: str) -> HttpResponse:
        """Reverses the write that answered with this `X-Undo-Token`; the answer bears one for this write.

        The body has the events that were written, and is empty where the write was one of a calendar, of
        roles, of a feed or of the profile. Where anybody has changed the same since: 409 `undo_conflict`.
        """
        with noting() as noted:
            events = undo(actor=self.actor, token=token)
        rows = [{**event_json(event), "deleted_at": event.deleted_at} for event in events]
        token_back = undo_token_of(events) if events else noted.undo_token
        return answer(rows, headers=undo_header(token_back))
