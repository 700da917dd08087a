"""Granting roles to people as they are named: what sharing an event and sharing a calendar have in common."""

from collections import Counter
from collections.abc import Sequence

from core.errors import Fault, Invalid
from journal.actions.record import record
from sharing.actions.lock_grants import LockedGrants
from sharing.actions.write_roles import held_rows, refuse_owner, write_roles
from sharing.changes import MOST_GRANTS, Grant
from sharing.errors import UsersNotFound
from sharing.facts import Granted
from sharing.selectors.grantees import find_grantees


def grant_roles(locked: LockedGrants, grants: Sequence[Grant]) -> list[Granted]:
    """Grants every role or none, and records each that is new or changed; the order is that of `grants`.

    Raises `Invalid` for none or more than fifty, and where two of them mean the same person, `UsersNotFound`
    with all that is unknown, `OwnerIsFixed` where one is the creator. The number of statements does not
    depend on that of the grants.
    """
    if not 1 <= len(grants) <= MOST_GRANTS:
        raise Invalid.of("users", "length", f"Name 1 to {MOST_GRANTS} users.")
    user_ids = _resolved(grants)
    refuse_owner(locked, user_ids)
    roles = {user_id: grant.role for user_id, grant in zip(user_ids, grants, strict=True)}
    record(write_roles(locked, roles, held_rows(locked, user_ids)), actor_id=locked.actor.id)
    return [Granted(user_id, role) for user_id, role in roles.items()]


def _resolved(grants: Sequence[Grant]) -> list[int]:
    """The ids of the people named."""
    users = find_grantees([grant.grantee for grant in grants])
    unknown = [
        (index, grant.grantee)
        for index, (grant, user) in enumerate(zip(grants, users, strict=True))
        if user is None
    ]
    if unknown:
        raise UsersNotFound(
            f"Users not found: [{', '.join(grantee.given for _, grantee in unknown)}]",
            faults=[
                Fault(f"users.{index}.{grantee.field}", "not_found", "There is no such user.")
                for index, grantee in unknown
            ],
        )
    ids = [user.pk for user in users if user is not None]
    number = Counter(ids)
    repeated = [index for index, user_id in enumerate(ids) if number[user_id] > 1]
    if repeated:
        message = "Each user may be named once."
        raise Invalid(message, faults=[Fault(f"users.{index}", "duplicate", message) for index in repeated])
    return ids
