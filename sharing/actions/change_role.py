"""Changing the role that somebody holds."""

from accounts.actors import Actor
from core.transactions import write_atomic
from events.actions.road import on_the_road
from events.enums import Permission, Role
from sharing.actions.lock_grants import lock_grants
from sharing.actions.write_roles import rewrite_role
from sharing.enums import Kind


@on_the_road
def change_event_role(*, actor: Actor, event_id: int, user_id: int, role: Role) -> None:
    """Gives a user who holds a role on the event itself another one.

    Raises `NotFound`, `Forbidden` for anyone but owners, then `OwnerIsFixed` for the creator, and
    `PermissionNotFound` where the user has no role on the event, or only one through its calendar or a group.
    """
    rewrite_role(lock_grants(actor, Kind.EVENT, event_id, Permission.SHARE), user_id, role)


def change_calendar_role(*, actor: Actor, calendar_id: int, user_id: int, role: Role) -> None:
    """Gives a user who holds a role on the calendar another one; raises as `change_event_role` does."""
    with write_atomic():
        rewrite_role(lock_grants(actor, Kind.CALENDAR, calendar_id, Permission.SHARE), user_id, role)
