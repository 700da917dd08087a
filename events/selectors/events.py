"""Lists of events: one statement for a page, compiled once for each combination of filters."""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.actors import Actor
from core.compiled import Compiled
from core.errors import NotFound
from events.access import events_with_rank, user_id_of, visible_to
from events.access.roles import NOT_DELETED, is_visible, page_visible_to
from events.changes import EventFilters
from events.models import Event, Occurrence, content_of
from events.rules.content import series_of
from events.rules.recurrence import expand
from events.selectors.event_filters import (
    Argument,
    filter_conditions,
    filter_names,
    filter_values,
    literal,
    slot,
)


class Row(NamedTuple):
    id: int
    uid: str
    title: str
    description: str
    location: str
    start_at: datetime
    end_at: datetime
    timezone: str
    is_all_day: bool
    rrule: str
    recurrence_overrides: dict[str, dict[str, Any]]
    tags: list[str]
    status: str
    transparency: str
    calendar_id: int
    owner_id: int
    version: int
    created_at: datetime
    updated_at: datetime
    split_from_id: int | None
    rank: int


"""One event of a list, with the names that `Event` has."""

ORDERINGS = {
    "start_time": "start_at",
    "end_time": "end_at",
    "title": "title",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
PAGE_SIZES = (2, 11, 26, 51, 101)


def get_event_row(actor: Actor, event_id: int) -> Row:
    """One event as a list has it, for who only reads: half of what `get_event` fetches and makes. One query.

    Raises `NotFound` where the actor may not know that it exists.
    """
    rows = _one({"user": user_id_of(actor), "id": event_id})
    if not rows:
        raise NotFound("Event not found")
    return Row._make(rows[0])


def list_events(actor: Actor, filters: EventFilters) -> list[Row]:
    """One page of what the actor may see, one row more than `limit` where there is another page.

    Any occurrence counts for `from_` and `to`, those beyond the rows included. One query, two with `to`.
    """
    user_id = user_id_of(actor)
    values = _values(user_id, filters)
    shape = _shape(filters, values)
    size = next(size for size in PAGE_SIZES if size > filters.limit)
    if filters.skip:
        rows = list(_rows(shape, literal(values))[filters.skip : filters.skip + size])
    else:
        rows = _page(values, (*shape, size))
    return [Row._make(row) for row in rows[: filters.limit + 1]]


def count_events(actor: Actor, filters: EventFilters) -> int:
    """How many events the filters leave, whatever the page."""
    values = _values(user_id_of(actor), filters)
    shape = tuple(name for name in _shape(filters, values) if not name.startswith("after"))
    return _rows(shape, literal(values)).count()


def all_events(actor: Actor, filters: EventFilters) -> QuerySet[Event]:
    """Every event that the filters leave, in their order and whatever the page, each with `rank`."""
    values = _values(user_id_of(actor), replace(filters, after=None))
    return _filtered(_shape(filters, values), literal(values))


def sort_key(row: Row | Event, ordering: str) -> tuple[Any, int]:
    """What the next page starts after."""
    return getattr(row, ORDERINGS[ordering.lstrip("-")]), row.id


def _values(user_id: int, filters: EventFilters) -> dict[str, Any]:
    """The arguments by name; those that are None take no part."""
    values = filter_values(user_id, filters)
    if filters.after is not None:
        values["after"], values["after_id"] = filters.after
    if filters.to is not None:
        beyond = _beyond_rows(user_id, filters.from_, filters.to)
        values["beyond"] = beyond or None
    return {name: value for name, value in values.items() if value is not None}


def _shape(filters: EventFilters, values: dict[str, Any]) -> tuple[str, ...]:
    return (filters.ordering, *filter_names(filters, values))


def _beyond_rows(user_id: int, after: datetime | None, before: datetime) -> list[int]:
    """Ids of endless events that have no rows that far and do occur in the window."""
    events = visible_to(user_id).filter(occurrences_until__lt=before)
    return [event.pk for event in events if expand(series_of(content_of(event)), after, before, limit=1)]


def _rows(shape: tuple[str, ...], value: Argument) -> QuerySet[Any, Any]:
    return _filtered(shape, value).values_list(*Row._fields)


def _filtered(shape: tuple[str, ...], value: Argument) -> QuerySet[Event]:
    """The list as a queryset; `shape` is the ordering and the names of the filters that are on."""
    return _narrowed(visible_to(value("user")), shape, value)


def _narrowed(rows: QuerySet[Event], shape: tuple[str, ...], value: Argument) -> QuerySet[Event]:
    """The events of `rows` that the filters leave, in the order of the list."""
    ordering, filters = shape[0], frozenset(shape[1:])
    column = ORDERINGS[ordering.lstrip("-")]
    down = ordering.startswith("-")
    for name, condition in _conditions(filters, value).items():
        if name in filters:
            rows = rows.filter(condition)
    if "after" in filters:
        compare = "lt" if down else "gt"
        key, key_id = value("after", Event._meta.get_field(column)), value("after_id")
        rows = rows.filter(Q(**{f"{column}__{compare}": key}) | Q(**{column: key, f"id__{compare}": key_id}))
    order = [F(column).desc(), F("id").desc()] if down else [F(column).asc(), F("id").asc()]
    return rows.order_by(*order)


def _conditions(filters: frozenset[str], value: Argument) -> dict[str, Q]:
    made = filter_conditions(filters, value)
    if {"from", "to"} & filters:
        made["to" if "to" in filters else "from"] = _occurs(filters, value)
    return made


def _occurs(filters: frozenset[str], value: Argument) -> Q:
    """Whether an occurrence overlaps the half-open window."""
    window = Q(event=OuterRef("pk"))
    if "from" in filters:
        window &= Q(end_at__gt=value("from"))
    if "to" in filters:
        window &= Q(start_at__lt=value("to"))
    occurs = Q(Exists(Occurrence.objects.filter(window)))
    if "from" in filters and "to" not in filters:
        # Without an end of the window an endless event always has another occurrence.
        occurs |= Q(occurrences_until__isnull=False)
    if "beyond" in filters:
        beyond = value("beyond", many=True)
        occurs |= Q(id__in=beyond) if isinstance(beyond, list) else Q(id__anyof=beyond)
    return occurs


def _compiled(shape: tuple[Any, ...]) -> QuerySet[Any, Any]:
    *names, size = shape
    filters = tuple(names)

    def first_of(events: QuerySet[Event]) -> QuerySet[Event]:
        return _narrowed(events.filter(NOT_DELETED), filters, slot)[:size]

    # A page needs no more than a page of each reason for which events are seen, and where an index has those
    # in order, a list costs the same however many there are. SQLite cannot cut the arms of a union, and a
    # rank is known of the whole only.
    cut = connection.features.supports_slicing_ordering_in_compound and "rank" not in filters
    rows = page_visible_to(slot("user"), first_of) if cut else visible_to(slot("user"))
    return _narrowed(rows, filters, slot).values_list(*Row._fields)[:size]


def _one_row(shape: Any) -> QuerySet[Any, Any]:
    user = slot("user")
    rows = events_with_rank(user).filter(is_visible(user), pk=slot("id", Event._meta.get_field("id")))
    return rows.order_by().values_list(*Row._fields)


_page = Compiled(_compiled)
_one = Compiled(_one_row)
