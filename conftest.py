"""What all tests share: counters of their own, and test clients that are quick to make."""

import os
import re

import pytest
from django.conf import settings
from django.core.cache import caches


def pytest_configure() -> None:
    """Give each process of pytest-xdist a database of its own in Redis, counted from the one in REDIS_URL."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if settings.REDIS_URL and worker:
        address, _, first = settings.REDIS_URL.rpartition("/")
        number = int(re.sub(r"\D", "", first) or 0) + 1 + int(worker.removeprefix("gw"))
        for cache in settings.CACHES.values():
            cache["LOCATION"] = f"{address}/{number}"
    # or each test client would look through all static files (30 ms)
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    """The counters of the limits outlive a test."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
