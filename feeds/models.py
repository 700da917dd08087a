"""Subscription addresses: secret, named, revocable."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from events.models import Calendar


class Feed(models.Model):
    """An address by which another calendar reads one of the user's calendars, or all that he may see.

    Of its secret only the SHA-256 is kept. `digest` is of what was last sent, and so since `modified_at`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.CASCADE, related_name="feeds"
    )
    name = models.CharField(max_length=100)
    busy_only = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now, editable=False)
    last_access_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    modified_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ("id",)

    def __str__(self) -> str:
        return self.name
