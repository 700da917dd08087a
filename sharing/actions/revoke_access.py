"""Taking somebody's role away, or giving up one's own."""

from accounts.actors import Actor
from core.transactions import write_atomic
from events.actions.road import on_the_road
from events.enums import Permission
from sharing.actions.lock_grants import lock_grants
from sharing.actions.write_roles import rewrite_role
from sharing.enums import Kind


@on_the_road
def revoke_event_access(*, actor: Actor, event_id: int, user_id: int, reason: str | None = None) -> None:
    """Takes a user's role on the event itself away; everybody may give up his own.

    `reason` is for the journal. Raises `NotFound`, `Forbidden` where others' roles are not the actor's to
    take, then `OwnerIsFixed` for the creator, and `PermissionNotFound` where the user has no role, or only
    one through the calendar or a group.
    """
    rewrite_role(lock_grants(actor, Kind.EVENT, event_id, _needed(actor, user_id)), user_id, None, reason)


def revoke_calendar_access(
    *, actor: Actor, calendar_id: int, user_id: int, reason: str | None = None
) -> None:
    """Takes a user's role on the calendar away; raises as `revoke_event_access` does."""
    with write_atomic():
        locked = lock_grants(actor, Kind.CALENDAR, calendar_id, _needed(actor, user_id))
        rewrite_role(locked, user_id, None, reason)


def _needed(actor: Actor, user_id: int) -> Permission:
    return Permission.VIEW if actor.id == user_id else Permission.SHARE
