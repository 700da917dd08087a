"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Prepare every database connection for compiled querysets, and give Django the lookups it lacks."""
        # Here and not above: an app's configuration is read before Django's own parts may be imported.
        from django.db.backends.signals import connection_created

        from core import lookups  # noqa: F401
        from core.compiled.cursors import load_binary_jsonb

        connection_created.connect(load_binary_jsonb, dispatch_uid="core.compiled")
