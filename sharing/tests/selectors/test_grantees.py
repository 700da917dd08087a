"""The people whom a caller names."""

import pytest

from accounts.factories import make_user
from accounts.models import User
from sharing.changes import Grantee
from sharing.selectors.grantees import find_grantees


@pytest.fixture
def umlaut(db: None) -> User:
    return make_user(username="Umlaut", email="ann@ex\u00e4mple.org")


@pytest.mark.parametrize("email", ["ann@ex\u00e4mple.org", "ANN@ex\u00e4mple.org", "ann@exa\u0308mple.org"])
def test_an_address_is_found_in_whatever_spelling(umlaut: User, email: str) -> None:
    assert find_grantees([Grantee(email=email)]) == [umlaut]


def test_each_is_answered_in_its_place(umlaut: User) -> None:
    asked = [Grantee(username="nobody"), Grantee(username="UMLAUT"), Grantee(user_id=umlaut.pk)]

    assert find_grantees(asked) == [None, umlaut, umlaut]
