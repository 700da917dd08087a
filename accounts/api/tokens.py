"""Access and refresh tokens: signed words (RFC 7519) that name a user and a session."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from accounts.errors import InvalidToken
from accounts.models import Session

SESSION_CLAIM = "sid"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says; `expires_at` is in seconds of the epoch."""

    user_id: int
    session_id: int
    jti: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class TokenPair:
    """The tokens of a session; `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


def issue_tokens(session: Session) -> TokenPair:
    """The tokens of a session; the refresh token is the one that may be presented next."""
    access, refresh = AccessToken(), RefreshToken()
    refresh[api_settings.JTI_CLAIM] = session.refresh_jti
    refresh["exp"] = int(session.expires_at.timestamp())
    for token in (access, refresh):
        token[api_settings.USER_ID_CLAIM] = str(session.user_id)
        token[SESSION_CLAIM] = session.pk
    return TokenPair(str(access), str(refresh), access["exp"] - access["iat"])


def read_refresh_token(token: str) -> Claims:
    """What a refresh token says; raises `InvalidToken` for anything else, access tokens too."""
    return _verified(RefreshToken, token)


class AccessTokens:
    """Reads access tokens, and remembers those that it has verified, by their hash and until they expire.

    Verifying costs far more than a look into a dictionary. Whether the session still lives is another
    question, which is asked each time. Beyond `size` tokens the one used longest ago is forgotten.
    """

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._known: OrderedDict[bytes, Claims] = OrderedDict()
        self._lock = Lock()

    def read(self, token: str) -> Claims:
        """What an access token says; raises `InvalidToken` for anything else, refresh tokens too."""
        # backslashreplace: a header may hold what is no text
        key = sha256(token.encode(errors="backslashreplace")).digest()
        with self._lock:
            claims = self._known.get(key)
            if claims is not None:
                self._known.move_to_end(key)
        if claims is not None:
            if claims.expires_at > time.time():
                return claims
            with self._lock:
                self._known.pop(key, None)
        claims = _verified(AccessToken, token)
        with self._lock:
            self._known[key] = claims
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return claims


def _verified(kind: type[Token], token: str) -> Claims:
    try:
        verified = kind(token)  # type: ignore[arg-type]  # the annotation is wrong: it takes text
        return Claims(
            user_id=int(verified[api_settings.USER_ID_CLAIM]),
            session_id=int(verified[SESSION_CLAIM]),
            jti=str(verified[api_settings.JTI_CLAIM]),
            expires_at=int(verified["exp"]),
        )
    except (TokenError, KeyError, TypeError, ValueError):
        raise InvalidToken("The token is not valid, or has expired.") from None


access_tokens = AccessTokens()
