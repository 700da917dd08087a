"""The door of who wrote what."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.views import Door
from history.api.v1 import schema_blame as schema
from history.selectors.blame import blame_of


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
