"""Notes that a session is in use."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Session, User
from core.errors import Busy
from core.transactions import write_atomic

EXACT_TO = timedelta(minutes=10)


def touch_session(*, actor: User, session_id: int, last_used_at: datetime) -> None:
    """Moves the session's last use to now, at most every ten minutes: a read should not have to write.

    Not being able to is no reason to refuse what the session is used for.
    """
    now = timezone.now()
    if now - last_used_at < EXACT_TO:
        return
    try:
        with write_atomic():
            # of many requests at once, one writes
            Session.objects.filter(pk=session_id, user_id=actor.pk, last_used_at=last_used_at).update(
                last_used_at=now
            )
    except Busy:
        return
