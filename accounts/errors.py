"""Refusals of accounts."""

from core.errors import NotAuthenticated, NotFound, Refused


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
