"""The filters of lists of events as conditions of a queryset, compiled once or with the values themselves."""

from collections.abc import Callable
from typing import Any

from django.db.models import Field, Q, Value

from accounts.models import User
from core.compiled import P
from events.changes import EventFilters
from events.enums import Role
from events.models import Event, Occurrence

Argument = Callable[..., Any]
"""Stands for a value in a queryset: a slot of the compiled statement, or the value itself."""

FIELDS: dict[str, Field[Any, Any]] = {
    "user": User._meta.get_field("id"),
    "start_date": Event._meta.get_field("start_at"),
    "end_date": Event._meta.get_field("end_at"),
    "from": Occurrence._meta.get_field("end_at"),
    "to": Occurrence._meta.get_field("start_at"),
    "q": Event._meta.get_field("search_text"),
    "calendar": Event._meta.get_field("id"),
    "status": Event._meta.get_field("status"),
    "updated_since": Event._meta.get_field("updated_at"),
    "after_id": Event._meta.get_field("id"),
    "rank": Event._meta.get_field("version"),
    "beyond": Event._meta.get_field("id"),
}


def filter_values(user_id: int, filters: EventFilters) -> dict[str, Any]:
    """The arguments by name; those that are None take no part."""
    return {
        "user": user_id,
        "start_date": filters.start_date,
        "end_date": filters.end_date,
        "from": filters.from_,
        "to": filters.to,
        "q": filters.q.casefold() if filters.q else None,
        "calendar": filters.calendar_id,
        "rank": Role(filters.role).rank if filters.role else None,
        "status": filters.status,
        "updated_since": filters.updated_since,
    }


def filter_names(filters: EventFilters, values: dict[str, Any]) -> tuple[str, ...]:
    """The names of the filters that are on: the shape of the statement."""
    flags = ("owned_only",) if filters.owned_only else ()
    return (*flags, *(name for name in values if name not in ("user", "after_id")))


def filter_conditions(names: frozenset[str], value: Argument) -> dict[str, Q]:
    """The condition of each filter that is on, but for those of time and place in the list."""
    conditions: dict[str, Callable[[], Q]] = {
        "start_date": lambda: Q(start_at__gte=value("start_date")),
        "end_date": lambda: Q(end_at__lte=value("end_date")),
        "owned_only": lambda: Q(owner=value("user")),
        "q": lambda: Q(search_text__contains=value("q")),
        "calendar": lambda: Q(calendar=value("calendar")),
        "rank": lambda: Q(rank=value("rank")),
        "status": lambda: Q(status=value("status")),
        "updated_since": lambda: Q(updated_at__gte=value("updated_since")),
    }
    return {name: make() for name, make in conditions.items() if name in names}


def slot(name: str, field: Field[Any, Any] | None = None, many: bool = False) -> P:
    """The place of a value in a compiled statement."""
    return P(name, field or FIELDS[name], many=many)


def literal(values: dict[str, Any]) -> Argument:
    """Gives the values themselves, for a queryset that is not compiled."""

    def value(name: str, field: Field[Any, Any] | None = None, many: bool = False) -> Any:
        return values[name] if many or name == "user" else Value(values[name], field or FIELDS[name])

    return value
