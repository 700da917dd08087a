"""Bodies: whatever is sent, the answer is a value or a 4xx."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st


def post(client: Client, body: bytes, content_type: str = "application/json") -> Any:
    return client.generic("POST", "/public", body, content_type=content_type)


def faults(response: Any) -> list[tuple[str, str]]:
    assert response.status_code == 422, response.content
    return [(fault["field"], fault["code"]) for fault in response.json()["errors"]]


def test_a_good_body_is_read(client: Client) -> None:
    response = post(client, b'\xef\xbb\xbf {"items": [{"number": 1, "free": {"a": [null]}}]}')
    assert (response.status_code, response.json()) == (201, {"items": [{"number": 1, "free": {"a": [None]}}]})


@pytest.mark.parametrize(
    "body",
    [b"{", b"nonsense", b"\xff", b'"\xff"', b"NaN", b"[1e999]", b"{'a': 1}", b'"a\x00"', b"{}{}", b" "],
    ids=repr,
)
def test_what_is_no_json_is_a_400(client: Client, body: bytes) -> None:
    response = post(client, body)
    assert (response.status_code, response.json()["code"]) == (400, "malformed_json")


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"text"', b"true"], ids=repr)
def test_what_is_no_object_is_a_422(client: Client, body: bytes) -> None:
    assert [field for field, _ in faults(post(client, body))] == [""]


def test_an_empty_body_is_an_empty_object(client: Client) -> None:
    assert faults(post(client, b"")) == [("items", "required")]


@pytest.mark.parametrize("body", [b'{"items": "\\ud800"}', b'{"\\udc00": 1}', b'"\\ud800\\u0041"'], ids=repr)
def test_half_a_surrogate_pair_is_a_422(client: Client, body: bytes) -> None:
    assert faults(post(client, body)) == [("", "surrogate")]


def test_nul_is_a_422_wherever_it_stands(client: Client) -> None:
    body = b'{"items": [{"number": 1, "free": {"a": ["x\\u0000"], "b\\u0000": 1}}, {"number": "\\u0000"}]}'
    assert faults(post(client, body)) == [
        ("items.1.number", "invalid"),
        ("items.0.free.a.0", "null_characters_not_allowed"),
        ("items.0.free.b\\u0000", "null_characters_not_allowed"),
    ]
    unread = b'{"items": [], "more\\u0000": "\\u0000"}'
    assert post(client, unread).status_code == 201
    escaped = b'{"items": [{"number": 1, "free": "\\\\u0000"}]}'
    assert post(client, escaped).status_code == 201


@pytest.mark.parametrize(("depth", "status"), [(59, 201), (70, 422), (1000, 422), (100_000, 422)])
def test_deep_nesting_is_refused_cleanly(client: Client, depth: int, status: int) -> None:
    body = b'{"items": [{"number": 1, "free": ' + b"[" * depth + b"]" * depth + b"}]}"
    response = post(client, body)
    assert response.status_code == status
    if status == 422:
        assert faults(response) == [("", "nesting")]


def test_many_brackets_are_not_depth(client: Client) -> None:
    body = b'{"items": [{"number": 1, "free": [' + b"[]," * 500 + b'"[[[["]}]}'
    assert post(client, body).status_code == 201


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 422),
        ("application/json; charset=utf-8", 422),
        ('Application/JSON;charset="UTF-8"', 422),
        ("", 422),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/jsonx", 415),
    ],
)
def test_only_json_in_utf_8_is_read(client: Client, content_type: str, status: int) -> None:
    assert post(client, b'{"a": 1}', content_type).status_code == status


def test_every_fault_is_named_by_its_place(client: Client) -> None:
    body = b'{"items": [{"number": 1}, {"number": "x", "list": [1, "y", {}]}, {}]}'
    assert faults(post(client, body)) == [
        ("items.1.number", "invalid"),
        ("items.1.list.1", "invalid"),
        ("items.1.list.2", "invalid"),
        ("items.2.number", "required"),
    ]
    assert faults(post(client, b'{"items": [{"number": 1}, {"number": 1}, {"number": 1}]}')) == [
        ("", "too_many")
    ]


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode(errors="surrogatepass")))
def test_no_body_is_a_fault_of_ours(body: bytes) -> None:
    assert post(Client(), body).status_code in (201, 400, 422)
