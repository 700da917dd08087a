"""Equality of JSON values, which keeps booleans apart from numbers."""

from collections.abc import Mapping
from typing import Any


def json_equal(a: Any, b: Any) -> bool:
    """Whether two JSON values are the same (RFC 8259, section 3): `true` is no number, `1` and `1.0` are one.

    Python's own `==` says that `True == 1`, so an edit from 1 to true would look like no edit at all.
    """
    if a is b:
        return True
    if isinstance(a, str) or isinstance(b, str):  # most values are, and the questions below cost more
        return bool(a == b)
    if isinstance(a, bool) or isinstance(b, bool):
        return isinstance(a, bool) and isinstance(b, bool) and a == b
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return len(a) == len(b) and all(key in b and json_equal(value, b[key]) for key, value in a.items())
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(json_equal(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)
