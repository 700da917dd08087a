"""The feeds app: calendars that come in from elsewhere, and those that go out."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"
    default_auto_field = "django.db.models.BigAutoField"
