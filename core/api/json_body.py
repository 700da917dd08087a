"""Reading a request's body as JSON (RFC 8259), whatever it holds: a refusal is a 4xx and names the reason."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpRequest

from core.api.errors import MalformedBody, UnsupportedMediaType
from core.errors import Fault, Invalid

MAX_DEPTH = 64
MEDIA_TYPE = re.compile(r"application/json\s*(;.*)?", re.IGNORECASE)
CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";]*)", re.IGNORECASE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_json(request: HttpRequest) -> Any:
    """The value that the body holds; an empty body is an empty object, so that its faults can be named.

    Raises `UnsupportedMediaType` for a body that calls itself something else than JSON, `MalformedBody`
    for bytes that are not JSON in UTF-8, and `Invalid` for half a surrogate pair or a nesting that no
    call has a use for.
    """
    body = request.body.removeprefix(BYTE_ORDER_MARK)
    if not body:
        return {}
    content_type = request.META.get("CONTENT_TYPE", "")
    if content_type != "application/json" and content_type and not _is_json(content_type):
        raise UnsupportedMediaType("The body must be application/json in UTF-8.")
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _refusal(error) from None
    # brackets in strings are counted too: this only says whether a closer look is needed
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _deeper_than(value, MAX_DEPTH):
        raise _too_deep()
    return value


def nul_faults(request: HttpRequest, value: Any) -> list[Fault]:
    """A fault for each text or name in the body's value that holds NUL, which PostgreSQL cannot store."""
    # in JSON, NUL can only be written as an escape
    return list(_nuls(value, "")) if b"\\u0000" in request.body else []


def _is_json(content_type: str) -> bool:
    """Whether it is JSON in UTF-8; its parameters mean nothing (RFC 8259, section 11) but another charset."""
    if MEDIA_TYPE.fullmatch(content_type) is None:
        return False
    charset = CHARSET.search(content_type)
    return charset is None or charset[1].strip().lower() in ("utf-8", "utf8")


def _refusal(error: orjson.JSONDecodeError) -> MalformedBody | Invalid:
    if "depth" in error.msg:
        return _too_deep()
    if "surrogate in string" in error.msg:
        return Invalid.of("", "surrogate", "A text holds half of a surrogate pair, which is no character.")
    return MalformedBody(f"The body is not valid JSON: line {error.lineno}, column {error.colno}.")


def _too_deep() -> Invalid:
    return Invalid.of("", "nesting", f"The body is nested deeper than {MAX_DEPTH} levels.")


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels + 1):
        inner: list[Any] = []
        for item in layer:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        if not inner:
            return False
        layer = inner
    return True


def _nuls(value: Any, path: str) -> Iterator[Fault]:
    if isinstance(value, str):
        if "\0" in value:
            yield Fault(path, "null_characters_not_allowed", "Null characters are not allowed.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            below = f"{path}.{key}" if path else key
            if "\0" in key:
                yield Fault(
                    below.replace("\0", "\\u0000"),
                    "null_characters_not_allowed",
                    "Null characters are not allowed in a name.",
                )
            yield from _nuls(inner, below)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _nuls(inner, f"{path}.{position}" if path else str(position))
