"""The JSON of permissions, collaborators and people."""

from collections.abc import Sequence
from typing import Any

from sharing.enums import Kind
from sharing.facts import Collaborator, FoundUser, Granted, HeldPermission


def shared_json(kind: Kind, subject_id: int, granted: Sequence[Granted]) -> dict[str, Any]:
    """The answer of a share."""
    return {
        f"{kind}_id": subject_id,
        "shared_with": [
            {"user_id": each.user_id, "permission_level": each.role, "status": "granted"} for each in granted
        ],
        "message": f"{kind.capitalize()} sharing completed",
    }


def permission_json(held: HeldPermission) -> dict[str, Any]:
    """One row of the permissions."""
    return {
        "user_id": held.user_id,
        "username": held.username,
        "permission_level": held.role,
        "granted_by": held.granted_by,
        "granted_at": held.granted_at,
        "updated_at": held.updated_at,
    }


def collaborators_json(kind: Kind, subject_id: int, people: Sequence[Collaborator]) -> dict[str, Any]:
    """Everybody who works together on the thing, the creator counted."""
    return {
        f"{kind}_id": subject_id,
        "total_collaborators": len(people),
        "collaborators": [
            {
                "user_id": person.user_id,
                "username": person.username,
                "full_name": person.full_name or None,
                "role": "owner" if person.is_creator else "collaborator",
                "permission_level": person.role,
                "since": person.since,
            }
            for person in people
        ],
    }


def user_json(user: FoundUser) -> dict[str, Any]:
    """A person whom one has looked for; never with an address."""
    return {"id": user.id, "username": user.username, "full_name": user.full_name or None}
