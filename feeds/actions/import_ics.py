"""Importing a calendar file: everything is read first, then written a few events at a time."""

from collections.abc import Callable, Collection
from datetime import UTC
from itertools import islice

from django.utils.timezone import now

from accounts.actors import Actor
from core.actors import Source, acting_through
from core.errors import DomainError, Invalid
from events.access import get_calendar, user_id_of, visible_calendars
from events.actions.import_events import Imported, import_events
from events.actions.refresh_statistics import refresh_statistics
from events.changes import OnConflict
from events.enums import Permission, Verb
from events.models import Calendar
from feeds.enums import Result
from feeds.facts import ImportReport
from feeds.rules.read_file import FileEvent, read_file

AT_ONCE = 100
"""Events of one transaction: others wait for it who write to the same schedule, or to SQLite at all."""
MOST_OCCURRENCES = 300_000
"""What the series of one file may put into a calendar: a minute's work for a database."""

_RESULTS = {Verb.CREATED: Result.CREATED, Verb.UPDATED: Result.UPDATED, None: Result.UNCHANGED}


def import_ics(
    *,
    actor: Actor,
    calendar_id: int | None,
    data: bytes,
    dry_run: bool = False,
    on_conflict: OnConflict = "allow",
    advance: Callable[[int], None] = lambda count: None,
) -> ImportReport:
    """Writes the events of an iCalendar file (RFC 5545) into a calendar, by default the actor's default one.

    Events are known by their UID: those that are there change, or stay as they are, and nothing is doubled.
    The report has a row for each component; one that fails stops no other. Several transactions are used, so
    what is written stays if the server stops in between: import the file again. `advance` gets the number of
    components done. With `dry_run` nothing is written and the report is the same. Once the file has come to
    `MOST_OCCURRENCES`, its further series fail.

    Raises `NotFound` and `Forbidden` for the calendar, and `FileRefused` for a file that is none, or is too
    large, before anything is written.
    """
    calendar = _calendar(actor, calendar_id)
    moment = now().astimezone(UTC).replace(tzinfo=None)
    file = read_file(data, timezone=calendar.timezone, now=moment)
    events = iter(file.events)
    unseen = occurrences = 0
    written: list[tuple[int, int]] = []
    with acting_through(Source.IMPORT):
        while chunk := {event.series.uid: event for event in islice(events, AT_ONCE)}:
            outcomes = _import_chunk(actor, calendar.pk, chunk, dry_run, on_conflict, occurrences)
            occurrences += sum(outcome.occurrences for outcome in outcomes)
            unseen += sum(outcome.verb is Verb.CREATED for outcome in outcomes)
            written += [(o.event_id, o.version) for o in outcomes if o.event_id and o.version]
            if not dry_run and refresh_statistics(unseen):
                unseen = 0
            advance(sum(len(event.reports) for event in chunk.values()))
    return ImportReport(calendar.pk, file.reports, written)


def _calendar(actor: Actor, calendar_id: int | None) -> Calendar:
    if calendar_id is not None:
        return get_calendar(actor, calendar_id, Permission.CHANGE)
    user_id = user_id_of(actor)
    return visible_calendars(user_id).get(owner_id=user_id, is_default=True)


def _import_chunk(
    actor: Actor,
    calendar_id: int,
    chunk: dict[str, FileEvent],
    dry_run: bool,
    on_conflict: OnConflict,
    occurrences: int,
) -> Collection[Imported]:
    """Writes these events, notes in their reports what became of them, and returns it.

    `occurrences` is how many the file has come to before them.
    """
    outcomes: dict[str, Imported] = {}
    while left := {uid: event for uid, event in chunk.items() if uid not in outcomes}:
        if occurrences >= MOST_OCCURRENCES and (late := [uid for uid in left if left[uid].series.recurs]):
            outcomes.update(dict.fromkeys(late, Imported(error=_too_many())))
            continue
        asks = {uid: event.series.changes for uid, event in left.items()}
        try:
            done = import_events(
                actor=actor, calendar_id=calendar_id, asks=asks, dry_run=dry_run, on_conflict=on_conflict
            )
        except DomainError as error:
            # The calendar has gone meanwhile, or the database was too busy: nothing of these was written.
            done = dict.fromkeys(left, Imported(error=error))
        outcomes.update(done)
        occurrences += sum(outcome.occurrences for outcome in done.values())
    for uid, event in chunk.items():
        outcome = outcomes[uid]
        if outcome.error is not None:
            event.fail(outcome.error)
        else:
            event.settle(_RESULTS[outcome.verb], outcome.event_id)
    return outcomes.values()


def _too_many() -> Invalid:
    return Invalid.of(
        "rrule",
        "too_many_occurrences",
        f"The series before this have {MOST_OCCURRENCES:,} occurrences. Split the file, or end its rules.",
    )
