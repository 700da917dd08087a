"""Spends a refresh token for the next one of its session."""

from django.utils import timezone

from accounts.actions.end_sessions import end_sessions
from accounts.actions.open_session import lifetime, new_jti
from accounts.enums import Verb
from accounts.errors import InvalidToken, TokenReused
from accounts.models import Session
from core.actors import Anonymous
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact

ENDED = "The session has ended. Log in again."
REUSED = "This refresh token has been used before, so its session was ended. Log in again."


def refresh_session(*, actor: Anonymous, user_id: int, session_id: int, jti: str) -> Session:
    """The session with a new `refresh_jti` and a new term; `session.user` is loaded.

    The door has verified the token that names these three. Raises `InvalidToken` for a session that has
    ended or whose user is not active, and `TokenReused`, after ending the session, for a token that was spent
    before: one of the two who present it has stolen it (RFC 9700, section 4.14.2). Of two who come at once,
    one wins and the other is such a reuse.
    """
    now = timezone.now()
    with write_atomic():
        session = (
            Session.objects.select_related("user")
            .select_for_update(of=("self",))
            .filter(pk=session_id, user_id=user_id, kind=Session.Kind.API)
            .first()
        )
        if session is None or session.revoked_at or session.expires_at <= now or not session.user.is_active:
            raise InvalidToken(ENDED)
        if session.refresh_jti == jti:
            session.refresh_jti = new_jti()
            session.last_used_at = now
            session.expires_at = now + lifetime(session.kind)
            session.save(update_fields=["refresh_jti", "last_used_at", "expires_at"])
            return session
        end_sessions(Session.objects.filter(pk=session.pk))
        record([Fact(Verb.TOKEN_REUSED, "session", session.pk)], actor_id=user_id)
    raise TokenReused(REUSED)
