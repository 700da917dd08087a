"""Calendars, and what is known of an owner's whole schedule."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from events.enums import Color

COLOURS = [
    (Color.COBALT.value, _("Cobalt")),
    (Color.TEAL.value, _("Teal")),
    (Color.GREEN.value, _("Green")),
    (Color.AMBER.value, _("Amber")),
    (Color.ORANGE.value, _("Orange")),
    (Color.ROSE.value, _("Rose")),
    (Color.VIOLET.value, _("Violet")),
    (Color.SLATE.value, _("Slate")),
]
"""The palette, in the reader's words."""


class Calendar(models.Model):
    """A set of events of one owner. A deleted one stays for the events that lie in the trash."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendars", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100)
    color = models.CharField(_("colour"), max_length=10, choices=COLOURS, default=Color.COBALT)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_default = models.BooleanField(_("default calendar"), default=False)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    rank: int
    """The rank of the actor's role: set on every calendar that `access` fetched, and no column."""

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
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

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, verbose_name=_("owner")
    )
    longest_busy = models.DurationField(_("longest busy occurrence"), default=timedelta(0))
    longest = models.DurationField(_("longest occurrence"), default=timedelta(0))

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return f"schedule of user {self.owner_id}"
