"""Admits somebody who knows a name and its password."""

from accounts.actions.open_session import logged_in, new_session
from accounts.actions.refuse_login import refuse_login
from accounts.actions.verify_password import verify_password
from accounts.changes import Origin
from accounts.errors import InactiveUser, IncorrectCredentials
from accounts.models import Session, User
from accounts.selectors.find_account import find_account
from core.actors import Anonymous
from core.metrics import logins_total
from core.transactions import write_atomic
from journal.actions.record import record

INCORRECT = "Incorrect username/email or password"
INACTIVE = "Inactive user"


def log_in(*, actor: Anonymous, login: str, password: str, origin: Origin) -> Session:
    """A new session for tokens of the user whose username or email `login` is, in any case; with its `user`.

    Raises `IncorrectCredentials`, in the same time whether or not the user exists; `InactiveUser`, only after
    the right password; `TooManyRequests` after twenty failures of this account from this address in an hour.
    A refusal is in the journal before it is raised.
    """
    user = find_account(login)
    right = verify_password(user, password, login=login, address=origin.address)
    session = _open(user, origin) if right and user else None
    if session:
        logins_total.labels(result="accepted").inc()
        return session
    error: type[InactiveUser | IncorrectCredentials] = IncorrectCredentials
    if right and user and not user.is_active:
        error = InactiveUser
    refuse_login(actor=actor, user=user, origin=origin, reason=error.code)
    raise error(INACTIVE if error is InactiveUser else INCORRECT)


def _open(verified: User, origin: Origin) -> Session | None:
    """The session, unless the user is not active, or has another password by now than the verified one.

    He is looked at again under a lock: a change of the password meanwhile has ended all sessions, and one
    opened with the old password must not come after it.
    """
    with write_atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=verified.pk)
        if not user.is_active or user.password != verified.password:
            return None
        session = new_session(user=user, kind=Session.Kind.API, origin=origin)
        user.last_login = session.created_at
        user.save(update_fields=["last_login"])
        record([logged_in(session)], actor_id=user.pk)
    return session
