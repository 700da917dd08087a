"""The closed sets of words of the core: roles, permissions, statuses, colours."""

from enum import StrEnum


class Role(StrEnum):
    """What one may do with an event or a calendar; each role includes the ones before it."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        """1 for viewer to 3 for owner: the higher of two roles counts."""
        return _RANKS[self]

    @classmethod
    def of_rank(cls, rank: int | None) -> "Role | None":
        """The role of that rank; None for 0 or None."""
        return _BY_RANK.get(rank or 0)

    @staticmethod
    def word_of_rank(rank: int | None) -> str | None:
        """The same as the plain text that JSON has: a member of an enum takes its renderer longer."""
        return _WORDS.get(rank or 0)


_RANKS = {Role.VIEWER: 1, Role.EDITOR: 2, Role.OWNER: 3}
_BY_RANK = {rank: role for role, rank in _RANKS.items()}
_WORDS = {rank: role.value for role, rank in _RANKS.items()}


class Permission(StrEnum):
    """One right; a role is a set of them, stored as guardian's rows."""

    VIEW = "view"
    CHANGE = "change"
    DELETE = "delete"
    SHARE = "share"


PERMISSIONS_OF: dict[Role, tuple[Permission, ...]] = {
    Role.VIEWER: (Permission.VIEW,),
    Role.EDITOR: (Permission.VIEW, Permission.CHANGE),
    Role.OWNER: (
        Permission.VIEW,
        Permission.CHANGE,
        Permission.DELETE,
        Permission.SHARE,
    ),
}

RANK_NEEDED: dict[Permission, int] = {
    Permission.VIEW: 1,
    Permission.CHANGE: 2,
    Permission.DELETE: 3,
    Permission.SHARE: 3,
}


class Status(StrEnum):
    """RFC 5545, section 3.8.1.11; a cancelled event is not busy."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Transparency(StrEnum):
    """RFC 5545, section 3.8.2.7: whether an event takes up time."""

    OPAQUE = "opaque"
    TRANSPARENT = "transparent"


class Color(StrEnum):
    """The fixed palette of calendars: contrast is guaranteed for these eight only."""

    COBALT = "cobalt"
    TEAL = "teal"
    GREEN = "green"
    AMBER = "amber"
    ORANGE = "orange"
    ROSE = "rose"
    VIOLET = "violet"
    SLATE = "slate"


class Verb(StrEnum):
    """What was done to an event: each is a version and a journal entry."""

    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    DELETED = "deleted"
    RESTORED = "restored"
    ROLLED_BACK = "rolled_back"
    UNDONE = "undone"
    TRANSFERRED = "transferred"
    PURGED = "purged"
