"""Taking a write back: one event or many, as new versions, and only what nobody has touched since."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from accounts.actors import Actor
from core.errors import DomainError
from core.transactions import LockClass, lock_keys
from events.access import LockedEvent, find_calendars, lock_events, user_id_of
from events.access.undo import FINAL, Written, read_undo_token
from events.actions.apply import Change
from events.actions.batch_conflicts import refused_writes
from events.actions.plan_events import uid_clashes
from events.actions.restore_event import homes_of
from events.actions.road import on_the_road
from events.actions.update_event import check_destination
from events.actions.write_events import Write, write_events
from events.enums import Permission, Verb
from events.facts import EventContent
from events.models import Event, HistoricalEvent, content_of
from events.rules.content import revalidated
from events.rules.merge import three_way
from events.rules.wire import from_merge, to_merge
from journal.errors import UndoConflict

MADE = frozenset({Verb.CREATED, Verb.RESTORED})
WHOLE = MADE | {Verb.DELETED}


@on_the_road
def undo_write(*, actor: Actor, token: str) -> list[Event]:
    """Reverses the write that the token stands for, all or nothing, and returns the events as they then are.

    What the write created goes to the trash, what it deleted comes back, and fields that it changed go back
    to their values of before; the number of statements does not depend on that of the events. Raises
    `NotFound` for a token that is old or another's and for events that the actor no longer sees, `Forbidden`
    where his role has become too low, `UndoConflict` where somebody has changed the same since,
    `ScheduleConflict` where the time is taken by now, and `Invalid` where a uid is, or where the former
    calendar is gone or the actor may not move the event back there.
    """
    written = read_undo_token(actor, token)
    rows = _versions(written)
    if any(rows[pair].verb in FINAL for pair in written):
        raise UndoConflict("A transfer and a final deletion cannot be undone.")
    locked = _locked(actor, [rows[pair] for pair in written])
    _refuse_later(actor, [rows[pair] for pair in written if rows[pair].verb in WHOLE])
    homes = homes_of([each.event for each in locked.values() if each.event.deleted_at is not None])
    writes = [
        _reversal(index, locked[pk], rows[pk, version], rows.get((pk, version - 1)), homes)
        for index, (pk, version) in enumerate(written)
    ]
    _check_destinations(actor, locked, writes)
    refused = {**refused_writes(actor, writes), **_uid_clashes(writes)}
    if refused:
        raise refused[min(refused)]
    write_events(actor, [write for write in writes if not write.is_idle])
    return sorted((write.event for write in writes), key=lambda event: event.pk)


def _versions(written: Sequence[Written]) -> dict[Written, Any]:
    """The versions that were written, and the ones before them."""
    numbers = {n for _, version in written for n in (version, version - 1)}
    found = HistoricalEvent.objects.filter(id__in=[pk for pk, _ in written], version__in=numbers)
    return {(row.id, row.version): row for row in found}


def _locked(actor: Actor, rows: Sequence[Any]) -> dict[int, LockedEvent]:
    """The events of the versions, under the locks of all owners, taken in one go."""
    owners = Event.objects.filter(pk__in=[row.id for row in rows]).values_list("owner_id", flat=True)
    lock_keys(LockClass.OWNER_SCHEDULE, set(owners))
    # Editors make events too, such as the later part of a series that they split, and may unmake their own.
    live = {
        row.id: Permission.DELETE if row.verb == Verb.RESTORED else Permission.CHANGE
        for row in rows
        if row.verb != Verb.DELETED
    }
    trashed = {row.id: Permission.DELETE for row in rows if row.verb == Verb.DELETED}
    found = {**lock_events(actor, live), **lock_events(actor, trashed, trashed=True)}
    locked: dict[int, LockedEvent] = {}
    for row in rows:
        event = found[row.id]
        if isinstance(event, DomainError):
            raise event
        locked[row.id] = event
    return locked


def _reversal(index: int, locked: LockedEvent, row: Any, before: Any, homes: Mapping[int, int]) -> Write:
    current = content_of(locked.event)
    if row.verb == Verb.DELETED:
        content = replace(current, calendar_id=homes[locked.event.pk])
        return Write(index, locked.event, None, content, Change(verb=Verb.RESTORED))
    if row.verb in MADE:
        return Write(index, locked.event, current, None, Change(verb=Verb.DELETED))
    change = Change(verb=Verb.UNDONE, restored_from=row.version)
    return Write(index, locked.event, current, _undone(locked, row, before), change)


def _undone(locked: LockedEvent, row: Any, before: Any) -> EventContent:
    """The fields that the version changed go back; what others changed beside them stays."""
    merge = three_way(
        to_merge(content_of(row)), to_merge(content_of(before)), to_merge(content_of(locked.event))
    )
    if merge.conflicts:
        names = ", ".join(merge.conflicts)
        raise UndoConflict(
            f"Somebody has changed the same since: {names}. Nothing was undone.",
            data={
                "event_id": row.id,
                "conflicting_fields": {
                    name: {"base": c.base, "yours": c.yours, "theirs": c.theirs}
                    for name, c in merge.conflicts.items()
                },
            },
        )
    return revalidated(from_merge(merge.merged, content_of(locked.event)))


def _check_destinations(actor: Actor, locked: Mapping[int, LockedEvent], writes: Sequence[Write]) -> None:
    """What goes back into another calendar is moved there, as an edit would move it; one query, or none."""
    moves = [
        (w.event, w.after)
        for w in writes
        if w.before and w.after and w.before.calendar_id != w.after.calendar_id
    ]
    if not moves:
        return
    known = find_calendars(user_id_of(actor), {after.calendar_id for _, after in moves}, with_default=False)
    owners = {calendar.pk: calendar.owner_id for calendar in known}
    for event, after in moves:
        check_destination(locked[event.pk], owners.get(after.calendar_id) == event.owner_id)


def _uid_clashes(writes: Sequence[Write]) -> dict[int, DomainError]:
    """Events that come back to a calendar which has another one with their uid by now."""
    wanted = {
        write.index: (write.after.calendar_id, write.event.uid)
        for write in writes
        if write.after is not None
        and (write.before is None or write.before.calendar_id != write.after.calendar_id)
    }
    leaving = [write.event.pk for write in writes if write.after is None]
    return {**uid_clashes(wanted, leaving=leaving)}


def _refuse_later(actor: Actor, rows: Sequence[Any]) -> None:
    """A whole event is taken back only as long as nobody else has written a version of it."""
    if not rows:
        return
    written = {row.id: row.version for row in rows}
    others = HistoricalEvent.objects.filter(id__in=written).exclude(history_user_id=actor.id)
    for event_id, version in others.values_list("id", "version"):
        if version > written[event_id]:
            raise UndoConflict(
                "Somebody has changed this event since. Nothing was undone.", data={"event_id": event_id}
            )
