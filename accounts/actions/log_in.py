"""Admits somebody who knows a name and its password."""

from django.conf import settings

from accounts.actions.open_session import logged_in, new_session
from accounts.actions.refuse_login import refuse_login
from accounts.actions.verify_password import verify_password
from accounts.actions.verify_second_factor import verify_second_factor
from accounts.changes import Origin
from accounts.errors import EmailNotConfirmed, InactiveUser, IncorrectCredentials, SecondFactorRequired
from accounts.models import Session, User
from accounts.selectors.email_addresses import is_email_confirmed
from accounts.selectors.find_account import find_account
from accounts.selectors.second_factors import has_second_factor
from core.actors import Anonymous
from core.errors import DomainError
from core.metrics import logins_total
from core.transactions import write_atomic
from journal.actions.record import record

INCORRECT = "Incorrect username/email or password"
INACTIVE = "Inactive user"
CODE_MISSING = "Send a code of your authenticator app, or a recovery code, as otp."
CODE_WRONG = "The code is wrong, or was used before."
NOT_CONFIRMED = "Confirm your email first: open the link that was sent to you."


def log_in(*, actor: Anonymous, login: str, password: str, origin: Origin, otp: str | None = None) -> Session:
    """A new session for tokens of the user whose username or email `login` is, in any case; with its `user`.

    Raises `IncorrectCredentials`, in the same time whether or not the user exists. Only after the right
    password it raises `InactiveUser`; `SecondFactorRequired`, where the account has a second factor and `otp`
    is neither a code of its authenticator app nor a recovery code; and `EmailNotConfirmed`, where the site
    asks for that. Raises `TooManyRequests` after twenty wrong passwords, or ten wrong codes, of this account
    from this address in an hour. A refusal is in the journal before it is raised.
    """
    user = find_account(login)
    right = verify_password(user, password, login=login, address=origin.address)
    refusal = _refusal(user, otp, origin) if right and user else IncorrectCredentials(INCORRECT)
    session = _open(user, origin) if user and refusal is None else None
    if session:
        logins_total.labels(result="accepted").inc()
        return session
    # without a refusal the account has changed while the password was compared
    refusal = refusal or IncorrectCredentials(INCORRECT)
    refuse_login(actor=actor, user=user, origin=origin, reason=refusal.code)
    raise refusal


def _refusal(user: User, otp: str | None, origin: Origin) -> DomainError | None:
    """What keeps out a user who knows his password; a code that is right is spent."""
    if not user.is_active:
        return InactiveUser(INACTIVE)
    if has_second_factor(user.pk) and not (otp and verify_second_factor(user, otp, address=origin.address)):
        return SecondFactorRequired(CODE_WRONG if otp else CODE_MISSING)
    if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory" and not is_email_confirmed(user.pk):
        return EmailNotConfirmed(NOT_CONFIRMED)
    return None


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
