"""Forget the answers of keyed requests that nobody may repeat any more."""

from datetime import datetime

from core.transactions import write_atomic
from journal.models import IdempotencyClaim


def purge_claims(before: datetime) -> int:
    """Deletes the claims made before that instant and returns how many they were."""
    with write_atomic():
        deleted, _ = IdempotencyClaim.objects.filter(created_at__lt=before).delete()
    return deleted
