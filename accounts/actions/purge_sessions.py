"""Forgets sessions that ended long ago."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from accounts.models import Session
from core.actors import System
from core.transactions import write_atomic

CHUNK = 1000


def purge_sessions(
    *,
    actor: System,
    ended_before: datetime,
    dry_run: bool = False,
    progress: Callable[[int], object] = lambda count: None,
) -> int:
    """How many sessions had expired or were revoked before that instant, and are deleted now.

    With `dry_run` they stay. It works in small transactions, so that nobody waits long; `progress` is called
    with the size of each.
    """
    ended = Session.objects.filter(Q(expires_at__lt=ended_before) | Q(revoked_at__lt=ended_before))
    if dry_run:
        return ended.count()
    purged = 0
    while chunk := list(ended.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with write_atomic():
            Session.objects.filter(pk__in=chunk).delete()
        purged += len(chunk)
        progress(len(chunk))
    return purged
