"""What every change of a role ends in: the rows, and what the journal is told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import Permission as StoredPermission
from django.utils.timezone import now

from accounts.models import User
from events.enums import PERMISSIONS_OF, Permission, Role
from journal.actions.record import record
from journal.facts import Fact
from sharing.actions.lock_grants import LockedGrants
from sharing.enums import Kind
from sharing.errors import OwnerIsFixed, PermissionNotFound
from sharing.facts import Grounds
from sharing.selectors.permissions import USER_ROWS

Rows = Mapping[str, int]
"""The rows that a user holds on a thing: the id of each by the permission's codename."""
NO_GROUNDS: Mapping[int, Grounds] = {}


@dataclass(slots=True)
class _Plan:
    """The rows to delete, to add (user and codename) and to date anew."""

    stale: list[int] = field(default_factory=list)
    missing: list[tuple[int, str]] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)


def refuse_owner(locked: LockedGrants, user_ids: Collection[int]) -> None:
    """Raises `OwnerIsFixed` where the creator is among those whose role would be written."""
    if locked.owner_id in user_ids:
        raise OwnerIsFixed("Cannot modify owner's permissions")


def rewrite_role(locked: LockedGrants, user_id: int, role: Role | None, reason: str | None = None) -> None:
    """Gives one user who holds a role another one, or takes it away (None), and records it with its reason.

    Of a role that is taken away the entry keeps who granted it and when, so that it can come back as it was.
    Raises `OwnerIsFixed` for the creator, and `PermissionNotFound` for who holds none of his own.
    """
    refuse_owner(locked, {user_id})
    held = held_rows(locked, {user_id})
    if not held:
        raise PermissionNotFound("Permission not found")
    more = {"reason": reason} if reason else {}
    if role is None:
        more |= grounds_of(locked, held).get(user_id, {})
    facts = write_roles(locked, {user_id: role}, held)
    record(told_more(facts, {user_id: more}), actor_id=locked.actor.id)


def told_more(facts: Sequence[Fact], more: Mapping[int, Mapping[str, Any]]) -> list[Fact]:
    """The facts about roles, of which the payloads say more by user."""
    return [
        replace(fact, payload={**fact.payload, **more.get(fact.payload["user_id"], {})}) for fact in facts
    ]


def grounds_of(locked: LockedGrants, held: Mapping[int, Rows]) -> dict[int, dict[str, Any]]:
    """Who granted the roles that these users hold and when, as the journal keeps it of what it takes away."""
    view = _codename(Permission.VIEW, locked.kind)
    stored = USER_ROWS[locked.kind]._default_manager.filter(
        pk__in=[rows[view] for rows in held.values() if view in rows]
    )
    return {
        user_id: {"granted_by": granted_by, "granted_at": granted_at.isoformat()}
        for user_id, granted_by, granted_at in stored.values_list("user_id", "granted_by_id", "granted_at")
        if granted_at
    }


def held_rows(locked: LockedGrants, user_ids: Collection[int]) -> dict[int, Rows]:
    """The rows of those users who hold any on the thing."""
    rows = USER_ROWS[locked.kind]._default_manager.filter(
        content_object_id=locked.subject_id, user__in=sorted(user_ids)
    )
    held: dict[int, dict[str, int]] = {}
    for user_id, codename, row_id in rows.values_list("user_id", "permission__codename", "pk"):
        held.setdefault(user_id, {})[codename] = row_id
    return {**held}


def write_roles(
    locked: LockedGrants,
    roles: Mapping[int, Role | None],
    held: Mapping[int, Rows],
    grounds: Mapping[int, Grounds] = NO_GROUNDS,
) -> list[Fact]:
    """Makes each user hold exactly this role of his own, None for none, and says what that changed.

    `held` is what `held_rows` gave for them. Who holds the role already is left as he is; who granted a role
    first, and when, is kept when it changes. Of a new one it is the actor, now, where `grounds` does not say
    otherwise. At most four statements, whatever the number of users. The caller records the facts.
    """
    view = _codename(Permission.VIEW, locked.kind)
    plan, facts = _Plan(), []
    for user_id, role in roles.items():
        had = held.get(user_id, {})
        wanted = [_codename(permission, locked.kind) for permission in PERMISSIONS_OF[role]] if role else []
        if had.keys() == set(wanted):
            continue
        plan.stale += [row_id for codename, row_id in had.items() if codename not in wanted]
        plan.missing += [(user_id, codename) for codename in wanted if codename not in had]
        if role and view in had:
            plan.touched.append(had[view])
        facts.append(_fact(locked, user_id, role, role_of_rows(had, locked.kind)))
    _carry_out(locked, plan, grounds)
    return facts


def _carry_out(locked: LockedGrants, plan: _Plan, grounds: Mapping[int, Grounds]) -> None:
    rows, moment = USER_ROWS[locked.kind]._default_manager, now()
    if plan.stale:
        rows.filter(pk__in=plan.stale).delete()
    if plan.missing:
        ids = _permission_ids(locked.kind)
        usual = Grounds(locked.actor.id if isinstance(locked.actor, User) else None, moment)
        view = _codename(Permission.VIEW, locked.kind)
        rows.bulk_create(
            rows.model(
                content_object_id=locked.subject_id,
                user_id=user_id,
                permission_id=ids[codename],
                granted_at=grounds.get(user_id, usual).granted_at,
                updated_at=moment,
                # the view row alone says who granted the role
                granted_by_id=grounds.get(user_id, usual).granted_by if codename == view else None,
            )
            for user_id, codename in plan.missing
        )
    if plan.touched:
        rows.filter(pk__in=plan.touched).update(updated_at=moment)


def _permission_ids(kind: Kind) -> dict[str, int]:
    stored = StoredPermission.objects.filter(content_type__app_label="events", content_type__model=kind)
    return dict(stored.order_by().values_list("codename", "pk"))


def _codename(permission: Permission, kind: Kind) -> str:
    return f"{permission}_{kind}"


def role_of_rows(rows: Rows, kind: Kind) -> Role | None:
    """The role that the rows amount to: the right to share makes an owner, the right to change an editor."""
    signs = ((Permission.SHARE, Role.OWNER), (Permission.CHANGE, Role.EDITOR), (Permission.VIEW, Role.VIEWER))
    return next((role for permission, role in signs if _codename(permission, kind) in rows), None)


def _fact(locked: LockedGrants, user_id: int, role: Role | None, previous: Role | None) -> Fact:
    payload: dict[str, Any] = {"user_id": user_id, "role": role and role.value}
    if previous:
        payload["previous"] = previous.value
    if not role:
        verb, summary = "revoked", f"access as {previous} revoked"
    elif previous:
        verb, summary = "role_changed", f"role changed from {previous} to {role}"
    else:
        verb, summary = "shared", f"shared as {role}"
    return Fact(
        verb=f"{locked.kind}.{verb}",
        subject_kind=locked.kind,
        subject_id=locked.subject_id,
        calendar_id=locked.calendar_id,
        summary=summary,
        payload=payload,
    )
