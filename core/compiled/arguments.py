"""Arguments of compiled statements: what stands in a queryset in the place of a value."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    Field,
    ForeignKey,
    ForeignObject,
    IntegerField,
    JSONField,
    Lookup,
    PositiveIntegerField,
    TextField,
)
from django.db.models.sql.compiler import SQLCompiler
from psycopg.types.numeric import Int8

# What an argument is cast to, where not to the column's own type: a cast to varchar(n) would cut the argument
# silently, and one to a small integer would refuse a number that merely matches no row.
ARGUMENT_TYPES = {"varchar": "text", "char": "text", "smallint": "bigint", "integer": "bigint"}


class PlainForm(NamedTuple):
    """The type of values that the driver takes as they stand, or after `adapt` has made them of one kind."""

    kind: type
    adapt: Callable[[Any], Any] | None = None


def _aware(value: datetime) -> datetime:
    """A naive datetime is Django's to warn of and to make aware."""
    aware: datetime = value if value.tzinfo is not None else DateTimeField().get_prep_value(value)
    return aware


# As int2, int4 or int8, each number would be another prepared statement; many are asked for again and again.
_int8 = lru_cache(4096)(Int8)

# Fields whose values Django hands on.
WHOLE = (AutoField, BigAutoField, IntegerField, BigIntegerField, PositiveIntegerField)
PLAIN: dict[type["Field[Any, Any]"], PlainForm] = {
    **dict.fromkeys(WHOLE, PlainForm(int, _int8)),
    **dict.fromkeys((CharField, TextField), PlainForm(str)),
    BooleanField: PlainForm(bool),
    DateTimeField: PlainForm(datetime, _aware),
}


def plain_form(field: "Field[Any, Any]") -> PlainForm | None:
    """How the field's values go to PostgreSQL's driver; None where to prepare them is Django's to do."""
    return plain_form(field.target_field) if isinstance(field, ForeignKey) else PLAIN.get(type(field))


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """Travels through Django's compiler in a value's place; equal only to a slot of the same argument."""

    name: str
    field: "Field[Any, Any]"
    many: bool
    default: Callable[[], Any] | None = dataclasses.field(default=None, compare=False)
    plain: PlainForm | None = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # asked once, because a statement has a dozen arguments and runs in a tenth of a millisecond
        object.__setattr__(self, "plain", None if self.many else plain_form(self.field))

    def __str__(self) -> str:
        raise TypeError(
            f"this lookup rewrites the argument {self.name!r} in Python, which has no value yet "
            "(iexact on SQLite does): write Lower(x) = Lower(P(...))"
        )

    def argument(self, args: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        """The argument as the database's driver takes it; None is NULL.

        Raises KeyError where it is missing and has no default, and what the field raises.
        """
        value = args[self.name] if self.default is None or self.name in args else self.default()
        plain = self.plain
        if plain is not None and type(value) is plain.kind and connection.vendor == "postgresql":
            return value if plain.adapt is None else plain.adapt(value)
        if not self.many:
            return self._adapt_one(value, connection)
        values = [self._adapt_one(one, connection) for one in value]
        return values if connection.vendor == "postgresql" else json.dumps(values)

    def _adapt_one(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None:
            return None
        if connection.vendor == "postgresql":
            prepared = self.field.get_db_prep_value(value, connection, prepared=False)
            # Without it an int goes out as int2, int4 or int8: three prepared statements instead of one.
            return Int8(prepared) if type(prepared) is int else prepared
        if isinstance(value, bool) and isinstance(self.field, JSONField):
            # Django writes a key's comparison with true or false otherwise than one with any other value.
            raise TypeError(f"{self.name!r}: SQLite cannot take a JSON boolean as an argument")
        return self.field.get_db_prep_value(value, connection, prepared=False)


class P(Expression):
    """An argument of a compiled queryset, wherever Django takes an expression.

    `field`, a model's field or an instance made for the purpose, says how a value is prepared and of which
    type it is. `many` makes it a list, for the lookup `anyof`. None is NULL, which equals nothing. `default`
    is asked each time where a call gives no argument of that name.
    """

    def __init__(
        self,
        name: str,
        field: "Field[Any, Any]",
        many: bool = False,
        default: Callable[[], Any] | None = None,
    ) -> None:
        super().__init__(output_field=field)
        self.slot = Slot(name, field, many, default)

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Slot]]:
        if connection.vendor != "postgresql":
            return "%s", [self.slot]
        kind = (self.slot.field.cast_db_type(connection) or "text").partition("(")[0]
        return f"%s::{ARGUMENT_TYPES.get(kind, kind)}{'[]' if self.slot.many else ''}", [self.slot]

    def get_group_by_cols(self) -> list[Any]:
        """Nothing: an argument is the same in every row."""
        return []


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`id__anyof=P("ids", field, many=True)`: one statement for a list of any length, also of none."""

    lookup_name = "anyof"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:  # type: ignore[override]
        if not (isinstance(self.rhs, P) and self.rhs.slot.many):
            raise TypeError("anyof takes P(name, field, many=True)")
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = compiler.compile(self.rhs)
        if connection.vendor == "postgresql":
            sql = f"{left} = ANY({right})"
        else:
            sql = f"{left} IN (SELECT value FROM json_each({right}))"
        return sql, [*left_params, *right_params]
