"""What a repeated POST is recognised by."""

from django.http import HttpRequest
from django.test import RequestFactory

from core.api.idempotency import idempotency_key


def post(path: str, body: bytes = b"{}", key: str = "k-1") -> HttpRequest:
    return RequestFactory().generic("POST", path, body, headers={"Idempotency-Key": key})


def test_the_same_request_has_the_same_key() -> None:
    first, again = idempotency_key(post("/api/v1/events/")), idempotency_key(post("/api/v1/events"))
    assert first is not None
    assert first == again
    assert (first.key, first.route, len(first.body_digest)) == ("k-1", "POST /api/v1/events", 64)


def test_another_body_or_query_string_is_another_request() -> None:
    requests = [post("/e"), post("/e", b"{ }"), post("/e?on_conflict=allow"), post("/e?x", b"")]
    digests = {key.body_digest for request in requests if (key := idempotency_key(request))}
    assert len(digests) == 4


def test_without_the_header_there_is_none() -> None:
    assert idempotency_key(RequestFactory().post("/e")) is None
