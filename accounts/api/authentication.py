"""Finds out who calls the JSON API: by a bearer token, or by the session of a browser."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.actions.touch_session import touch_session
from accounts.api.tokens import access_tokens
from accounts.enums import BROWSER_SESSION
from accounts.errors import InvalidToken
from accounts.models import User
from accounts.selectors.find_signed_in import SignedIn, find_signed_in
from core.api.errors import CsrfFailed

ENDED = "The session has ended. Log in again."


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>` (RFC 6750): one query for user, active flag and session."""

    def authenticate(self, request: Request) -> tuple[User, SignedIn] | None:
        """The user and his session; None without a bearer token. Raises `InvalidToken`."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        claims = access_tokens.read(token.strip())
        found = find_signed_in(user_id=claims.user_id, session_id=claims.session_id)
        if found is None:
            raise InvalidToken(ENDED)
        touch_session(actor=found.user, session_id=found.session_id, last_used_at=found.last_used_at)
        return found.user, found


class BrowserSessionAuthentication(BaseAuthentication):
    """The session of a browser that has logged in on our pages, with CSRF protection for writes."""

    def authenticate(self, request: Request) -> tuple[User, SignedIn] | None:
        """The user and his session; None where there is none, or it has ended. Raises `CsrfFailed`."""
        session = getattr(request._request, "session", None)
        user = getattr(request._request, "user", None)
        # the session is asked first: loading the user of a visitor without one would be in vain
        session_id = session.get(BROWSER_SESSION) if session else None
        if session_id is None or user is None or not user.is_active:
            return None
        # what accounts/web/live_user.py found when it was asked for the user
        found: SignedIn = request._request.signed_in  # type: ignore[attr-defined]
        _require_csrf_token(request._request)
        return found.user, found


class _CsrfCheck(CsrfViewMiddleware):
    """Django's check, telling the reason instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise CsrfFailed(f"The request has no valid CSRF token: {reason}")


def _require_csrf_token(request: HttpRequest) -> None:
    check = _CsrfCheck(lambda request: HttpResponse())
    # reads the token's cookie, which process_view compares with
    check.process_request(request)
    # the doors are exempt from the middleware, because calls with a bearer token need no such check
    check.process_view(request, _not_exempt, (), {})


def _not_exempt(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
