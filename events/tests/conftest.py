"""People that the tests of the core share."""

import pytest

from accounts.factories import UserFactory
from accounts.models import User


@pytest.fixture
def anna() -> User:
    """Owns the events of a test."""
    return UserFactory.create(username="anna", timezone="Europe/Lisbon")


@pytest.fixture
def ben() -> User:
    """Somebody else."""
    return UserFactory.create(username="ben")
