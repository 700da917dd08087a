"""Materialised occurrences: what range queries, free/busy and conflicts read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event


class Occurrence(models.Model):
    """One occurrence, written in the transaction of its event; half-open in time, UTC.

    `recurrence_id` is the original local start in the event's zone, "" for an event that does not recur.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="occurrences", db_index=False, verbose_name=_("event")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        verbose_name=_("owner"),
    )
    recurrence_id = models.CharField(_("original start"), max_length=26, blank=True)
    start_at = models.DateTimeField(_("start (UTC)"))
    end_at = models.DateTimeField(_("end (UTC)"))
    is_busy = models.BooleanField(_("busy"))

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
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
