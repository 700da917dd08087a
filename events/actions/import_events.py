"""Importing events: made or changed by their uid, a number of them in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from accounts.actors import Actor
from core.errors import DomainError
from core.transactions import LockClass, lock_keys
from events.access import LockedEvent, get_calendar, lock_events
from events.actions.apply import Change
from events.actions.batch_conflicts import refused_writes
from events.actions.bounded_writes import fitting_writes
from events.actions.create_events import planned_creation
from events.actions.road import on_the_road
from events.actions.write_events import Write, write_events
from events.changes import EventChanges, OnConflict
from events.enums import Permission, Verb
from events.facts import EventContent
from events.models import Calendar, Event, content_of
from events.rules.content import edited_content

Ask = Callable[[EventContent | None], EventChanges]
"""What is asked of the event with a uid, by what it is now; None where there is none. May raise `Invalid`."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one uid: a new event, one that changed or did not, or the refusal.

    `event_id` is None for a new event of a dry run; `version` is the one that was written, if any;
    `occurrences` is how many of them were written.
    """

    verb: Verb | None = None
    event_id: int | None = None
    version: int | None = None
    error: DomainError | None = None
    occurrences: int = 0


@on_the_road
def import_events(
    *,
    actor: Actor,
    calendar_id: int,
    asks: Mapping[str, Ask],
    dry_run: bool = False,
    on_conflict: OnConflict = "allow",
) -> dict[str, Imported]:
    """Writes into one calendar what is asked for by uid, each for itself: what is refused stops no other.

    An event that is there already gets a version where something differs, and none where nothing does. With
    `dry_run` nothing is written. The owner's schedule is locked throughout, so a call should hold a few
    hundred events; the number of statements does not grow with them. Series that come after
    `OCCURRENCES_AT_ONCE` are left out of the outcomes: ask for them again.

    Raises `NotFound` and `Forbidden` for the calendar.
    """
    owner_id = get_calendar(actor, calendar_id, Permission.CHANGE).owner_id
    lock_keys(LockClass.OWNER_SCHEDULE, {owner_id})
    # The calendar may have been taken back before the lock came.
    calendar = get_calendar(actor, calendar_id, Permission.CHANGE)
    known = _locked(actor, calendar, asks)
    outcomes: dict[str, Imported] = {}
    writes: dict[str, Write] = {}
    for index, (uid, ask) in enumerate(asks.items()):
        try:
            writes[uid] = _planned(actor, index, calendar, uid, ask, known.get(uid))
        except DomainError as error:
            outcomes[uid] = Imported(error=error)
    fitting = {write.index for write in fitting_writes(list(writes.values()))}
    writes = {uid: write for uid, write in writes.items() if write.index in fitting}
    wanted = [write for write in writes.values() if not write.is_idle]
    refused = {} if on_conflict == "allow" else refused_writes(actor, wanted)
    write_events(actor, [write for write in wanted if write.index not in refused], dry_run=dry_run)
    for uid, write in writes.items():
        if write.index in refused:
            outcomes[uid] = Imported(error=refused[write.index])
        else:
            event, idle = write.event, write.is_idle
            version = None if idle or dry_run else event.version
            verb = None if idle else write.change.verb
            occurrences = len(write.has) if write.moves and not idle else 0
            outcomes[uid] = Imported(verb, event.pk, version, occurrences=occurrences)
    return outcomes


def _locked(
    actor: Actor, calendar: Calendar, asks: Mapping[str, Ask]
) -> dict[str, LockedEvent | DomainError]:
    """The events that the calendar has with these uids, locked, or why the actor may not have them."""
    rows = Event.objects.filter(calendar=calendar, uid__in=list(asks), deleted_at=None)
    ids = dict(rows.values_list("uid", "pk"))
    locked = lock_events(actor, dict.fromkeys(ids.values(), Permission.CHANGE)) if ids else {}
    return {uid: locked[pk] for uid, pk in ids.items()}


def _planned(
    actor: Actor, index: int, calendar: Calendar, uid: str, ask: Ask, known: LockedEvent | DomainError | None
) -> Write:
    if isinstance(known, DomainError):
        raise known
    if known is None:
        changes = replace(ask(None), uid=uid, calendar_id=calendar.pk)
        return planned_creation(actor, index, changes, {calendar.pk: calendar})
    before = content_of(known.event)
    after = edited_content(before, ask(before))
    return Write(index, known.event, before, after, Change(verb=Verb.UPDATED))
