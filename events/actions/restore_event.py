"""Taking an event out of the trash: a version of its own, checked like any write that adds busy time."""

from collections.abc import Sequence

from accounts.actors import Actor
from core.errors import NotFound
from events.access import LockedEvent, lock_event
from events.actions.apply import Change, expanded, refuse_taken_uids, save_version, write_occurrences
from events.actions.conflicts import refuse_conflicts
from events.actions.road import on_the_road
from events.changes import OnConflict
from events.enums import Permission, Verb
from events.models import Calendar, Event, content_of
from events.selectors.schedule import Candidate


@on_the_road
def restore_event(
    *, actor: Actor, event_id: int, reason: str | None = None, on_conflict: OnConflict = "refuse"
) -> Event:
    """Puts the event back where it was; where its calendar is gone, into the owner's default one.

    Raises `NotFound` (also for an event that is not in the trash), `Forbidden` for anyone but owners,
    `ScheduleConflict` where its time is taken by now, and `Invalid` where its uid is.
    """
    locked = lock_event(actor, event_id, Permission.DELETE, trashed=True)
    return restore(locked, Change(verb=Verb.RESTORED, reason=reason, on_conflict=on_conflict))


def restore(locked: LockedEvent, change: Change) -> Event:
    """The restoration of a trashed event that is locked already."""
    event = locked.event
    event.calendar_id = homes_of([event])[event.pk]
    refuse_taken_uids({(event.calendar_id, event.uid)})
    content = content_of(event)
    occurrences = expanded(content)
    if change.on_conflict == "refuse":
        busy = [occurrence for occurrence in occurrences if occurrence.is_busy]
        refuse_conflicts(locked.actor, event.owner_id, [Candidate(0, content, busy)], exclude=[event.pk])
    event.version += 1
    event.deleted_at = event.deleted_by = None
    save_version(locked, change, [])
    write_occurrences(event, content, occurrences)
    return event


def homes_of(trashed: Sequence[Event]) -> dict[int, int]:
    """The calendars that events come back to: their own, or where it is gone the owner's default one."""
    rows = Calendar.objects.filter(owner__in={event.owner_id for event in trashed}, deleted_at=None)
    calendars = list(rows) if trashed else []
    alive = {calendar.pk for calendar in calendars}
    defaults = {calendar.owner_id: calendar.pk for calendar in calendars if calendar.is_default}
    homes = {}
    for event in trashed:
        home = event.calendar_id if event.calendar_id in alive else defaults.get(event.owner_id)
        if home is None:
            raise NotFound("The calendar of this event is gone.")
        homes[event.pk] = home
    return homes
