"""Versions of an event: a page of them, or one."""

from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet

from accounts.actors import Actor
from core.compiled import Compiled, P
from core.errors import NotFound
from events.access import get_known_event
from history.facts import Version, VersionPage
from history.selectors.version_rows import (
    COLUMNS,
    NOTHING,
    PAGE_SIZES,
    readable_versions,
    reader_of,
    row_of,
    version_of_row,
)

_NUMBER = BigIntegerField()


def versions_of(actor: Actor, event_id: int, *, limit: int, before_version: int | None = None) -> VersionPage:
    """A page of versions, newest first; one query. `limit` is 100 at most.

    Raises `NotFound` where the actor may not know of the event; one in the trash keeps its history.
    """
    user_id = reader_of(actor)
    size = next(size for size in PAGE_SIZES if size > limit)
    args = {"user": user_id, "event": event_id, "before": before_version}
    # The row after the page is what its oldest version is compared with.
    found = _page(args, (user_id is None, before_version is not None, size))[: limit + 1]
    if not found:
        get_known_event(actor, event_id)
    rows = [row_of(values) for values in found]
    older = [row.data for row in rows[1:]] + [NOTHING]
    versions = [
        version_of_row(event_id, row, before) for row, before in zip(rows[:limit], older, strict=False)
    ]
    return VersionPage(versions, versions[-1].number if len(rows) > limit else None)


def version_of(actor: Actor, event_id: int, number: int) -> Version:
    """One version; one query. Raises `NotFound` for the event as for the version."""
    user_id = reader_of(actor)
    args = {"user": user_id, "event": event_id, "number": number, "before": number - 1}
    rows = [row_of(values) for values in _one(args, user_id is None)]
    if not rows or rows[0].version != number:
        get_known_event(actor, event_id)
        raise NotFound("Version not found")
    return version_of_row(event_id, rows[0], rows[1].data if len(rows) > 1 else NOTHING)


def _page_rows(shape: tuple[bool, bool, int]) -> QuerySet[Any, Any]:
    by_system, has_before, size = shape
    rows = readable_versions(by_system=by_system)
    if has_before:
        rows = rows.filter(version__lt=P("before", _NUMBER))
    return rows.order_by("-version").values_list(*COLUMNS)[:size]


def _one_row(by_system: bool) -> QuerySet[Any, Any]:
    """The version and the one before it."""
    both = Q(version=P("number", _NUMBER)) | Q(version=P("before", _NUMBER))
    rows = readable_versions(by_system=by_system).filter(both)
    return rows.order_by("-version").values_list(*COLUMNS)


_page = Compiled(_page_rows)
_one = Compiled(_one_row)
