"""People that the tests of the core share, and a series of theirs."""

import pytest

from accounts.factories import UserFactory
from accounts.models import User
from events.factories import make_event
from events.models import Event


@pytest.fixture
def anna() -> User:
    """Owns the events of a test."""
    return UserFactory.create(username="anna", timezone="Europe/Lisbon")


@pytest.fixture
def ben() -> User:
    """Somebody else."""
    return UserFactory.create(username="ben")


@pytest.fixture
def daily(anna: User) -> Event:
    """Five mornings from Monday on."""
    return make_event(anna, rrule="FREQ=DAILY;COUNT=5")
