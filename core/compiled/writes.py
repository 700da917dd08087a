"""Inserts and updates of rows by statements that are put together once; the ORM does so each time."""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Field, Model
from psycopg.types.numeric import Int8

from core.compiled.arguments import plain_form
from core.compiled.cursors import execute


class Insert:
    """What `bulk_create` does for new rows of a model with an automatic key and no parents, at a fourth of
    the price on PostgreSQL. One row and many are a statement each, whatever their number.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._statements: dict[tuple[str, bool], str] = {}

    def __call__(self, rows: Sequence[Model], using: str = DEFAULT_DB_ALIAS) -> None:
        """Inserts the rows and sets their keys; sends no signals, as `bulk_create` does not."""
        connection = connections[using]
        if not rows:
            return
        if connection.vendor != "postgresql":
            self._model._base_manager.using(using).bulk_create(rows)
            return
        many = len(rows) > 1
        takers = [_taker(field, connection, adds=True) for field in self._fields]
        params = [list(map(take, rows)) for take in takers] if many else [take(rows[0]) for take in takers]
        cursor = execute(connection, self._statement(connection, many), params)
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding = False
            row._state.db = using

    def _statement(self, connection: BaseDatabaseWrapper, many: bool) -> str:
        key = connection.alias, many
        if key not in self._statements:
            columns = ", ".join(_column(field, connection) for field in self._fields)
            if many:
                types = [(field.cast_db_type(connection) or "").partition("(")[0] for field in self._fields]
                lists = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(types, 1))
                values = f"SELECT * FROM UNNEST({lists})"
            else:
                values = f"VALUES ({', '.join(f'${number}' for number in range(1, len(self._fields) + 1))})"
            table, key_column = _table_and_key(self._model, connection)
            self._statements[key] = f"INSERT INTO {table} ({columns}) {values} RETURNING {key_column}"
        return self._statements[key]


class Update:
    """Sets columns of one row, named by its key; goes past `save`, its signals and the history."""

    def __init__(self, model: type[Model], fields: Sequence[str]) -> None:
        self._model = model
        self._fields = [field for field in model._meta.concrete_fields if field.name in fields]
        self._statements: dict[str, str] = {}

    def __call__(self, row: Model, using: str = DEFAULT_DB_ALIAS) -> bool:
        """Writes the values of the instance; returns whether there is such a row."""
        connection = connections[using]
        if connection.vendor != "postgresql":
            named = {field.attname: getattr(row, field.attname) for field in self._fields}
            return bool(self._model._base_manager.using(using).filter(pk=row.pk).update(**named))
        params = [*(_taker(field, connection, adds=False)(row) for field in self._fields), Int8(row.pk)]
        return bool(execute(connection, self._statement(connection), params).rowcount)

    def _statement(self, connection: BaseDatabaseWrapper) -> str:
        if connection.alias not in self._statements:
            sets = ", ".join(
                f"{_column(field, connection)} = ${at}" for at, field in enumerate(self._fields, 1)
            )
            table, key = _table_and_key(self._model, connection)
            statement = f"UPDATE {table} SET {sets} WHERE {key} = ${len(self._fields) + 1}"
            self._statements[connection.alias] = statement
        return self._statements[connection.alias]


def _table_and_key(model: type[Model], connection: BaseDatabaseWrapper) -> tuple[str, str]:
    assert model._meta.pk is not None
    return connection.ops.quote_name(model._meta.db_table), _column(model._meta.pk, connection)


def _column(field: "Field[Any, Any]", connection: BaseDatabaseWrapper) -> str:
    return connection.ops.quote_name(field.column or "")


@cache
def _taker(
    field: "Field[Any, Any]", connection: BaseDatabaseWrapper, *, adds: bool
) -> Callable[[Model], Any]:
    """Takes a field's value from a row as PostgreSQL's driver wants it; whole numbers of one width, or each
    would be prepared anew. Whatever is not as plain as a text or a number is Django's to prepare.
    """
    take = attrgetter(field.attname)
    plain = plain_form(field)
    if plain is None or _sets_itself(field):
        return lambda row: field.get_db_prep_save(field.pre_save(row, adds), connection)
    adapt = plain.adapt
    if adapt is None:
        return take
    return lambda row: None if (value := take(row)) is None else adapt(value)


def _sets_itself(field: "Field[Any, Any]") -> bool:
    """Whether a row is not saved with the value that it has, as with `auto_now`."""
    if isinstance(field, DateTimeField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not Field.pre_save
