"""Middleware that ends a browser's session as soon as its row is ended."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from accounts.actions.touch_session import touch_session
from accounts.enums import BROWSER_SESSION
from accounts.models import User
from accounts.selectors.find_signed_in import find_signed_in


class LiveSessionMiddleware:
    """Makes `request.user` anonymous where the row of the browser's session was revoked or has expired.

    Stands after Django's AuthenticationMiddleware, and like it asks only when somebody asks for the user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if user is not None:
            request.user = SimpleLazyObject(lambda: live_user(request, user))  # type: ignore[assignment]
        return self.get_response(request)


def live_user(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    """The user, if the session that he came by still lives; Django's session is emptied if it does not."""
    if not user.is_authenticated:
        return user
    session_id = request.session.get(BROWSER_SESSION)
    found = find_signed_in(user_id=user.pk, session_id=session_id) if session_id is not None else None
    if found is None:
        request.session.flush()
        return AnonymousUser()
    touch_session(actor=found.user, session_id=found.session_id, last_used_at=found.last_used_at)
    return user
