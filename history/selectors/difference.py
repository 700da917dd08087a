"""What differs between two versions of an event."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet

from accounts.actors import Actor
from core.compiled import Compiled, P
from core.errors import NotFound
from events.access import get_known_event
from history.facts import Difference
from history.rules.diff import field_changes
from history.selectors.version_rows import COLUMNS, readable_versions, reader_of, row_of


def diff_of(actor: Actor, event_id: int, a: int, b: int) -> Difference:
    """What leads from version `a` to version `b`; either may be the older one. One query.

    Raises `NotFound` for the event, or where it lacks one of the versions.
    """
    user_id = reader_of(actor)
    found = _pair({"user": user_id, "event": event_id, "versions": sorted({a, b})}, user_id is None)
    data = {row.version: row.data for row in map(row_of, found)}
    if a not in data or b not in data:
        get_known_event(actor, event_id)
        raise NotFound("One or both versions not found")
    return Difference(a, b, data[a], data[b], field_changes(data[a], data[b]))


def _pair_rows(by_system: bool) -> QuerySet[Any, Any]:
    wanted = P("versions", BigIntegerField(), many=True)
    rows = readable_versions(by_system=by_system).filter(version__anyof=wanted)
    return rows.order_by().values_list(*COLUMNS)


_pair = Compiled(_pair_rows)
