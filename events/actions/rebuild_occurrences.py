"""Writing the rows of events anew where the rules of their zones have changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.transactions import LockClass, lock_keys, write_atomic
from events.actions.apply import horizon, insert_occurrences
from events.facts import EventContent, OccurrenceFact
from events.models import Event, Occurrence, content_of
from events.rules.occurrences import is_endless, occurrences


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was done for one event: how many rows were not right any more, and how many took their place."""

    event_id: int
    removed: int
    added: int


@dataclass(frozen=True, slots=True)
class _Difference:
    stale: Sequence[int]
    missing: Sequence[OccurrenceFact]
    until: datetime | None


def event_ids_in(zone: str | None = None) -> list[int]:
    """The events whose rows may be rebuilt: all, or those in one zone (all-day events are in none)."""
    rows = Event.objects.filter(deleted_at=None).order_by("pk")
    if zone is not None:
        rows = rows.filter(timezone=zone, is_all_day=False)
    return list(rows.values_list("pk", flat=True))


def rebuild_occurrences(*, event_ids: Sequence[int], dry_run: bool = False) -> Iterator[Rebuilt]:
    """Makes the rows of each event what the present rules of its zone give, in a transaction of its own.

    What is stored of an event is the instant of its start and its zone. So instances after a change of the
    zone's rules keep the wall time of the start, and a start that lies after the change itself keeps its
    instant. Rows that are right stay untouched, so a second run does nothing; no event gets a version.
    Nothing is checked for conflicts: nobody has moved anything.
    """
    for event_id in event_ids:
        # Most are right, and cost neither a transaction nor a lock.
        event = Event.objects.filter(pk=event_id, deleted_at=None).first()
        found = None if event is None else _difference(event)
        if found and (found.stale or found.missing) and not dry_run:
            with write_atomic():
                found = _rebuild(event_id)
        if found:
            yield Rebuilt(event_id, len(found.stale), len(found.missing))


def _rebuild(event_id: int) -> _Difference | None:
    owner_id = Event.objects.filter(pk=event_id).values_list("owner_id", flat=True).first()
    if owner_id is None:
        return None
    lock_keys(LockClass.OWNER_SCHEDULE, {owner_id})
    event = Event.objects.select_for_update().filter(pk=event_id, deleted_at=None).first()
    if event is None or event.owner_id != owner_id:
        return None  # handed over a moment ago, which has written its rows anew
    found = _difference(event)
    Occurrence.objects.filter(pk__in=found.stale).delete()
    insert_occurrences([(event, found.missing)])
    if event.occurrences_until != found.until:
        # Not content and in no version, so it goes past the history on purpose.
        Event.objects.filter(pk=event_id).update(occurrences_until=found.until)
    return found


def _difference(event: Event) -> _Difference:
    """The rows that are not right, and the occurrences that have none, as far as the event is expanded."""
    content = content_of(event)
    until = _until(event, content)
    missing = {_key(event.owner_id, fact): fact for fact in occurrences(content, None, until)}
    columns = ("owner_id", "recurrence_id", "start_at", "end_at", "is_busy")
    rows = Occurrence.objects.filter(event=event).order_by("pk").values_list("pk", *columns)
    stale = [pk for pk, *values in rows if missing.pop(tuple(values), None) is None]
    return _Difference(stale, list(missing.values()), until)


def _until(event: Event, content: EventContent) -> datetime | None:
    return event.occurrences_until or horizon(content) if is_endless(content) else None


def _key(owner_id: int, fact: OccurrenceFact) -> tuple[int | str | datetime | bool, ...]:
    return owner_id, fact.recurrence_id, fact.start_at, fact.end_at, fact.is_busy
