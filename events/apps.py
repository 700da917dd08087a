"""The events app: calendars, events, occurrences and grants."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The models of all apps must be loaded first.
        from events.signals import connect

        connect()
