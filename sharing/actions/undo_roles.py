"""Taking back that roles were granted, changed or taken away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.models import User
from core.actors import System
from core.errors import NotFound
from events.access import user_id_of
from events.actions.road import on_the_road
from events.enums import Permission, Role
from journal.actions.record import record
from journal.errors import UndoConflict
from journal.models import Entry
from journal.selectors import entries_to_undo, later_entries
from sharing.actions.lock_grants import LockedGrants, lock_grants
from sharing.actions.write_roles import Rows, grounds_of, held_rows, role_of_rows, told_more, write_roles
from sharing.enums import Kind
from sharing.facts import Grounds

ROLE_VERBS = frozenset(f"{kind}.{verb}" for kind in Kind for verb in ("shared", "role_changed", "revoked"))
"""What is taken back here."""

Told = Mapping[int, Mapping[str, Any]]
"""What the journal says of each user's role."""


@on_the_road
def undo_roles(*, actor: Actor, token: str) -> None:
    """Gives everybody whom the token names the role of before, all or none, granted as it was then.

    Who gave up his own role, or lowered it, may take that back; for roles of others the actor must be an
    owner now. Raises `NotFound` for a token that is old or another's and for a thing that is gone,
    `Forbidden`, and `UndoConflict` where anything has happened since to the role of one of the people.
    """
    user_id = user_id_of(actor)
    entries = entries_to_undo(user_id, token, ROLE_VERBS)
    payloads = [entry.payload or {} for entry in entries]
    if not all("user_id" in said for said in payloads):  # the role of a group
        raise NotFound("This can no longer be undone.")
    told = {said["user_id"]: said for said in payloads}
    locked = _locked(actor, entries[0], is_own=told.keys() == {user_id})
    held = held_rows(locked, told.keys())
    _refuse_changed(locked, told, held, entries[-1])
    roles = {one: _role_before(said) for one, said in told.items()}
    leaving = grounds_of(locked, {one: rows for one, rows in held.items() if roles[one] is None})
    facts = write_roles(locked, roles, held, _grounds(told))
    more = {
        said["user_id"]: {"undoes": entry.pk, **leaving.get(said["user_id"], {})}
        for said, entry in zip(payloads, entries, strict=True)
    }
    record(told_more(facts, more), actor_id=user_id)


def _locked(actor: Actor, entry: Entry, *, is_own: bool) -> LockedGrants:
    kind, subject_id = Kind(entry.subject_kind), entry.subject_id or 0
    if not is_own:
        return lock_grants(actor, kind, subject_id, Permission.SHARE)
    # who has left may no longer see the thing: what he may do is take that back, as long as nobody has
    # changed anything about it since
    return replace(lock_grants(System(), kind, subject_id, Permission.VIEW), actor=actor)


def _refuse_changed(locked: LockedGrants, told: Told, held: Mapping[int, Rows], last: Entry) -> None:
    """Raises `UndoConflict` unless all is as the deed has left it, and everybody is still there."""
    present = {one: role_of_rows(held.get(one, {}), locked.kind) for one in told}
    since = later_entries(last).filter(verb__in=ROLE_VERBS, payload__user_id__in=list(told))
    returning = [one for one, said in told.items() if _role_before(said)]
    if (
        locked.owner_id in told
        or any(present[one] != said["role"] for one, said in told.items())
        or since.exists()
        or User.objects.filter(pk__in=returning, is_active=True).count() < len(returning)
    ):
        raise UndoConflict("Somebody has changed this access since. Nothing was undone.")


def _role_before(said: Mapping[str, Any]) -> Role | None:
    return Role(said["previous"]) if said.get("previous") else None


def _grounds(told: Told) -> dict[int, Grounds]:
    """Who granted the roles that come back, and when; who is gone is not named."""
    kept = {one: said for one, said in told.items() if "granted_at" in said}
    grantors = {said["granted_by"] for said in kept.values()} - {None}
    known = set(User.objects.filter(pk__in=grantors).values_list("pk", flat=True)) if grantors else set()
    return {
        one: Grounds(
            said["granted_by"] if said["granted_by"] in known else None,
            datetime.fromisoformat(said["granted_at"]),
        )
        for one, said in kept.items()
    }
