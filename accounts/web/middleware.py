"""Middleware that knows a browser's user by the row of his session, and ends the one with the other."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from accounts.actions.touch_session import touch_session
from accounts.enums import BROWSER_SESSION
from accounts.models import User
from accounts.selectors.find_signed_in import find_signed_in


class LiveSessionMiddleware:
    """Makes `request.user` the user of the browser's row, anonymous where that was revoked or has expired.

    Stands after Django's AuthenticationMiddleware and takes its place: user and row come by one query, when
    somebody asks for the user. What is found stays in `request.signed_in`. Django's own look at the hash of
    the password is not needed: with a new password the rows end (`User.save`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if hasattr(request, "user"):
            request.user = SimpleLazyObject(lambda: live_user(request))  # type: ignore[assignment]
        return self.get_response(request)


def live_user(request: HttpRequest) -> User | AnonymousUser:
    """The user, if the session that he came by still lives; Django's session is emptied if it does not."""
    user_id = request.session.get(SESSION_KEY)
    if user_id is None:
        return AnonymousUser()
    session_id = request.session.get(BROWSER_SESSION)
    found = None
    if session_id is not None:
        found = find_signed_in(user_id=int(user_id), session_id=session_id)
    if found is None:
        request.session.flush()
        return AnonymousUser()
    touch_session(actor=found.user, session_id=found.session_id, last_used_at=found.last_used_at)
    request.signed_in = found  # type: ignore[attr-defined]
    return found.user
