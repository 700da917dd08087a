"""What is asked of sharing."""

from dataclasses import dataclass

from events.enums import Role

MOST_GRANTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantee:
    """A person as the caller names him: by exactly one of id, username and email; case does not matter."""

    user_id: int | None = None
    username: str | None = None
    email: str | None = None

    @property
    def given(self) -> str:
        """What the caller wrote."""
        return str(self.user_id if self.user_id is not None else self.username or self.email)

    @property
    def field(self) -> str:
        """The wire name of what the caller wrote."""
        if self.user_id is not None:
            return "user_id"
        return "username" if self.username is not None else "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role for a person."""

    grantee: Grantee
    role: Role
