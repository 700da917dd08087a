"""What happened to an event, as the journal tells it."""

from datetime import datetime
from typing import Any, NamedTuple

from accounts.actors import Actor
from accounts.models import User
from events.access import get_known_event
from history.rules.activity_summary import activity_summary
from journal.selectors import entries_about


class Happening(NamedTuple):
    """One entry, with the actor's present username; both are None for the installation itself."""

    id: int
    at: datetime
    actor_id: int | None
    actor_username: str | None
    source: str
    verb: str
    version: int | None
    summary: str
    data: dict[str, Any] | None


def activity_of(actor: Actor, event_id: int, *, limit: int, before_id: int | None = None) -> list[Happening]:
    """What happened to the event, newest first, one more than `limit` where there is another page.

    Three queries. Raises `NotFound` where the actor may not know of the event.
    """
    get_known_event(actor, event_id)
    entries = entries_about("event", event_id, before_id=before_id, limit=limit + 1)
    actors = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = dict(User.objects.filter(pk__in=actors).order_by().values_list("pk", "username"))
    return [
        Happening(
            entry.id,
            entry.at,
            entry.actor_id,
            names.get(entry.actor_id or 0),
            entry.source,
            entry.verb,
            entry.version,
            entry.summary or activity_summary(entry.verb, entry.data),
            entry.data,
        )
        for entry in entries
    ]
