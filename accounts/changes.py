"""What is asked of accounts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a login comes from: the device as it names itself, and its address."""

    device: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A new account as its owner asks for it."""

    username: str
    email: str
    password: str
    full_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanges:
    """An edit of one's own account; None leaves a field as it is. A new email needs the present password."""

    full_name: str | None = None
    timezone: str | None = None
    free_busy_visibility: str | None = None
    week_start: str | None = None
    hour_cycle: str | None = None
    language: str | None = None
    shortcuts_enabled: bool | None = None
    onboarded_at: datetime | None = None
    email: str | None = None
    password: str | None = None
