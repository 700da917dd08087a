"""Knows a browser's user by the row of his session, and ends the one with the other."""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.actions.touch_session import touch_session
from accounts.enums import BROWSER_SESSION
from accounts.models import User
from accounts.selectors.find_signed_in import find_signed_in


def live_user(request: HttpRequest) -> User | AnonymousUser:
    """The user, if the session that he came by still lives; Django's session is emptied if it does not.

    User and row come by one query, and what is found stays in `request.signed_in`. Django's own look at the
    hash of the password is not needed: with a new password the rows end (`User.save`).
    """
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
