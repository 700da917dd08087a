"""Ends all sessions of a person but the present one."""

from django.utils import timezone

from accounts.actions.end_sessions import end_sessions
from accounts.enums import Verb
from accounts.models import Session, User
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact


def revoke_other_sessions(*, actor: User, session_id: int) -> int:
    """How many sessions of the actor lived beside the one with this id and are ended now, each on record."""
    with write_atomic():
        others = Session.objects.filter(user_id=actor.pk, revoked_at=None, expires_at__gt=timezone.now())
        ended = list(others.exclude(pk=session_id).select_for_update().values_list("pk", flat=True))
        end_sessions(Session.objects.filter(pk__in=ended))
        record(
            [
                Fact(Verb.SESSION_REVOKED, "session", number, payload={"user_id": actor.pk})
                for number in sorted(ended)
            ],
            actor_id=actor.pk,
        )
    return len(ended)
