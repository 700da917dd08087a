"""The Idempotency-Key header: what a repeated POST is recognised by."""

import hashlib
from typing import NamedTuple

from django.http import HttpRequest


class IdempotencyKey(NamedTuple):
    """The client's key, the route that it was sent to, and a digest of what was asked for."""

    key: str
    route: str
    body_digest: str


def idempotency_key(request: HttpRequest) -> IdempotencyKey | None:
    """The key of a request, or None where it bears none.

    The route is the method and the path, in the same form with and without a slash at the end; the digest
    is SHA-256 over query string and body. Whether the key is a sane one, who claims it finds out.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    digest = hashlib.sha256(request.META.get("QUERY_STRING", "").encode() + b"\0" + request.body)
    return IdempotencyKey(key, f"{request.method} {request.path.rstrip('/')}", digest.hexdigest())
