"""Whether the history of all events is whole: every row is read once, in pages, beside running writers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from events.facts import OccurrenceFact
from events.models import Event, HistoricalEvent, Occurrence
from history.facts import EventFlaw
from history.rules.wholeness import Flaws, Snapshot, occurrence_flaws, version_flaws
from journal.models import Entry

EVENTS = 200
ROWS = 1000
TRIES = 10

_COLUMNS = tuple(field.attname for field in HistoricalEvent.tracked_fields)
_OCCURRENCE = ("event_id", "recurrence_id", "owner_id", "start_at", "end_at", "is_busy")


class _Live(NamedTuple):
    """An event as it stands, and up to when its occurrences have rows."""

    snapshot: Snapshot
    until: datetime | None


def count_histories() -> int:
    """How many events have versions, purged ones included."""
    return int(HistoricalEvent.objects.aggregate(ids=Count("id", distinct=True))["ids"])


def find_flaws(advance: Callable[[int], None] = lambda count: None) -> Iterator[EventFlaw]:
    """Every flaw of every event, in the order of event ids.

    Memory is bounded by one event's occurrences and the numbers of its versions. What a write in between may
    have made look wrong is read again until nothing was written meanwhile. `advance` gets the number of
    events that are done.
    """
    last = 0
    while ids := _next_ids(last):
        suspects = {flaw.event_id for flaw in _flaws_of(ids, _live(ids))}
        for event_id in sorted(suspects):
            yield from _confirmed(event_id)
        advance(len(ids))
        last = ids[-1]


def _confirmed(event_id: int) -> list[EventFlaw]:
    """The flaws of one event, read while it stood still."""
    flaws: list[EventFlaw] = []
    for _ in range(TRIES):
        live = _live([event_id])
        flaws = _flaws_of([event_id], live)
        if not flaws or _live([event_id]) == live:
            break
    return flaws


def _next_ids(last: int) -> list[int]:
    """The ids after `last` of events and of events that once were."""
    events = Event.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:EVENTS]
    versions = HistoricalEvent.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)
    ids = merge(events, versions.distinct()[:EVENTS])
    return list(islice((event_id for event_id, _ in groupby(ids)), EVENTS))


def _live(ids: list[int]) -> dict[int, _Live]:
    rows = Event.objects.filter(pk__in=ids).order_by().values("occurrences_until", *_COLUMNS)
    return {row["id"]: _Live(_snapshot(row, ""), row.pop("occurrences_until")) for row in rows}


def _snapshot(row: dict[str, Any], verb: str) -> Snapshot:
    return Snapshot(row["version"], verb, {name: row[name] for name in _COLUMNS})


def _flaws_of(ids: list[int], live: dict[int, _Live]) -> list[EventFlaw]:
    """The flaws of these events, as far as one look can tell."""
    found: list[EventFlaw] = []

    def note(event_id: int, flaws: Flaws) -> None:
        found.extend(EventFlaw(event_id, flaw, version) for flaw, version in flaws)

    rows_of_both = zip(_by_event(ids, _versions(ids)), _by_event(ids, _entries(ids)), strict=True)
    for (event_id, versions), (_, entries) in rows_of_both:
        at = live.get(event_id)
        recorded = {(entry["subject_version"], entry["calendar_id"]) for entry in entries}
        snapshots = (_snapshot(row, row["verb"]) for row in versions)
        note(event_id, version_flaws(at.snapshot if at else None, snapshots, recorded))
    for event_id, rows in _by_event(ids, _occurrences(ids)):
        if at := live.get(event_id):
            note(event_id, occurrence_flaws(at.snapshot, at.until, _facts(at.snapshot, rows)))
    return found


def _facts(event: Snapshot, rows: Iterator[dict[str, Any]]) -> Iterator[OccurrenceFact]:
    """Occurrences as the rules know them; one of another owner is none of this event's."""
    for row in rows:
        mine = row["owner_id"] == event.columns["owner_id"]
        recurrence_id = row["recurrence_id"] if mine else f"owner {row['owner_id']}"
        yield OccurrenceFact(recurrence_id, row["start_at"], row["end_at"], row["is_busy"])


def _by_event(
    ids: list[int], rows: Iterator[dict[str, Any]]
) -> Iterator[tuple[int, Iterator[dict[str, Any]]]]:
    """The rows of each event, also of one that has none; `rows` come in the order of the ids."""
    waiting = iter(ids)
    for event_id, group in groupby(rows, key=lambda row: row["event_id"]):
        for without in waiting:
            if without == event_id:
                break
            yield without, iter(())
        yield event_id, group
    for without in waiting:
        yield without, iter(())


def _versions(ids: list[int]) -> Iterator[dict[str, Any]]:
    rows = HistoricalEvent.objects.filter(id__in=ids)
    for row in _in_pages(rows, ("id", "version", "history_id"), (*_COLUMNS, "history_id", "verb")):
        row["event_id"] = row["id"]
        yield row


def _entries(ids: list[int]) -> Iterator[dict[str, Any]]:
    rows = Entry.objects.filter(subject_kind="event", subject_id__in=ids, subject_version__isnull=False)
    key = ("subject_id", "subject_version", "id")
    for row in _in_pages(rows, key, (*key, "calendar_id")):
        row["event_id"] = row["subject_id"]
        yield row


def _occurrences(ids: list[int]) -> Iterator[dict[str, Any]]:
    rows = Occurrence.objects.filter(event_id__in=ids)
    return _in_pages(rows, ("event_id", "recurrence_id", "id"), (*_OCCURRENCE, "id"))


def _in_pages(
    rows: QuerySet[Any], key: tuple[str, str, str], columns: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """All rows in the order of a unique key of three columns, one statement a page.

    No cursor stays open between pages: on SQLite it would keep the log from being cut, and poolers lose it.
    """
    a, b, c = key
    rows = rows.order_by(*key)
    after = Q()
    while True:
        page = list(rows.filter(after).values(*columns)[:ROWS])
        yield from page
        if len(page) < ROWS:
            return
        x, y, z = (page[-1][name] for name in key)
        after = Q(**{f"{a}__gt": x}) | Q(**{a: x, f"{b}__gt": y}) | Q(**{a: x, b: y, f"{c}__gt": z})
