"""Reads of the claims of keyed requests."""

from datetime import datetime

from journal.models import IdempotencyClaim


def count_claims(before: datetime) -> int:
    """How many keyed requests were claimed before that instant."""
    return IdempotencyClaim.objects.filter(created_at__lt=before).count()
