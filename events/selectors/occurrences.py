"""The occurrences in a window of all that one may see: one statement, with one row for each event."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

import orjson
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Aggregate,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.sql.compiler import SQLCompiler

from accounts.actors import Actor
from core.compiled import Compiled
from core.errors import Invalid
from events.access import user_id_of, visible_to
from events.changes import EventFilters
from events.facts import EventContent
from events.models import Occurrence
from events.rules.limits import EARLIEST
from events.rules.occurrences import occurrences
from events.selectors.event_filters import (
    Argument,
    filter_conditions,
    filter_names,
    filter_values,
    slot,
)

MOST_OCCURRENCES: Final = 50_000
_SHORTEST: Final = timedelta(days=1)
_Instance: TypeAlias = tuple[str, datetime, datetime]


class SeenOccurrence(NamedTuple):
    """One occurrence as it is shown: the event's fields, as the override of the instance changes them.

    `recurrence_id` is None for an event that does not recur.
    """

    start_at: datetime
    event_id: int
    recurrence_id: str | None
    title: str
    end_at: datetime
    is_all_day: bool
    timezone: str
    location: str
    status: str
    transparency: str
    calendar_id: int
    version: int
    rank: int
    is_override: bool


class _Row(NamedTuple):
    id: int
    title: str
    location: str
    start_at: datetime
    end_at: datetime
    timezone: str
    is_all_day: bool
    rrule: str
    recurrence_overrides: dict[str, dict[str, Any]]
    status: str
    transparency: str
    calendar_id: int
    version: int
    occurrences_until: datetime | None
    rank: int
    rows: str | None


class _RowsAsJson(Aggregate):
    """The text of rows as one JSON array of arrays; nothing or an empty array where there are none."""

    output_field = TextField()
    name = "rows as JSON"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="json_agg(json_build_array(%(expressions)s))::text")

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:  # type: ignore[override]
        return self.as_sql(compiler, connection, template="json_group_array(json_array(%(expressions)s))")


def list_occurrences(actor: Actor, filters: EventFilters) -> list[SeenOccurrence]:
    """All occurrences that overlap the half-open window from `from_` to `to`, by start, then by event.

    Both must be set. Filters are those of lists of events, but for the status, which is the occurrence's own.
    One query, however far the window reaches: events whose rows end before it does are expanded here. Raises
    `Invalid` (field `to`) for more than `MOST_OCCURRENCES`.
    """
    values = _values(actor, filters)
    read = datetime.fromisoformat if connection.vendor == "postgresql" else _utc
    found: list[SeenOccurrence] = []
    for row in map(_Row._make, _compiled_rows(values, filter_names(filters, values))):
        found += _seen(row, _instances(row, values["from"], values["to"], read), filters.status)
        if len(found) > MOST_OCCURRENCES:
            message = f"There are more than {MOST_OCCURRENCES:,} occurrences in this window: ask for a part."
            raise Invalid.of("to", "too_many_occurrences", message)
    found.sort()  # start, event and instance come first, and no two have the same
    return found


def _values(actor: Actor, filters: EventFilters) -> dict[str, Any]:
    """The arguments by name; those that are None take no part."""
    values = filter_values(user_id_of(actor), filters)
    # Nothing is earlier, and the search begins before the window, where time must not run out.
    values["from"] = max(values["from"], EARLIEST)
    return {name: value for name, value in values.items() if value is not None}


def _seen(row: _Row, instances: Iterable[_Instance], status: str | None) -> list[SeenOccurrence]:
    """The occurrences of one event. What they share is put together once: a month has a thousand."""
    make, event_id, title = SeenOccurrence._make, row.id, row.title
    shared = (
        row.is_all_day,
        row.timezone,
        row.location,
        row.status,
        row.transparency,
        row.calendar_id,
        row.version,
        row.rank,
        False,
    )
    found = [
        make((start, event_id, recurrence_id or None, title, end, *shared))
        for recurrence_id, start, end in instances
    ]
    if overrides := row.recurrence_overrides:
        found = [_overridden(one, overrides.get(one.recurrence_id or "")) for one in found]
    return found if status is None else [one for one in found if one.status == status]


def _overridden(one: SeenOccurrence, patch: Mapping[str, Any] | None) -> SeenOccurrence:
    if patch is None:
        return one
    return one._replace(
        title=patch.get("title", one.title),
        location=(patch["location"] or "") if "location" in patch else one.location,
        status=patch.get("status", one.status),
        transparency=patch.get("transparency", one.transparency),
        is_override=True,
    )


def _instances(
    row: _Row, after: datetime, before: datetime, read: Callable[[str], datetime]
) -> list[_Instance]:
    """Recurrence id, start and end of each: of the rows, where these reach as far as the window."""
    if row.occurrences_until is None or row.occurrences_until >= before:
        rows = orjson.loads(row.rows or "[]")
        return [(recurrence_id, read(start), read(end)) for recurrence_id, start, end in rows]
    content = EventContent(
        title=row.title,
        start_at=row.start_at,
        end_at=row.end_at,
        timezone=row.timezone,
        is_all_day=row.is_all_day,
        rrule=row.rrule,
        recurrence_overrides=row.recurrence_overrides,
        calendar_id=row.calendar_id,
    )
    return [(one.recurrence_id, one.start_at, one.end_at) for one in occurrences(content, after, before)]


def _utc(text: str) -> datetime:
    """An instant as SQLite writes it into JSON: in UTC, without saying so. PostgreSQL names the offset."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _rows(names: tuple[str, ...], value: Argument) -> QuerySet[Any, Any]:
    """The events with what they have in the window, as a queryset; `names` are the filters that are on."""
    longest = Greatest(Coalesce("owner__schedule__longest", Value(_SHORTEST)), Value(_SHORTEST))
    # None of the owner's that still runs when the window opens began before: the range of the index is short.
    since = ExpressionWrapper(value("from") - longest, output_field=DateTimeField())
    events = visible_to(value("user")).annotate(since=since)
    for name, condition in filter_conditions(frozenset(names), value).items():
        if name == "status":
            condition |= ~Q(recurrence_overrides={})  # an instance may have another one
        events = events.filter(condition)
    window = Occurrence.objects.order_by().filter(
        event=OuterRef("pk"),
        start_at__gt=OuterRef("since"),
        start_at__lt=value("to"),
        end_at__gt=value("from"),
    )
    rows = window.values(one=Value(1)).annotate(rows=_RowsAsJson("recurrence_id", "start_at", "end_at"))
    in_window = Q(Exists(window)) | Q(occurrences_until__lt=value("to"))
    events = events.filter(in_window).annotate(rows=Subquery(rows.values("rows"), output_field=TextField()))
    return events.order_by("pk").values_list(*_Row._fields)


_compiled_rows = Compiled(lambda names: _rows(names, slot))
