"""Ends the session that somebody is using, and the one that his refresh token names."""

from collections.abc import Collection

from accounts.actions.end_sessions import end_sessions
from accounts.enums import Verb
from accounts.models import Session, User
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def log_out(*, actor: User, session_ids: Collection[int]) -> None:
    """Ends these sessions of the actor; sessions of others, and those that have ended, are passed over."""
    with write_atomic():
        mine = Session.objects.select_for_update().filter(
            pk__in=session_ids, user_id=actor.pk, revoked_at=None
        )
        live = sorted(session.pk for session in mine)
        end_sessions(Session.objects.filter(pk__in=live))
        record([Fact(Verb.LOGGED_OUT, "session", pk) for pk in live], actor_id=actor.pk)
