import pytest
from django.test import Client

pytestmark = pytest.mark.urls("eventhub.tests.probes")


@pytest.mark.parametrize(
    ("path", "headers", "has_session"),
    [
        ("/api/v1/probe/echo", {"Authorization": "Bearer x"}, False),
        ("/api/v1/probe/echo", {}, True),
        ("/probe/echo", {"Authorization": "Bearer x"}, True),
    ],
)
def test_calls_with_a_token_have_no_session(
    client: Client, path: str, headers: dict[str, str], has_session: bool
) -> None:
    assert client.get(path, headers=headers).json()["session"] is has_session
