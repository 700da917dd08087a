"""Sharing one event."""

from collections.abc import Sequence

from accounts.actors import Actor
from events.actions.road import on_the_road
from events.enums import Permission
from sharing.actions.grant_roles import grant_roles
from sharing.actions.lock_grants import lock_grants
from sharing.changes import Grant
from sharing.enums import Kind
from sharing.facts import Granted


@on_the_road
def share_event(*, actor: Actor, event_id: int, grants: Sequence[Grant]) -> list[Granted]:
    """Grants roles on the event to up to fifty people, all or none; who holds another role gets the new one.

    Raises `NotFound`, `Forbidden` for anyone but owners, then `UsersNotFound`, `Invalid` where a person is
    named twice, and `OwnerIsFixed` for the creator.
    """
    return grant_roles(lock_grants(actor, Kind.EVENT, event_id, Permission.SHARE), grants)
