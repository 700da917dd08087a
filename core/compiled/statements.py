"""Statements with their parameters, as Django's cursors and as PostgreSQL take them."""

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from core.compiled.arguments import Slot

PLACEHOLDER = re.compile("%%|%s")
NAMED = re.compile(r"%%|%\((\w+)\)s")


class Statement(NamedTuple):
    """One statement as Django's cursors and psycopg's take it, with named parameters (`%(name)s`)."""

    sql: str
    constants: Mapping[str, Any]
    slots: Sequence[tuple[str, Slot]]

    def parameters(self, args: Mapping[str, Any], using: str = DEFAULT_DB_ALIAS) -> dict[str, Any]:
        """All parameters by name; raises KeyError for an argument that is missing."""
        connection = connections[using]
        values = {name: slot.argument(args, connection) for name, slot in self.slots}
        return {**self.constants, **values}

    def numbered(self) -> "NumberedStatement":
        """The same as PostgreSQL itself takes it."""
        slots = dict(self.slots)
        order: dict[str, int] = {}

        def number(match: re.Match[str]) -> str:
            return f"${order.setdefault(match[1], len(order) + 1)}" if match[1] else "%"

        sql = NAMED.sub(number, self.sql)
        places: dict[Hashable, tuple[Slot, list[int]]] = {}
        for place, name in enumerate(order):
            if (slot := slots.get(name)) is not None:
                # one argument goes to many columns, and where they are of one plain form, as the same value
                key = (slot.name, slot.plain) if slot.plain else slot
                places.setdefault(key, (slot, []))[1].append(place)
        return NumberedStatement(sql, [self.constants.get(name) for name in order], tuple(places.values()))


class NumberedStatement(NamedTuple):
    """A statement with numbered parameters (`$1`), which psycopg's raw cursors need not parse each time.

    Parameters are constants, but for the places of each slot.
    """

    sql: str
    constants: list[Any]
    slots: Sequence[tuple[Slot, Sequence[int]]]

    def parameters(self, args: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """All parameters in their order; raises KeyError for an argument that is missing."""
        params = self.constants.copy()
        for slot, places in self.slots:
            argument = slot.argument(args, connection)
            for place in places:
                params[place] = argument
        return params


def named(sql: str, params: Sequence[Any]) -> Statement:
    """The statement with a name for each different parameter, so that equal expressions are equal in SQL too.

    PostgreSQL would otherwise refuse a GROUP BY or DISTINCT ON whose expression also stands in the SELECT,
    because `$1` and `$2` may differ.
    """
    constants: dict[str, Any] = {}
    slots: dict[str, Slot] = {}
    names: dict[Hashable, str] = {}
    waiting = iter(params)

    def name(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%%"
        param = next(waiting)
        key = identity(param)
        if key not in names:
            names[key] = f"p{len(names)}"
            if isinstance(param, Slot):
                slots[names[key]] = param
            else:
                constants[names[key]] = param
        return f"%({names[key]})s"

    try:
        sql = PLACEHOLDER.sub(name, sql)
    except StopIteration:
        raise ValueError("a placeholder has no parameter") from None
    if next(waiting, None) is not None:
        raise ValueError("a parameter has no placeholder")
    return Statement(sql, constants, tuple(slots.items()))


def identity(param: Any) -> Hashable:
    """Equal for parameters that mean the same in SQL: 1, True and 1.0 differ, and so do 1.0 and 1.00."""
    try:
        hash(param)
    except TypeError:
        return id(param)
    return type(param), param, repr(param)
