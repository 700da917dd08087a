"""Calendars, and what is known of an owner's whole schedule."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from events.enums import Color


class Calendar(models.Model):
    """A set of events of one owner. A deleted one stays for the events that lie in the trash."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendars")
    name = models.CharField(max_length=100)
    color = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Color], default=Color.COBALT)
    timezone = models.CharField(max_length=64, default="UTC")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    rank: int
    """The rank of the actor's role: set on every calendar that `access` fetched, and no column."""

    class Meta:
        ordering = ("id",)
        default_permissions = ("add", "change", "delete", "view", "share")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(is_default=True),
                name="calendar_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """What bounds searches in an owner's time; written under the lock of that schedule only.

    `longest` is the length of the owner's longest occurrence ever, `longest_busy` of the busy ones: what is
    still running at an instant began no earlier than that before it. Neither shrinks, and less than a day
    counts as a day.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    longest_busy = models.DurationField(default=timedelta(0))
    longest = models.DurationField(default=timedelta(0))

    def __str__(self) -> str:
        return f"schedule of user {self.owner_id}"
