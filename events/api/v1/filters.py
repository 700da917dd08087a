"""The filters of lists of events, as the query string writes them."""

from typing import Any

from core.api.input import Query
from events.enums import Role, Status


def read_filters(query: Query) -> dict[str, Any]:
    """What the query string filters by, as arguments of `EventFilters`; faults go to `query`."""
    filters: dict[str, Any] = {
        "start_date": query.instant("start_date"),
        "end_date": query.instant("end_date"),
        "owned_only": query.boolean("owned_only", False),
        "from_": query.instant("from"),
        "to": query.instant("to"),
        "q": query.text("q", max_length=200),
        "calendar_id": query.integer("calendar_id"),
        "role": query.choice("role", Role),
        "status": query.choice("status", Status),
        "updated_since": query.instant("updated_since"),
    }
    if filters["from_"] and filters["to"] and filters["to"] <= filters["from_"]:
        query.fault("to", "range_empty", "The end of the range must be after its start.")
    return filters
