"""Proves that a compiled queryset and the ORM give the same rows."""

from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.compiled import Compiled


def exactly(row: tuple[Any, ...]) -> list[tuple[type, Any, Any]]:
    """A row's values with their types and zones: True is not 1 here, nor UTC an equal offset."""
    return [(type(value), value, value.tzinfo if isinstance(value, datetime) else None) for value in row]


def assert_agrees(
    compiled: Compiled,
    args: Mapping[str, Any],
    expected: QuerySet[Any, Any],
    shape: Hashable = (),
    using: str = "default",
) -> list[tuple[Any, ...]]:
    """The rows, after a proof that they are those of `expected`, a `values_list` queryset with plain values.

    PostgreSQL answers the first run in text, the next ones in binary, and prepares the statement after some.
    """
    rows = list(expected.using(using))
    for _ in range(8):
        assert [exactly(row) for row in compiled(args, shape, using)] == [exactly(row) for row in rows]
    return rows
