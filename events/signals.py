"""The one domain use of a Django signal: a user comes with a default calendar, whoever makes the user."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate, post_save

from accounts.models import User
from events.access.permission_ids import relearn
from events.actions.create_calendar import create_default_calendar


def give_default_calendar(instance: User, created: bool, raw: bool = False, **_: Any) -> None:
    """Users are also made by Django itself (the admin, `createsuperuser`); fixtures bring their calendars."""
    if created and not raw:
        create_default_calendar(owner=instance)


def connect() -> None:
    """Listens to the user model, and to the making of permissions; called when the app is ready."""
    post_save.connect(give_default_calendar, sender=User, dispatch_uid="events.default_calendar")
    # permissions are made app by app, and the app of the permissions comes after this one
    auth = apps.get_app_config("auth")
    post_migrate.connect(relearn, sender=auth, dispatch_uid="events.permission_ids")
