"""Who may do what: guardian's permission rows with real foreign keys, on events and on whole calendars.

A role is a set of rows, one a permission. Every role includes `view`, and the `view` row says who granted the
role and when; the other rows of the set repeat nothing.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from events.models.calendar import Calendar
from events.models.event import Event


class Granted(models.Model):
    """Who granted and when; `updated_at` is the last change of the role."""

    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted"), default=now)
    updated_at = models.DateTimeField(_("last changed"), default=now)

    class Meta:
        abstract = True


def _constraints(holder: str, name: str) -> list[models.BaseConstraint]:
    """One row a holder and permission; the column order makes the check of one object one index seek."""
    return [models.UniqueConstraint(fields=["content_object", holder, "permission"], name=f"{name}_unique")]


def _indexes(holder: str, name: str) -> list[models.Index]:
    """What a holder may see, from one index."""
    return [models.Index(fields=[holder, "permission", "content_object"], name=f"{name}_holder")]


class EventUserPermission(Granted, UserObjectPermissionBase):
    content_object = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="user_grants", db_index=False, verbose_name=_("shared")
    )

    class Meta:
        verbose_name = _("share of an event with a user")
        verbose_name_plural = _("shares of events with users")
        constraints: ClassVar[list[Any]] = _constraints("user", "event_user_grant")
        indexes: ClassVar[list[Any]] = _indexes("user", "event_user_grant")


class EventGroupPermission(Granted, GroupObjectPermissionBase):
    content_object = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="group_grants", db_index=False, verbose_name=_("shared")
    )

    class Meta:
        verbose_name = _("share of an event with a group")
        verbose_name_plural = _("shares of events with groups")
        constraints: ClassVar[list[Any]] = _constraints("group", "event_group_grant")
        indexes: ClassVar[list[Any]] = _indexes("group", "event_group_grant")


class CalendarUserPermission(Granted, UserObjectPermissionBase):
    content_object = models.ForeignKey(
        Calendar,
        on_delete=models.CASCADE,
        related_name="user_grants",
        db_index=False,
        verbose_name=_("shared"),
    )

    class Meta:
        verbose_name = _("share of a calendar with a user")
        verbose_name_plural = _("shares of calendars with users")
        constraints: ClassVar[list[Any]] = _constraints("user", "calendar_user_grant")
        indexes: ClassVar[list[Any]] = _indexes("user", "calendar_user_grant")


class CalendarGroupPermission(Granted, GroupObjectPermissionBase):
    content_object = models.ForeignKey(
        Calendar,
        on_delete=models.CASCADE,
        related_name="group_grants",
        db_index=False,
        verbose_name=_("shared"),
    )

    class Meta:
        verbose_name = _("share of a calendar with a group")
        verbose_name_plural = _("shares of calendars with groups")
        constraints: ClassVar[list[Any]] = _constraints("group", "calendar_group_grant")
        indexes: ClassVar[list[Any]] = _indexes("group", "calendar_group_grant")
