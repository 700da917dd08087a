"""Marks sessions as ended, which stops their tokens and cookies at once."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Session


def end_sessions(sessions: QuerySet[Session, Session]) -> int:
    """How many of the sessions were live and are ended now; runs inside a transaction."""
    return sessions.filter(revoked_at=None).update(revoked_at=timezone.now())
