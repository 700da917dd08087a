"""The events app: calendars, events, occurrences and grants."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The models of all apps must be loaded first.
        from events.signals import connect

        connect()
