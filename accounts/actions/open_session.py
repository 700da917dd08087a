"""Opens the session of a login that somebody has already been admitted to."""

import secrets
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.utils import timezone

from accounts.changes import Origin
from accounts.enums import Verb
from accounts.models import Session, User
from core.metrics import logins_total
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def open_session(*, actor: User, kind: Session.Kind, origin: Origin) -> Session:
    """A new session of the actor, written to the journal as a login."""
    with write_atomic():
        session = new_session(user=actor, kind=kind, origin=origin)
        record([logged_in(session)], actor_id=actor.pk)
    logins_total.labels(result="accepted").inc()
    return session


def new_session(*, user: User, kind: Session.Kind, origin: Origin) -> Session:
    """Saves a session that lasts as long as its refresh token or cookie; runs inside a transaction."""
    now = timezone.now()
    return Session.objects.create(
        user=user,
        kind=kind,
        device=origin.device,
        address=origin.address,
        refresh_jti=new_jti() if kind == Session.Kind.API else "",
        created_at=now,
        last_used_at=now,
        expires_at=now + lifetime(kind),
    )


def lifetime(kind: str) -> timedelta:
    """How long a session lasts after its last refresh."""
    if kind == Session.Kind.API:
        return cast(timedelta, settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"])
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def new_jti() -> str:
    """An id for a refresh token that nobody can guess."""
    return secrets.token_hex(16)


def logged_in(session: Session) -> Fact:
    """The fact of a login."""
    return Fact(
        Verb.LOGGED_IN,
        "session",
        session.pk,
        summary=f"{session.kind} session",
        payload={"device": session.device, "address": session.address},
    )
