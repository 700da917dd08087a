"""Paging of lists: limit with skip, or with the opaque cursor of the last page's `Link` (RFC 8288)."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework.request import Request

from core.api.errors import CursorMismatch
from core.api.input import Query
from core.errors import Fault

MAX_LIMIT = 100
SALT = "core.api.paging.cursor"
SIGNATURE_BYTES = 12
# what a list is cut by, and not what it is filtered by
PAGING = frozenset({"limit", "skip", "cursor", "count"})

Key = str | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a list that is asked for: `limit` rows after the sort key `after`, or after `skip` rows."""

    limit: int
    skip: int
    after: tuple[Any, ...] | None


def read_page(
    request: HttpRequest | Request, query: Query, *, default: int = MAX_LIMIT, maximum: int = MAX_LIMIT
) -> Page:
    """The page that the query string asks for; faults go to `query`.

    `after` holds the values that `next_link` was given, instants as aware datetimes. Raises
    `CursorMismatch` for a cursor that was made under other filters, or for another list.
    """
    limit = query.integer("limit", default, minimum=1, maximum=maximum)
    skip = query.integer("skip", 0)
    cursor = request.GET.get("cursor")
    if cursor is None:
        return Page(limit, skip, None)
    if "skip" in query:
        query.fault("skip", "invalid", "A cursor already says where to go on: leave out skip.")
    try:
        digest, *key = _opened(cursor)
    except ValueError:
        query.fault("cursor", "invalid", "This is no cursor that a list has given.")
        return Page(limit, 0, None)
    if digest != _filters_digest(request):
        message = "The cursor belongs to a list with other filters."
        raise CursorMismatch(message, faults=[Fault("cursor", "cursor_mismatch", message)])
    return Page(limit, 0, tuple(key))


def next_link(request: HttpRequest | Request, last: Sequence[Key]) -> str:
    """The value of `Link` that leads to the rows after the one whose sort key is `last`, all filters kept."""
    parameters = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in ("skip", "cursor")
        for value in values
    ]
    parameters.append(("cursor", _sealed([_filters_digest(request), *last])))
    address = request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")
    return f'<{address}>; rel="next"'


def _filters_digest(request: HttpRequest | Request) -> str:
    """What a cursor must share with the list that it is used on: the path and all filters, in any order."""
    filters = sorted((name, values) for name, values in request.GET.lists() if name not in PAGING)
    # backslashreplace: a query string may hold half a surrogate pair
    text = repr((request.path.rstrip("/"), filters)).encode(errors="backslashreplace")
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _sealed(values: list[Key]) -> str:
    tagged = [{"at": value} if isinstance(value, datetime) else value for value in values]
    payload = orjson.dumps(tagged)
    return base64.urlsafe_b64encode(_signature(payload) + payload).rstrip(b"=").decode()


def _opened(cursor: str) -> list[Any]:
    """The values of a cursor; raises `ValueError` for anything that `_sealed` did not make."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    if not constant_time_compare(signature, _signature(payload)):
        raise ValueError("not signed by us")
    return [
        datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
        for value in orjson.loads(payload)
    ]


def _signature(payload: bytes) -> bytes:
    return salted_hmac(SALT, payload, algorithm="sha256").digest()[:SIGNATURE_BYTES]
