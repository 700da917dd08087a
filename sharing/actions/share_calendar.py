"""Sharing a whole calendar."""

from collections.abc import Sequence

from accounts.actors import Actor
from core.transactions import write_atomic
from events.enums import Permission
from sharing.actions.grant_roles import grant_roles
from sharing.actions.lock_grants import lock_grants
from sharing.changes import Grant
from sharing.enums import Kind
from sharing.facts import Granted


def share_calendar(*, actor: Actor, calendar_id: int, grants: Sequence[Grant]) -> list[Granted]:
    """Grants roles on the calendar, and so on every event in it, now or later; raises as `share_event`."""
    with write_atomic():
        return grant_roles(lock_grants(actor, Kind.CALENDAR, calendar_id, Permission.SHARE), grants)
