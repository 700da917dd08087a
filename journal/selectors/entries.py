"""Reads of the journal: what came after a position, what happened to a thing, and all of it in pages."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from journal.models import Entry

PAGE = 2000


class Activity(NamedTuple):
    """What the history of one thing tells of an entry; `data` is None where it has been blanked."""

    id: int
    at: datetime
    actor_id: int | None
    source: str
    verb: str
    version: int | None
    summary: str
    data: dict[str, Any] | None


def entries_after(pos: int, *, limit: int) -> list[Entry]:
    """The next entries after a position, in the order of positions; call `number_entries` first.

    The last one's `pos` is where to go on: nothing will ever appear at or before it.
    """
    return list(Entry.objects.filter(pos__gt=pos).order_by("pos")[:limit])


def entries_about(kind: str, subject_id: int, *, before_id: int | None, limit: int) -> list[Activity]:
    """What happened to one thing, newest first, and older than the entry `before_id` if one is given.

    Here ids do for an order: who writes about a thing holds its locks, so its ids follow the commits.
    """
    entries = Entry.objects.filter(subject_kind=kind, subject_id=subject_id)
    if before_id is not None:
        entries = entries.filter(id__lt=before_id)
    columns = ("id", "at", "actor_id", "source", "verb", "subject_version", "summary", "payload")
    return [Activity(*row) for row in entries.order_by("-id").values_list(*columns)[:limit]]


class Deed(NamedTuple):
    """What the record of one person's doings tells of an entry; `data` is None where it has been blanked."""

    id: int
    at: datetime
    source: str
    verb: str
    subject_kind: str
    subject_id: int | None
    version: int | None
    summary: str
    data: dict[str, Any] | None


def entries_by(actor_id: int, kinds: Collection[str], *, before_id: int | None, limit: int) -> list[Deed]:
    """What one person did to things of these kinds, newest first; older than `before_id` if it is given."""
    entries = Entry.objects.filter(actor_id=actor_id, subject_kind__in=sorted(kinds))
    if before_id is not None:
        entries = entries.filter(id__lt=before_id)
    columns = (
        "id",
        "at",
        "source",
        "verb",
        "subject_kind",
        "subject_id",
        "subject_version",
        "summary",
        "payload",
    )
    return [Deed(*row) for row in entries.order_by("-id").values_list(*columns)[:limit]]


def in_pages(entries: QuerySet[Entry], *, key: str = "id", size: int | None = None) -> Iterator[Entry]:
    """All of them in ascending order of a unique `key`, one statement a page, so that memory stays bounded.

    No cursor stays open between pages: on SQLite it would keep the log from being cut, and poolers lose it.
    """
    entries, size = entries.order_by(key), size or PAGE
    page = list(entries[:size])
    while page:
        yield from page
        page = (
            list(entries.filter(**{f"{key}__gt": getattr(page[-1], key)})[:size]) if len(page) == size else []
        )
