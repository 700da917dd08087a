"""Deleting an event: it goes to the trash, as a version of its own."""

from datetime import datetime

from django.utils.timezone import now

from accounts.actors import Actor
from accounts.models import User
from events.access import LockedEvent, lock_event
from events.actions.apply import Change, save_version
from events.actions.road import on_the_road
from events.actions.update_event import check_match
from events.changes import IfMatch
from events.enums import Permission, Verb
from events.models import Event, Occurrence


@on_the_road
def delete_event(
    *, actor: Actor, event_id: int, if_match: IfMatch | None = None, reason: str | None = None
) -> Event:
    """Marks the event as deleted, frees its time, and writes a version; grants and history stay.

    Raises `NotFound`, `Forbidden` for anyone but owners, `StaleMatch`, `PreconditionRequired` in strict mode.
    """
    locked = lock_event(actor, event_id, Permission.DELETE)
    check_match(locked.event, if_match)
    return delete(locked, reason)


def delete(locked: LockedEvent, reason: str | None = None) -> Event:
    """The deletion of an event that is locked already."""
    event = locked.event
    event.version += 1
    mark_deleted(event, locked.actor, now())
    save_version(locked, Change(verb=Verb.DELETED, reason=reason), [])
    Occurrence.objects.filter(event=event).delete()
    return event


def mark_deleted(event: Event, actor: Actor, at: datetime) -> None:
    """Sets what the row of a deleted event says; saves nothing."""
    event.deleted_at = at
    event.deleted_by = actor if isinstance(actor, User) else None
    event.occurrences_until = None
