"""Subscription addresses: secret, named, revocable."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from events.models import Calendar


class Feed(models.Model):
    """An address by which another calendar reads one of the user's calendars, or all that he may see.

    Of its secret only the SHA-256 is kept. `digest` is of what was last sent, and so since `modified_at`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds", verbose_name=_("user")
    )
    calendar = models.ForeignKey(
        Calendar,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="feeds",
        verbose_name=_("calendar"),
    )
    name = models.CharField(_("name"), max_length=100)
    busy_only = models.BooleanField(_("only busy time"), default=False)
    token_hash = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    last_access_at = models.DateTimeField(_("last fetched"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    digest = models.CharField(_("digest of what was sent"), max_length=64, blank=True)
    modified_at = models.DateTimeField(_("last modified"), default=now)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering: ClassVar = ("id",)

    def __str__(self) -> str:
        return self.name
