"""Gives each login of a browser a row among the sessions, as logins of programs have one."""

from typing import Any

from django.http import HttpRequest

from accounts.actions.log_out import log_out
from accounts.actions.open_session import open_session
from accounts.actions.refuse_login import refuse_login
from accounts.changes import Origin
from accounts.enums import BROWSER_SESSION
from accounts.errors import IncorrectCredentials
from accounts.models import Session, User
from accounts.selectors.find_account import find_account
from core.actors import Anonymous, Source, acting_through
from core.api.address import client_address, client_device


def note_login(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`: opens the row, and keeps its id in Django's session."""
    with acting_through(Source.WEB):
        session = open_session(actor=user, kind=Session.Kind.BROWSER, origin=origin(request))
    request.session[BROWSER_SESSION] = session.pk


def note_logout(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Receiver of `user_logged_out`, which comes before Django's session is emptied: ends the row."""
    session_id = request.session.get(BROWSER_SESSION)
    if session_id is not None and isinstance(user, User):
        with acting_through(Source.WEB):
            log_out(actor=user, session_ids=[session_id])


def note_refusal(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Receiver of `user_login_failed`."""
    if request is None:
        return
    with acting_through(Source.WEB):
        refuse_login(
            actor=Anonymous(),
            user=find_account(str(credentials.get("username", ""))),
            origin=origin(request),
            reason=IncorrectCredentials.code,
        )


def origin(request: HttpRequest) -> Origin:
    """Where a login comes from."""
    return Origin(device=client_device(request), address=client_address(request))
