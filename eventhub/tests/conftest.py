"""What the tests of the project's shell share."""

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    """A browser or a program, for which a failing view is an answer."""
    return Client(raise_request_exception=False)
