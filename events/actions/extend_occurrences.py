"""Rolling the rows of endless events on to the horizon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.timezone import now

from core.transactions import LockClass, lock_keys, write_atomic
from events.actions.apply import insert_occurrences
from events.models import Event, Occurrence, content_of
from events.rules.occurrences import horizon_of, occurrences

LEAST_GAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Extended:
    """What was done for one event: how many rows it gained."""

    event_id: int
    rows: int


def short_event_ids() -> list[int]:
    """The events whose rows end a week or more before the horizon."""
    due = now() + timedelta(days=settings.OCCURRENCE_HORIZON_DAYS) - LEAST_GAIN
    rows = Event.objects.filter(occurrences_until__lt=due, deleted_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def extend_occurrences(*, event_ids: list[int], dry_run: bool = False) -> Iterator[Extended]:
    """Gives each event the rows up to the horizon, each in a transaction of its own.

    Nothing is checked for conflicts: the time was taken when the rule was written.
    """
    for event_id in event_ids:
        with write_atomic():
            rows = _extend(event_id, dry_run)
        yield Extended(event_id, rows)


def _extend(event_id: int, dry_run: bool) -> int:
    owner_id = Event.objects.filter(pk=event_id).values_list("owner_id", flat=True).first()
    if owner_id is None:
        return 0
    lock_keys(LockClass.OWNER_SCHEDULE, {owner_id})
    event = Event.objects.select_for_update().filter(pk=event_id, deleted_at=None).first()
    if event is None or event.occurrences_until is None:
        return 0
    content = content_of(event)
    until = horizon_of(content, now=now(), horizon=timedelta(days=settings.OCCURRENCE_HORIZON_DAYS))
    known = set(Occurrence.objects.filter(event=event).values_list("recurrence_id", flat=True))
    new = [o for o in occurrences(content, event.occurrences_until, until) if o.recurrence_id not in known]
    if not dry_run:
        insert_occurrences([(event, new)])
        # Not content and in no version, so it goes past the history on purpose.
        Event.objects.filter(pk=event_id).update(occurrences_until=until)
    return len(new)
