"""Steps 4 to 6 of the road: what is written when a locked event takes new content."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import now

from core.compiled import Insert
from core.errors import Invalid
from core.metrics import events_written_total
from core.transactions import after_commit
from events.access import LockedEvent
from events.actions.conflicts import refuse_conflicts
from events.actions.write_versions import VersionFacts, update_with_version
from events.changes import OnConflict
from events.enums import Verb
from events.facts import EventContent, OccurrenceFact
from events.models import Event, Occurrence, Schedule, content_of, write_content
from events.rules.added_time import busy_additions
from events.rules.occurrences import horizon_of, occurrences
from events.rules.wire import to_wire
from events.selectors.schedule import DAY, Candidate
from journal.actions.record import record
from journal.facts import Fact

TIMES = (
    "start_at",
    "end_at",
    "timezone",
    "is_all_day",
    "rrule",
    "recurrence_overrides",
    "status",
    "transparency",
)
_insert_occurrences = Insert(Occurrence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a version comes to be: the verb, the words of its author, and what goes with it.

    `owner_id` is set where the event goes to somebody else; `restored_from` is the version rolled back to;
    `payload` is added to the journal entry (no event text). `wanted` is the one instance that an edit is of:
    where its time is refused, it is that for which free starts are offered.
    """

    verb: Verb
    reason: str | None = None
    on_conflict: OnConflict = "refuse"
    restored_from: int | None = None
    owner_id: int | None = None
    wanted: EventContent | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


def apply(locked: LockedEvent, content: EventContent, change: Change) -> Event:
    """Writes one version: the row, its history row, its occurrences, one journal entry.

    Content that is the same makes nothing, unless the event goes to another owner. Raises `ScheduleConflict`
    where busy time would be added, moved or newly owned over other events (unless `on_conflict` allows it),
    and `Invalid` where the calendar that the event moves to has another event with its uid.
    """
    event, before = locked.event, content_of(locked.event)
    handed_over = change.owner_id is not None and change.owner_id != event.owner_id
    if content == before and not handed_over:
        return event
    instants_moved = any(getattr(content, name) != getattr(before, name) for name in TIMES)
    if instants_moved or handed_over:
        after = expanded(content)
        owner_id = change.owner_id or event.owner_id
        if change.on_conflict == "refuse":
            had = [] if handed_over else expanded(before)
            candidate = Candidate(0, content, busy_additions(had, after))
            refuse_conflicts(locked.actor, owner_id, [candidate], exclude=[event.pk], wanted=change.wanted)
        event.owner_id = owner_id
    if content.calendar_id != before.calendar_id:
        refuse_taken_uids({(content.calendar_id, event.uid)})
    write_content(event, content)
    event.version += 1
    save_version(locked, change, changed_fields(before, content))
    if instants_moved or handed_over:
        write_occurrences(event, content, after)
    return event


def save_version(locked: LockedEvent, change: Change, fields: Sequence[str]) -> None:
    """Saves the row with its history row and the journal entry; the version number is already the new one."""
    event = locked.event
    moment = now()
    event.updated_at = moment
    event._change_reason = change.reason or None  # type: ignore[attr-defined]
    update_with_version(event, VersionFacts(locked.actor, change.verb, moment, change.restored_from))
    event.written_by = locked.actor.id
    record([event_fact(event, change, fields)], actor_id=locked.actor.id, at=moment)
    count_written(change.verb)


def event_fact(event: Event, change: Change, fields: Sequence[str]) -> Fact:
    """The journal entry of a version: which fields, never their text."""
    payload: dict[str, Any] = {"fields": list(fields), **change.payload}
    if change.reason:
        payload["reason"] = change.reason
    if change.restored_from:
        payload["restored_from"] = change.restored_from
    return Fact(
        verb=f"event.{change.verb}",
        subject_kind="event",
        subject_id=event.pk,
        subject_version=event.version,
        calendar_id=event.calendar_id,
        payload=payload,
    )


def count_written(verb: Verb, number: int = 1) -> None:
    """Counts written events once they are committed."""
    after_commit(lambda: events_written_total.labels(verb=verb.value).inc(number))


def refuse_taken_uids(pairs: Collection[tuple[int, str]]) -> None:
    """Raises `Invalid` where a calendar already has an event with that uid (RFC 5545, section 3.8.4.7).

    Nobody can slip in between, because the owner's schedule is locked.
    """
    calendars, uids = {calendar for calendar, _ in pairs}, {uid for _, uid in pairs}
    rows = Event.objects.filter(calendar__in=calendars, uid__in=uids, deleted_at=None)
    if not set(pairs).isdisjoint(rows.values_list("calendar_id", "uid")):
        raise Invalid.of("uid", "uid_taken", "Another event of this calendar has this uid.")


def changed_fields(before: EventContent | None, after: EventContent) -> list[str]:
    """The wire names of the fields that differ; none for a new event."""
    if before is None:
        return []
    old, new = to_wire(before), to_wire(after)
    return [name for name in new if old[name] != new[name]]


def horizon(content: EventContent) -> datetime | None:
    """Up to when the content's occurrences get rows now; None for all of them."""
    return horizon_of(content, now=now(), horizon=timedelta(days=settings.OCCURRENCE_HORIZON_DAYS))


def expanded(content: EventContent) -> list[OccurrenceFact]:
    """The occurrences that get rows now."""
    return occurrences(content, None, horizon(content))


def write_occurrences(event: Event, content: EventContent, facts: Sequence[OccurrenceFact]) -> None:
    """Replaces the event's occurrence rows; keeps the bound on the owner's longest busy occurrence true."""
    Occurrence.objects.filter(event=event).delete()
    insert_occurrences([(event, facts)])
    until = horizon(content)
    if until != event.occurrences_until:
        event.occurrences_until = until
        # Not content and in no version, so it goes past the history on purpose.
        Event.objects.filter(pk=event.pk).update(occurrences_until=until)


def insert_occurrences(rows: Sequence[tuple[Event, Sequence[OccurrenceFact]]]) -> None:
    """Inserts occurrence rows of events of one or several owners whose schedules are locked."""
    _insert_occurrences(
        [
            Occurrence(
                event_id=event.pk,
                owner_id=event.owner_id,
                recurrence_id=fact.recurrence_id,
                start_at=fact.start_at,
                end_at=fact.end_at,
                is_busy=fact.is_busy,
            )
            for event, facts in rows
            for fact in facts
        ]
    )
    _remember_longest(rows)


def _remember_longest(rows: Sequence[tuple[Event, Sequence[OccurrenceFact]]]) -> None:
    """Keeps what is known of each owner's longest occurrences true; most are short, and cost no statement."""
    lengths: dict[int, dict[str, timedelta]] = {}
    for event, facts in rows:
        for fact in facts:
            length = fact.end_at - fact.start_at
            if length > DAY:
                known = lengths.setdefault(event.owner_id, {})
                for name in ("longest", "longest_busy") if fact.is_busy else ("longest",):
                    known[name] = max(length, known.get(name, length))
    for owner_id, longer in lengths.items():
        schedule = Schedule.objects.filter(owner_id=owner_id).first() or Schedule(owner_id=owner_id)
        grown = {name: length for name, length in longer.items() if getattr(schedule, name) < length}
        if grown:
            Schedule.objects.update_or_create(owner_id=owner_id, defaults=grown)
