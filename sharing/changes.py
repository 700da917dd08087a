"""What is asked of sharing."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from events.enums import Role

MOST_GRANTS = 50
MOST_PEOPLE = 50
"""How many people's time is looked at together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantee:
    """A person as the caller names him: by exactly one of id, username and email; case does not matter."""

    user_id: int | None = None
    username: str | None = None
    email: str | None = None

    @classmethod
    def named(cls, text: str) -> "Grantee":
        """The person whom a form names: by an address where there is an @ in it, else by the username."""
        return cls(email=text) if "@" in text else cls(username=text)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSlot:
    """A time that is looked for: how long, from when to when (aware), and between which times of day of the
    zone; without `weekends` on no Saturday or Sunday.
    """

    after: datetime
    before: datetime
    length: timedelta
    timezone: str
    day_start: time
    day_end: time
    weekends: bool = True
