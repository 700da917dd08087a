"""Ends one session from elsewhere: a lost phone, a device that nobody knows."""

from accounts.access import get_session
from accounts.actions.end_sessions import end_sessions
from accounts.actors import Actor
from accounts.enums import Verb
from accounts.models import Session
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def revoke_session(*, actor: Actor, session_id: int) -> None:
    """Ends the session; one that has ended already stays as it is.

    Raises `SessionNotFound` for a session that the actor may not end.
    """
    session = get_session(actor, session_id)
    with write_atomic():
        if end_sessions(Session.objects.filter(pk=session.pk)):
            fact = Fact(Verb.SESSION_REVOKED, "session", session.pk, payload={"user_id": session.user_id})
            record([fact], actor_id=actor.id)
