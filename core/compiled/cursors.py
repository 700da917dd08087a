"""The cursor that compiled statements share on a connection to PostgreSQL, and how it reads jsonb."""

import re
from collections.abc import Sequence
from typing import Any

import orjson
import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.adapt import Buffer, Loader
from psycopg.postgres import types as postgres_types
from psycopg.pq import Format

# The result types whose binary form arrives as the same Python value as the text form that Django reads.
BINARY_TYPES = frozenset(
    postgres_types[name].oid
    for name in (
        *("bool", "int2", "int4", "int8", "float4", "float8", "numeric", "text", "varchar", "bpchar"),
        *("bytea", "uuid", "jsonb", "date", "time", "timestamp", "timestamptz", "interval"),
    )
)
WHOLE_TYPES = frozenset(postgres_types[name].oid for name in ("int2", "int4", "int8"))
KEPT_CURSOR = "_eventhub_kept_cursor"
NUMBER = re.compile(r"\$(\d+)")


class JsonbValue(Loader):
    """Binary jsonb is a version byte and the text. orjson makes floats of integers beyond 64 bits."""

    format = Format.BINARY

    def load(self, data: Buffer) -> Any:
        return orjson.loads(data[1:])


def load_binary_jsonb(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of `connection_created`: binary jsonb comes decoded, and so needs no JSONField."""
    if connection.vendor == "postgresql":
        connection.connection.adapters.register_loader("jsonb", JsonbValue)


def kept_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """The one cursor of a connection to PostgreSQL that is used again and again, for `$1` and binary results.

    A new cursor costs as much as a short statement: psycopg finds the dumper and loader of each type anew.
    All rows must be fetched before it is used again.
    """
    if connection.connection is None or not connection.health_check_done:  # type: ignore[attr-defined]
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    cursor: CursorWrapper | None = getattr(connection.connection, KEPT_CURSOR, None)
    if cursor is None:
        raw = psycopg.RawCursor(connection.connection)
        raw.format = Format.BINARY
        cursor = connection.make_cursor(raw)  # type: ignore[arg-type]  # it wraps the driver's
        setattr(connection.connection, KEPT_CURSOR, cursor)  # and so it goes with the connection
    return cursor


def execute(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> CursorWrapper:
    """Runs a statement with numbered parameters (`$1`) on PostgreSQL; the results may come in binary.

    Where queries are logged it runs on one of Django's own cursors, which can show it with its parameters.
    """
    if not connection.queries_logged:
        cursor = kept_cursor(connection)
        cursor.execute(sql, params)
        return cursor
    numbers = [int(number) for number in NUMBER.findall(sql)]
    cursor = connection.cursor()
    cursor.execute(NUMBER.sub("%s", sql.replace("%", "%%")), [params[number - 1] for number in numbers])
    return cursor
