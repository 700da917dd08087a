"""Who last changed each field of an event."""

from typing import Any

from django.db.models import QuerySet

from accounts.actors import Actor
from core.compiled import Compiled
from events.access import get_event
from history.facts import LastChange
from history.rules.diff import field_changes
from history.selectors.version_rows import COLUMNS, NOTHING, readable_versions, reader_of, row_of


def blame_of(actor: Actor, event_id: int) -> dict[str, LastChange]:
    """For each content field by wire name the version that gave it its present value; one query.

    A field that was never set counts from version 1. Raises `NotFound` for an event not known to the actor.
    """
    user_id = reader_of(actor)
    rows = [row_of(values) for values in _all({"user": user_id, "event": event_id}, user_id is None)]
    if not rows:
        get_event(actor, event_id)
    found: dict[str, LastChange] = {}
    before = NOTHING
    for row in rows:
        for field in row.data if row.version == 1 else field_changes(before, row.data):
            found[field] = LastChange(row.version, row.user_id, row.username, row.at, row.data.get(field))
        before = row.data
    return found


def _all_rows(by_system: bool) -> QuerySet[Any, Any]:
    return readable_versions(by_system=by_system).order_by("version").values_list(*COLUMNS)


_all = Compiled(_all_rows)
