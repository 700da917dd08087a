"""People and clients of the accounts' tests."""

import pytest
from django.core.cache import caches

from accounts.factories import make_user
from accounts.models import User
from accounts.tests.api_client import ApiClient


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """The counters of limits live in the process, longer than a test."""
    caches["limits"].clear()


@pytest.fixture
def ada(db: None) -> User:
    return make_user(username="Ada", email="Ada@example.org", full_name="Ada Lovelace")


@pytest.fixture
def grace(db: None) -> User:
    return make_user(username="grace", email="grace@example.org", full_name="Grace Hopper")


@pytest.fixture
def client() -> ApiClient:
    return ApiClient()


@pytest.fixture
def other_client() -> ApiClient:
    """A second device."""
    return ApiClient()
