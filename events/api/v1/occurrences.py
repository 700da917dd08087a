"""The door of /api/v1/occurrences."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import Query
from core.api.views import Door
from events.api.v1 import schema_series
from events.api.v1.filters import read_filters
from events.api.v1.render import occurrence_json
from events.changes import EventFilters
from events.rules.limits import WINDOW_MAX
from events.selectors.occurrences import list_occurrences


class OccurrenceList(Door):
    """What takes place in a window of time."""

    @extend_schema(**schema_series.LIST_OCCURRENCES)
    def get(self, request: Request) -> HttpResponse:
        """Every occurrence that overlaps the window, of all events that the caller may see, by start.

        A series is there once for each instance, as its overrides have it.
        """
        with Query(request, timezone=self.actor.timezone) as query:
            filters = EventFilters(**_window(query))
        return answer([occurrence_json(one) for one in list_occurrences(self.actor, filters)])


def _window(query: Query) -> dict[str, Any]:
    filters = read_filters(query)
    for name in ("from", "to"):
        if name not in query:
            query.fault(name, "required", "A window has a start and an end.")
    begin, end = filters["from_"], filters["to"]
    if begin is not None and end is not None and end - begin > WINDOW_MAX:
        query.fault("to", "range_too_long", f"A window is at most {WINDOW_MAX.days} days long.")
    return filters
