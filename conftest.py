"""What all tests share: counters of their own, clients that are quick to make, properties without haste."""

import os
import re

import pytest
from django.conf import settings
from django.core.cache import caches
from hypothesis import HealthCheck
from hypothesis import settings as properties

# A machine that others use too is slow at times; what must be quick is measured by `make bench`.
properties.register_profile(
    "eventhub", properties(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
properties.load_profile("eventhub")


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
