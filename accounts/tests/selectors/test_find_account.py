"""The account that a login names."""

import pytest

from accounts.factories import make_user
from accounts.models import User
from accounts.selectors.find_account import find_account


@pytest.fixture
def umlaut(db: None) -> User:
    return make_user(username="Umlaut", email="ann@ex\u00e4mple.org")


@pytest.mark.parametrize(
    "login", ["umlaut", "UMLAUT", "Ann@ex\u00e4mple.org", "ann@exa\u0308mple.org", "ann@exa\u0308mple.ORG"]
)
def test_an_account_is_found_in_whatever_spelling(umlaut: User, login: str) -> None:
    assert find_account(login) == umlaut


@pytest.mark.parametrize("login", ["", "umlau", "ann@example.org", "ann"])
def test_nobody_is_found_by_less(umlaut: User, login: str) -> None:
    assert find_account(login) is None
