"""Giving a group a role on an event or a calendar, or taking it away."""

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as StoredPermission
from django.utils.timezone import now

from accounts.actors import Actor
from accounts.models import User
from events.actions.road import on_the_road
from events.enums import PERMISSIONS_OF, Permission, Role
from events.models import CalendarGroupPermission, EventGroupPermission
from journal.actions.record import record
from journal.facts import Fact
from sharing.actions.lock_grants import LockedGrants, lock_grants
from sharing.enums import Kind
from sharing.errors import GroupNotFound

GROUP_ROWS: dict[Kind, type[EventGroupPermission | CalendarGroupPermission]] = {
    Kind.EVENT: EventGroupPermission,
    Kind.CALENDAR: CalendarGroupPermission,
}


@on_the_road
def set_group_role(
    *,
    actor: Actor,
    kind: Kind,
    subject_id: int,
    group_id: int,
    role: Role | None,
    reason: str | None = None,
) -> None:
    """Makes the group hold exactly this role on the thing, None for none; a role it holds already is left.

    `reason` is for the journal. Raises `NotFound`, `Forbidden` for anyone but owners, then `GroupNotFound`.
    """
    locked = lock_grants(actor, kind, subject_id, Permission.SHARE)
    if not Group.objects.filter(pk=group_id).exists():
        raise GroupNotFound("Group not found")
    rows = GROUP_ROWS[kind]._default_manager.filter(content_object_id=subject_id, group_id=group_id)
    held = set(rows.values_list("permission__codename", flat=True))
    wanted = {f"{permission}_{kind}" for permission in (PERMISSIONS_OF[role] if role else ())}
    if held == wanted:
        return
    rows.exclude(permission__codename__in=wanted).delete()
    stored = StoredPermission.objects.filter(content_type__app_label="events", codename__in=wanted - held)
    moment = now()
    rows.update(updated_at=moment)
    rows.bulk_create(
        rows.model(
            content_object_id=subject_id,
            group_id=group_id,
            permission=permission,
            granted_at=moment,
            updated_at=moment,
            # the view row alone says who granted the role
            granted_by=actor if isinstance(actor, User) and permission.codename.startswith("view_") else None,
        )
        for permission in stored
    )
    record([_fact(locked, group_id, role, reason)], actor_id=actor.id)


def _fact(locked: LockedGrants, group_id: int, role: Role | None, reason: str | None) -> Fact:
    return Fact(
        verb=f"{locked.kind}.{'shared' if role else 'revoked'}",
        subject_kind=locked.kind,
        subject_id=locked.subject_id,
        calendar_id=locked.calendar_id,
        summary=f"group has the role of {role}" if role else "access of a group revoked",
        payload={
            "group_id": group_id,
            "role": role and role.value,
            **({"reason": reason} if reason else {}),
        },
    )
