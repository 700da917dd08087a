"""The addresses of the test's doors, and counters that start at nothing."""

import pytest
from django.core.cache import caches
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _doors(settings: Settings) -> None:
    settings.ROOT_URLCONF = "core.tests.api.doors"
    settings.MIDDLEWARE = []
    caches["limits"].clear()
