"""Who holds what: the answers of sharing's actions and selectors."""

from dataclasses import dataclass
from datetime import datetime

from events.enums import Role


@dataclass(frozen=True, slots=True)
class Granted:
    """A role that a user now holds of his own."""

    user_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class HeldPermission:
    """A role held on the thing itself, with who granted it (None where that account is gone) and when."""

    user_id: int
    username: str
    role: Role
    granted_by: int | None
    granted_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Collaborator:
    """A person who can see the thing for whatever reason, with his highest role, and since when."""

    user_id: int
    username: str
    full_name: str
    is_creator: bool
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A person to share with; never with an address."""

    id: int
    username: str
    full_name: str
