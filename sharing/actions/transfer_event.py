"""Handing an event over to another creator."""

from dataclasses import replace

from accounts.actors import Actor
from core.errors import Invalid
from events.access import OwnerChanged, lock_event, may
from events.actions.apply import Change, apply
from events.actions.road import on_the_road
from events.changes import OnConflict
from events.enums import Permission, Role, Verb
from events.models import Calendar, Event, content_of
from sharing.actions.lock_grants import grants_of
from sharing.actions.write_roles import held_rows, write_roles
from sharing.changes import Grantee
from sharing.selectors.grantees import find_grantees
from sharing.selectors.permissions import get_own_event


@on_the_road
def transfer_event(*, actor: Actor, event_id: int, to: Grantee, on_conflict: OnConflict = "refuse") -> Event:
    """Makes a collaborator the creator: a version, in which the event moves to his default calendar.

    The old creator stays as a granted owner. Roles on the event itself stay, those that came from the old
    calendar end, and those on the new one begin. Raises `NotFound`, `NotCreator` for anyone else (granted
    owners too), `NotAuthenticated` for the system, then `Invalid` for who cannot see the event already, and
    `ScheduleConflict` where the new creator's time is taken and `on_conflict` does not allow that.
    """
    user_id = get_own_event(actor, event_id).owner_id
    (heir,) = find_grantees([to])
    if heir is None:
        raise _no_collaborator(to)
    locked = lock_event(actor, event_id, Permission.SHARE, also_owners=(heir.pk,))
    if locked.event.owner_id != user_id:
        raise OwnerChanged  # before the lock: somebody else is the creator now, who alone may go on
    if heir.pk == user_id:
        raise Invalid.of(to.field, "already_creator", "You are the creator of this event already.")
    if not may(heir, Permission.VIEW, locked.event):
        raise _no_collaborator(to)
    grants = grants_of(locked)
    # what changes here is told by the one entry of the transfer
    write_roles(grants, {heir.pk: None, user_id: Role.OWNER}, held_rows(grants, {heir.pk, user_id}))
    calendar = Calendar.objects.get(owner=heir, is_default=True)
    change = Change(
        verb=Verb.TRANSFERRED,
        on_conflict=on_conflict,
        owner_id=heir.pk,
        payload={"owner_id": heir.pk, "previous_owner_id": user_id},
    )
    return apply(locked, replace(content_of(locked.event), calendar_id=calendar.pk), change)


def _no_collaborator(named: Grantee) -> Invalid:
    """The same words whether or not there is such an account."""
    return Invalid.of(named.field, "not_a_collaborator", "Share the event with this user first.")
