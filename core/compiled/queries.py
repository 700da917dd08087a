"""Compiles a queryset once for a database and a shape, and runs it many times with other arguments."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField, JSONField, QuerySet
from django.db.models.query import ValuesListIterable
from django.db.transaction import TransactionManagementError

from core.compiled.cursors import BINARY_TYPES, WHOLE_TYPES, kept_cursor
from core.compiled.statements import NumberedStatement, Statement, named

Converter = tuple[int, Callable[..., Any] | str, Any]


@dataclass(slots=True)
class Plan:
    """What is known about a queryset once it is compiled."""

    statement: Statement
    width: int | None  # of a row, where DISTINCT makes the compiler select what it orders by too
    converters: Sequence[Converter]
    locks: bool
    numbered: NumberedStatement | None = None  # once it is known that the results can come in binary
    text_only: bool = False
    binary_converters: Sequence[Converter] = ()  # known with it

    def run(self, args: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        """The rows with every value as the ORM would give it."""
        # A debug cursor wants to show the statement with its parameters, which a raw cursor cannot.
        if self.numbered is None or connection.queries_logged:
            named_params = self.statement.parameters(args, connection.alias)
            return self.convert(self.fetch(named_params, connection), self.converters, connection)
        params = self.numbered.parameters(args, connection)
        cursor = kept_cursor(connection)
        cursor.execute(self.numbered.sql, params)
        rows: list[tuple[Any, ...]] = cursor.cursor.fetchall()
        return self.convert(rows, self.binary_converters, connection)

    def fetch(self, params: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
        """The rows as the driver gives them in text."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement.sql, params)
            if not self.text_only and connection.vendor == "postgresql":
                self.learn([column.type_code for column in cursor.description])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def learn(self, types: Sequence[int]) -> None:
        """Take note of the results' types in PostgreSQL: whether they can come in binary, and what is left to
        convert then. Binary jsonb comes decoded, and a number as one.
        """
        self.text_only = not BINARY_TYPES.issuperset(types)
        if self.text_only:
            return
        self.binary_converters = [
            each
            for each in self.converters
            if not _is_of_json(each) and not (types[each[0]] in WHOLE_TYPES and _makes_whole(each))
        ]
        self.numbered = self.statement.numbered()

    def convert(
        self, rows: list[tuple[Any, ...]], converters: Sequence[Converter], connection: BaseDatabaseWrapper
    ) -> list[tuple[Any, ...]]:
        """The rows of the driver with these converters of Django's applied."""
        if self.width is not None:
            rows = [row[: self.width] for row in rows]
        if not converters or not rows:
            return rows
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for index, converter, expression in converters:
            convert = getattr(connection.ops, converter) if isinstance(converter, str) else converter
            columns[index] = [convert(value, expression, connection) for value in columns[index]]
        return list(zip(*columns, strict=True))


class Compiled:
    """A queryset that is built and compiled once for each shape and database, then only executed.

        one = P("id", BigIntegerField())
        titles = Compiled(lambda shape: Event.objects.filter(pk=one).values_list("title"))
        titles({"id": 7})  # [("Standup",)]

    `build(shape)` returns a `values_list` queryset in which `P` stands for each argument. Whatever else it
    reads (the clock, the current time zone, LIMIT and OFFSET) is frozen when it is compiled, so it belongs
    into the shape, and shapes are few: beyond `limit` of them all plans are forgotten. Rows are tuples with
    the values that the ORM would give. Threads may share one; at worst two of them compile the same plan.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]], limit: int = 512) -> None:
        self._build = build
        self._limit = limit
        self._plans: dict[tuple[str, Hashable], Plan | None] = {}

    def __call__(
        self, args: Mapping[str, Any], shape: Hashable = (), using: str = DEFAULT_DB_ALIAS
    ) -> list[tuple[Any, ...]]:
        """The rows for these arguments; those that the shape does not use are ignored.

        Raises KeyError for a missing argument, TransactionManagementError for SELECT FOR UPDATE outside a
        transaction, and what the database raises.
        """
        plan = self._plan(shape, using)
        if plan is None:
            return []
        connection = connections[using]
        if plan.locks and not connection.in_atomic_block:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        try:
            return plan.run(args, connection)
        except NotSupportedError:
            # A migration changed a column's type under the prepared statement ("cached plan must not change
            # result type"; the words depend on the server's language). A transaction is lost with it: only
            # its owner can start over, and its ROLLBACK makes psycopg forget what it prepared.
            if connection.in_atomic_block:
                raise
            connection.close()
            plan.numbered = None
            return plan.run(args, connection)

    def statement(self, shape: Hashable = (), using: str = DEFAULT_DB_ALIAS) -> Statement:
        """The very statement that a call runs; raises EmptyResultSet where nothing can match."""
        plan = self._plan(shape, using)
        if plan is None:
            raise EmptyResultSet
        return plan.statement

    def _plan(self, shape: Hashable, using: str) -> Plan | None:
        key = using, shape
        try:
            return self._plans[key]
        except KeyError:
            plan = compile_plan(self._build(shape), using)
        if len(self._plans) >= self._limit:
            self._plans.clear()
        self._plans[key] = plan
        return plan


def compile_plan(queryset: QuerySet[Any, Any], using: str) -> Plan | None:
    """The plan of a `values_list` queryset, or None where Django knows that no row can match.

    Raises TypeError for any other kind of queryset.
    """
    if queryset._iterable_class is not ValuesListIterable:
        raise TypeError("only a values_list() queryset, neither flat nor named, can be compiled")
    query = queryset.query
    compiler = query.get_compiler(using)
    connection = connections[using]
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    selected = [column[0] for column in compiler.select[: compiler.col_count]]
    if compiler.has_composite_fields(selected):
        raise TypeError("a composite primary key cannot be compiled")
    converters = [
        # A method of one thread's connection goes by its name: the plan outlives the thread.
        (index, each.__name__ if getattr(each, "__self__", None) is connection.ops else each, expression)
        for index, (each_of, expression) in compiler.get_converters(selected).items()
        for each in each_of
    ]
    return Plan(
        statement=named(sql, params),
        width=compiler.col_count if compiler.has_extra_select else None,
        converters=converters,
        locks=bool(query.select_for_update and connection.features.has_select_for_update),
    )


def _makes_whole(converter: Converter) -> bool:
    _, convert, expression = converter
    return isinstance(expression.output_field, IntegerField) and convert is getattr(
        expression, "convert_value", None
    )


def _is_of_json(converter: Converter) -> bool:
    return isinstance(getattr(converter[1], "__self__", None), JSONField)
