"""Materialised occurrences: what range queries, free/busy and conflicts read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models.event import Event


class Occurrence(models.Model):
    """One occurrence, written in the transaction of its event; half-open in time, UTC.

    `recurrence_id` is the original local start in the event's zone, "" for an event that does not recur.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences", db_index=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    recurrence_id = models.CharField(max_length=26, blank=True)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    is_busy = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "recurrence_id"], name="occurrence_of_event"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "start_at"],
                include=["end_at", "event"],
                condition=Q(is_busy=True),
                name="occurrence_busy",
            ),
            models.Index(
                fields=["event", "start_at"],
                include=["end_at"],
                name="occurrence_event_start",
            ),
            models.Index(
                fields=["start_at"],
                include=["end_at", "event"],
                name="occurrence_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} at {self.start_at:%Y-%m-%d %H:%M}Z"
