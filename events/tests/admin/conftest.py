"""Staff with different rights on the admin site."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.factories import make_user
from accounts.models import User

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def logged_in(user: User) -> Client:
    """A browser of his."""
    browser = Client()
    browser.force_login(user, BACKEND)
    return browser


def staff_with(*codenames: str) -> User:
    """Staff whose rights on the core are these and no others."""
    user = make_user(username="clerk", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="events", codename__in=codenames)
    )
    return user


@pytest.fixture
def root(db: None) -> Client:
    """A superuser's browser."""
    return logged_in(make_user(username="root", is_staff=True, is_superuser=True))


@pytest.fixture
def reader(db: None) -> Client:
    """The browser of staff who may look at events and calendars."""
    return logged_in(staff_with("view_event", "view_calendar"))
