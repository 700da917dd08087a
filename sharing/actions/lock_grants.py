"""The lock under which roles change: the schedule of the owner, as for every write of his events."""

from dataclasses import dataclass

from accounts.actors import Actor
from events.access import LockedEvent, lock_calendar, lock_event
from events.enums import Permission
from sharing.enums import Kind


@dataclass(frozen=True, slots=True)
class LockedGrants:
    """The grants on one event or calendar, whose owner's schedule this transaction holds.

    Every change of a role takes that lock, so of two owners who demote each other only one succeeds.
    `calendar_id` names the chain of the journal.
    """

    kind: Kind
    subject_id: int
    owner_id: int
    calendar_id: int
    actor: Actor


def lock_grants(actor: Actor, kind: Kind, subject_id: int, permission: Permission) -> LockedGrants:
    """The grants, for an actor who holds the permission before the lock and after it.

    Must run in a transaction. Raises as `events.access` does, before anything else is looked up.
    """
    if kind is Kind.EVENT:
        return grants_of(lock_event(actor, subject_id, permission))
    calendar = lock_calendar(actor, subject_id, permission)
    return LockedGrants(kind, calendar.pk, calendar.owner_id, calendar.pk, actor)


def grants_of(locked: LockedEvent) -> LockedGrants:
    """The grants on a locked event."""
    event = locked.event
    return LockedGrants(Kind.EVENT, event.pk, event.owner_id, event.calendar_id, locked.actor)
