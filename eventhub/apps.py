"""The project as an app: it brings the system checks, the commands and the service's own pages."""

from django.apps import AppConfig


class EventHubConfig(AppConfig):
    name = "eventhub"

    def ready(self) -> None:
        # these register with Django what needs its apps to be loaded
        from eventhub import checks  # noqa: F401
        from eventhub.metrics import meter_connections

        meter_connections()
