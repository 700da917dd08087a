"""Browsers of the accounts' tests."""

from typing import Any

import pytest
from django.test import Client

from accounts.factories import PASSWORD


class Browser(Client):
    """A browser at http://localhost, which browsers count among the secure addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(SERVER_NAME="localhost", headers={"User-Agent": "Firefox/1"}, **kwargs)

    def sign_in(self, login: str, password: str = PASSWORD, **fields: str) -> Any:
        """What the page for signing in answers."""
        return self.post("/accounts/login/", {"login": login, "password": password, **fields})

    def again(self, password: str = PASSWORD) -> None:
        """Shows once more who one is, as pages on second factors ask for."""
        answer = self.post("/accounts/reauthenticate/?next=/settings/security/", {"password": password})
        assert answer.status_code == 302, answer.content.decode()

    def is_signed_in(self) -> bool:
        """Whether a page that is for people only shows."""
        return self.get("/settings/").status_code == 200


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def other_browser() -> Browser:
    return Browser()
