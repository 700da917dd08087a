"""Ending a series before one of its instances."""

from accounts.actors import Actor
from events.access import lock_event
from events.actions.apply import Change, apply
from events.actions.delete_event import delete
from events.actions.road import on_the_road
from events.actions.update_event import check_match
from events.changes import IfMatch
from events.enums import Permission, Verb
from events.models import Event, content_of
from events.rules.split import split_series as parts_of


@on_the_road
def cut_series(
    *,
    actor: Actor,
    event_id: int,
    recurrence_id: str,
    if_match: IfMatch | None = None,
    reason: str | None = None,
) -> Event:
    """Takes the instance with this original start and all that follow out of the series: an edit.

    Where none comes before it, the event goes to the trash, which is for owners. Raises as
    `delete_occurrence`.
    """
    locked = lock_event(actor, event_id, Permission.CHANGE)
    check_match(locked.event, if_match)
    parts = parts_of(content_of(locked.event), recurrence_id)
    if parts is None:
        return delete(lock_event(actor, event_id, Permission.DELETE), reason)
    return apply(locked, parts.earlier, Change(verb=Verb.UPDATED, reason=reason))
