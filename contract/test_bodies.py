"""Bodies: which JSON is read, in which media type, and how much of it."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from contract.client import API, Client, new_event
from contract.expect import ANYTHING, body, problem

MEGABYTE = 1_048_576


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"nonsense",
        b"{'title': 1}",
        b'{"a": 1,}',
        b"\xff\xfe",
        b'{"title": "\xe4"}',
        b"[",
        b"NaN",
        b"{}{}",
        b'"',
        b"\x00",
    ],
)
@pytest.mark.parametrize("path", ["/events/", "/auth/login", "/calendars/", "/events/batch"])
def test_malformed_json_is_a_400(ann: Client, path: str, sent: bytes) -> None:
    problem(
        ann.call("POST", path, data=sent, headers={"Content-Type": "application/json"}), 400, "malformed_json"
    )


@pytest.mark.parametrize("sent", [b"[]", b"7", b'"text"', b"null", b"true"])
def test_json_that_is_no_object_is_a_422(ann: Client, sent: bytes) -> None:
    for path in ("/events/", "/auth/login", "/calendars/", "/events/batch"):
        answer = ann.call("POST", path, data=sent, headers={"Content-Type": "application/json"})
        problem(answer, 422, "invalid", errors=ANYTHING)


@pytest.mark.parametrize(
    "media_type",
    [
        *(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
        ),
        *(
            "application/json; charset=latin-1",
            "application/json; version=1; charset=utf-16",
            "application/jsonp",
            "nonsense",
            "application/merge-patch+json",
        ),
    ],
)
def test_another_media_type_is_a_415(ann: Client, media_type: str) -> None:
    event = ann.create()
    sent = json.dumps(new_event()).encode()
    for method, path in (("POST", "/events/"), ("PATCH", f"/events/{event['id']}"), ("POST", "/auth/login")):
        answer = ann.call(method, path, data=sent, headers={"Content-Type": media_type})
        problem(answer, 415, "unsupported_media_type")
    assert ann.event(event["id"]) == event


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'Application/JSON;charset="UTF-8"',
        "application/json; charset=utf8",
        "application/json; version=1",
        "application/json;charset=utf-8;version=1",
    ],
)
def test_json_in_utf_8_is_taken(ann: Client, media_type: str) -> None:
    sent = json.dumps(new_event(title="Größe 🎉"), ensure_ascii=False).encode()
    answer = ann.call("POST", "/events/", data=sent, headers={"Content-Type": media_type})
    assert body(answer, 201)["title"] == "Größe 🎉"
    assert "Größe 🎉".encode() in answer.content


def test_a_body_over_one_megabyte_is_a_413(ann: Client) -> None:
    sent = json.dumps(new_event(description="x" * MEGABYTE)).encode()
    answer = ann.call("POST", "/events/", data=sent, headers={"Content-Type": "application/json"})
    problem(answer, 413, "body_too_large")
    assert answer.headers["Connection"] == "close"
    just_fits = b'{"title": "' + b"x" * (MEGABYTE - 13) + b'"}'
    assert len(just_fits) == MEGABYTE
    answer = ann.call("POST", "/events/", data=just_fits, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_a_chunked_body_over_one_megabyte_is_a_413_too(ann: Client) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"title": "'
        for _ in range(40):
            yield b"x" * 32_768
        yield b'"}'

    answer = ann.call("POST", "/events/", data=chunks(), headers={"Content-Type": "application/json"})
    problem(answer, 413, "body_too_large")


def test_a_chunked_body_that_fits_is_read(ann: Client) -> None:
    sent = json.dumps(new_event()).encode()
    parts = (sent[start : start + 16] for start in range(0, len(sent), 16))
    answer = ann.call("POST", "/events/", data=parts, headers={"Content-Type": "application/json"})
    assert body(answer, 201)["title"] == "Planning"


def test_a_body_that_is_too_large_is_read_no_further_than_that(ann: Client) -> None:
    # nobody could send so much in this time: the answer comes before the body
    address = urlsplit(ann.server)
    with socket.create_connection((address.hostname, address.port or 80), timeout=20) as connection:
        connection.sendall(
            f"POST {API}/events/ HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {ann.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n{".encode()
        )
        assert connection.recv(64).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("depth", [65, 2000, 100_000])
def test_a_body_that_is_nested_too_deep_is_a_422(ann: Client, depth: int) -> None:
    sent = b'{"recurrence_pattern": ' + b"[" * depth + b"]" * depth + b"}"
    answer = ann.call("POST", "/events/", data=sent, headers={"Content-Type": "application/json"})
    problem(answer, 422, "invalid", errors=ANYTHING)
