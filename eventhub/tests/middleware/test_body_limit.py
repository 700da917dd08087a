from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from eventhub.middleware.body_limit import LIMIT

pytestmark = pytest.mark.urls("eventhub.tests.probes")

ECHO = "/api/v1/probe/echo"
IMPORT = "/api/v1/import/echo"


def send(client: Client, path: str, body: BytesIO, length: str, **headers: str) -> tuple[int, Any]:
    """The status of the answer, and its code or the length of the body that the view read."""
    environ: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": length, **headers}
    answer = client.generic("POST", path, b"", **environ)
    return answer.status_code, answer.json().get("code", answer.json().get("length"))


def stream(client: Client, path: str, body: BytesIO) -> tuple[int, Any]:
    """Send a body without saying its length."""
    return send(client, path, body, "", HTTP_TRANSFER_ENCODING="chunked")


@pytest.mark.parametrize(("path", "size"), [(ECHO, LIMIT), (IMPORT, 10 * LIMIT)])
def test_body_of_the_limit_passes(client: Client, path: str, size: int) -> None:
    answer = client.post(path, b"x" * size, content_type="application/json")
    assert (answer.status_code, answer.json()["length"]) == (200, size)


@pytest.mark.parametrize(("path", "size"), [(ECHO, LIMIT + 1), (IMPORT, 10 * LIMIT + 1)])
def test_larger_body_is_refused_unread(client: Client, path: str, size: int) -> None:
    body = BytesIO(b"x" * size)
    assert send(client, path, body, str(size)) == (413, "body_too_large")
    assert body.tell() == 0


def test_body_without_a_length_is_read(client: Client) -> None:
    assert stream(client, ECHO, BytesIO(b'{"a": 1}')) == (200, 8)


def test_empty_body_without_a_length_is_read(client: Client) -> None:
    assert stream(client, ECHO, BytesIO()) == (200, 0)


def test_body_without_a_length_is_read_no_further_than_the_limit(client: Client) -> None:
    body = BytesIO(b"x" * (3 * LIMIT))
    assert stream(client, ECHO, body) == (413, "body_too_large")
    assert body.tell() == LIMIT + 1


@pytest.mark.parametrize("length", ["-1", "1e3", "x"])
def test_malformed_length_is_a_bad_request(client: Client, length: str) -> None:
    assert send(client, ECHO, BytesIO(b"{}"), length) == (400, "malformed_json")
