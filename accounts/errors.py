"""Refusals of accounts."""

from core.errors import Conflict, NotAuthenticated, NotFound, Refused


class UsernameTaken(Refused):
    """Somebody has this username, in whatever case (400)."""

    code = "username_taken"


class EmailTaken(Refused):
    """Somebody has this address, in whatever case (400)."""

    code = "email_taken"


class InactiveUser(Refused):
    """The password is right, and the account is closed (400)."""

    code = "inactive_user"


class IncorrectCredentials(NotAuthenticated):
    """Name and password do not belong together; whether the name exists is not told (401)."""

    code = "incorrect_credentials"


class IncorrectPassword(NotAuthenticated):
    """The present password, asked for once more, is another one (401)."""

    code = "incorrect_password"


class InvalidToken(NotAuthenticated):
    """A token that is no token, has expired, or belongs to a session that has ended (401)."""

    code = "invalid_token"


class TokenReused(NotAuthenticated):
    """A refresh token that was spent before; its session has been ended (401)."""

    code = "token_reused"


class SessionNotFound(NotFound):
    """There is no such session, or it is somebody else's (404)."""

    code = "session_not_found"


class SecondFactorRequired(NotAuthenticated):
    """The password is right, and `otp` is missing or wrong (401)."""

    code = "mfa_required"


class EmailNotConfirmed(NotAuthenticated):
    """The password is right, and this site lets in only who has confirmed his address (401)."""

    code = "email_not_confirmed"


class SecondFactorExists(Conflict):
    """The account has one of this kind already (409)."""

    code = "second_factor_exists"


class SecondFactorNotFound(NotFound):
    """There is no such second factor, or it is somebody else's (404)."""

    code = "second_factor_not_found"


class LinkSpent(Conflict):
    """A link to set a password by, used after the password was changed (409)."""

    code = "link_spent"
