"""What lies in the trash."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import now

from accounts.actors import Actor
from events.access import user_id_of, visible_trash
from events.models import Event


def trash_since() -> datetime:
    """Events that were deleted before this instant are about to be purged, and are shown no more."""
    return now() - timedelta(days=settings.TRASH_RETENTION_DAYS)


def purged_at(event: Event) -> datetime:
    """When an event in the trash goes for good."""
    assert event.deleted_at is not None  # it lies in the trash
    return event.deleted_at + timedelta(days=settings.TRASH_RETENTION_DAYS)


def list_trash(actor: Actor, *, limit: int, after: tuple[datetime, int] | None = None) -> list[Event]:
    """A page of the deleted events that the actor could see, last deleted first, one more if there is more.

    Each has `rank`, and comes with its calendar and who deleted it; `after` is the deletion and the id of the
    last row of the page before. One query.
    """
    rows = visible_trash(user_id_of(actor)).filter(deleted_at__gte=trash_since())
    rows = rows.select_related("calendar", "deleted_by")
    if after is not None:
        rows = rows.filter(Q(deleted_at__lt=after[0]) | Q(deleted_at=after[0], pk__lt=after[1]))
    return list(rows.order_by("-deleted_at", "-pk")[: limit + 1])
