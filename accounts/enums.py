"""The words for what happens to accounts."""

from enum import StrEnum
from typing import Final

BROWSER_SESSION: Final = "account_session_id"
"""Where Django's session of a browser keeps the id of its row among the sessions of accounts."""


class FreeBusyVisibility(StrEnum):
    """Who may learn when one is busy: never with what."""

    NOBODY = "nobody"
    SHARED = "shared"
    EVERYONE = "everyone"


class WeekStart(StrEnum):
    """The day that a person's weeks begin with."""

    MONDAY = "monday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"


class HourCycle(StrEnum):
    """Whether a person's clock counts to 24 or twice to 12."""

    H24 = "24"
    H12 = "12"


class Language(StrEnum):
    """The languages that the pages are written in; the empty one is what the browser asks for."""

    BROWSER = ""
    ENGLISH = "en"
    GERMAN = "de"


class Verb(StrEnum):
    """The journal's verbs for users and their sessions."""

    REGISTERED = "registered"
    LOGGED_IN = "logged_in"
    LOGIN_REFUSED = "login_refused"
    LOGGED_OUT = "logged_out"
    SESSION_REVOKED = "session_revoked"
    PASSWORD_CHANGED = "password_changed"
    PROFILE_UPDATED = "profile_updated"
    TOKEN_REUSED = "token_reused"
    ACCOUNT_CHANGED = "account_changed"
    EMAIL_CONFIRMED = "email_confirmed"
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
