"""Clients of the calls."""

import pytest

from accounts.models import User
from events.factories import grant
from sharing.tests.api.v1.client import PREFIXES, Api, SignIn
from sharing.tests.conftest import Cast


@pytest.fixture
def sign_in() -> SignIn:
    """A client for a user."""

    def signed_in(user: User) -> Api:
        client = Api()
        client.force_authenticate(user)
        return client

    return signed_in


@pytest.fixture(params=PREFIXES)
def prefix(request: pytest.FixtureRequest, cast: Cast) -> str:
    """One of the addresses; on the calendar the cast holds the same roles."""
    if request.param == "calendars":
        for name in ("viewer", "editor", "owner"):
            grant(cast.calendar, getattr(cast, name), name, cast.creator)
    return str(request.param)
