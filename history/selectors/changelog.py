"""The changelog of an event: its versions, by person, field or time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from accounts.actors import Actor
from core.compiled import Compiled, P
from events.access import get_known_event
from events.models import HistoricalEvent
from history.changes import ChangelogFilters
from history.facts import Version, VersionPage
from history.rules.columns import COLUMN_OF, DAY_FIELDS
from history.selectors.version_rows import (
    COLUMNS,
    NOTHING,
    PAGE_SIZES,
    Row,
    readable_versions,
    reader_of,
    row_of,
    version_of_row,
)

MOST_READS = 10
"""How often one call reads where rows turn out not to match: a page may be short then, no call is long."""

_NUMBER = BigIntegerField()


class _Shape(NamedTuple):
    by_system: bool
    actor: type | None
    field: str | None
    since: bool
    before: bool
    size: int


def changelog_of(actor: Actor, event_id: int, filters: ChangelogFilters) -> VersionPage:
    """A page of the versions that the filters leave, newest first. `limit` is 100 at most.

    One query, two with filters; more only where columns changed without the field that is asked for, and not
    more than a fixed number. Raises `NotFound` where the actor may not know of the event, and KeyError for a
    field that is none.
    """
    limit = filters.limit
    size = next(size for size in PAGE_SIZES if size > limit)
    found: list[Version] = []
    before = filters.before_version
    for _ in range(MOST_READS):
        rows = _rows(actor, event_id, filters, before, size)
        if filters.field is None:
            page = _compared(event_id, rows[:limit], rows)
            more = len(rows) > limit
            found, before = page, page[-1].number if more else None
            break
        found += [each for each in _compared(event_id, rows, rows) if filters.field in each.changes]
        before = rows[-1].version if len(rows) == size else None
        if len(found) > limit:
            found = found[:limit]
            before = found[-1].number
            break
        if before is None:
            break
        size = PAGE_SIZES[-1]
    if not found:
        get_known_event(actor, event_id)
    return VersionPage(found, before)


def _rows(actor: Actor, event_id: int, filters: ChangelogFilters, before: int | None, size: int) -> list[Row]:
    user_id = reader_of(actor)
    args = {
        "user": user_id,
        "event": event_id,
        "actor": filters.actor.lower() if isinstance(filters.actor, str) else filters.actor,
        "since": filters.since,
        "before": before,
    }
    shape = _Shape(
        by_system=user_id is None,
        actor=None if filters.actor is None else type(filters.actor),
        field=filters.field,
        since=filters.since is not None,
        before=before is not None,
        size=size,
    )
    return [row_of(values) for values in _matching(args, shape)]


def _compared(event_id: int, rows: Sequence[Row], known: Sequence[Row]) -> list[Version]:
    """The versions, each compared with the one before it; what is not among the known rows is read."""
    data = {row.version: row.data for row in known}
    missing = sorted({row.version - 1 for row in rows} - data.keys() - {0})
    if missing:
        args = {"event": event_id, "versions": missing}
        data |= {row.version: row.data for row in map(row_of, _named(args))}
    return [version_of_row(event_id, row, data.get(row.version - 1, NOTHING)) for row in rows]


def _matching_rows(shape: _Shape) -> QuerySet[Any, Any]:
    rows = readable_versions(by_system=shape.by_system)
    if shape.actor is int:
        rows = rows.filter(history_user_id=P("actor", _NUMBER))
    elif shape.actor is str:
        rows = rows.alias(name=Lower("history_user__username")).filter(name=P("actor", CharField()))
    if shape.field is not None:
        same = {column: OuterRef(column) for column in _columns_of(shape.field)}
        unchanged = HistoricalEvent.objects.filter(id=OuterRef("id"), version=OuterRef("version") - 1, **same)
        rows = rows.filter(~Exists(unchanged))
    if shape.since:
        rows = rows.filter(history_date__gte=P("since", HistoricalEvent._meta.get_field("history_date")))
    if shape.before:
        rows = rows.filter(version__lt=P("before", _NUMBER))
    return rows.order_by("-version").values_list(*COLUMNS)[: shape.size]


def _columns_of(field: str) -> set[str]:
    """A field of the wire can only change where one of these columns does."""
    return {COLUMN_OF[field], "is_all_day"} if field in DAY_FIELDS else {COLUMN_OF[field]}


def _named_rows(shape: Any) -> QuerySet[Any, Any]:
    """Versions by number, for an actor who has already been let in."""
    return (
        readable_versions(by_system=True)
        .filter(version__anyof=P("versions", _NUMBER, many=True))
        .order_by()
        .values_list(*COLUMNS)
    )


_matching = Compiled(_matching_rows)
_named = Compiled(_named_rows)
