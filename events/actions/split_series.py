"""Editing an instance of a series and all that follow: they become an event of their own."""

from uuid import uuid4

from accounts.actors import Actor
from core.metrics import conflicts_refused_total
from events.access import LockedEvent, lock_event
from events.actions.apply import TIMES, Change, expanded
from events.actions.road import on_the_road
from events.actions.series_write import SeriesWrite
from events.actions.update_event import (
    base_of,
    check_calendar,
    check_preconditions,
    merged_edit,
    refuse_other_uid,
    verb_of,
    write_edit,
)
from events.actions.write_events import Write, write_events
from events.changes import EventChanges, IfMatch, OnConflict
from events.enums import Permission, Verb
from events.facts import Clash, EventContent
from events.models import Event, EventGroupPermission, EventUserPermission, content_of
from events.rules.added_time import busy_additions
from events.rules.overlap import Span, between
from events.rules.series_edit import dropped_overrides, edited_series
from events.rules.split import Split
from events.rules.split import split_series as parts_of
from events.selectors.conflicts import conflict_error
from events.selectors.schedule import Candidate, find_clashes


@on_the_road
def split_series(
    *,
    actor: Actor,
    event_id: int,
    recurrence_id: str,
    changes: EventChanges,
    if_match: IfMatch | None = None,
    on_conflict: OnConflict = "refuse",
) -> SeriesWrite:
    """Makes a new event of the instance with this original start and all that follow, as the edit says.

    Both events are written: the series ends before the instance, with a version of its own, and the new event
    begins its own history, with a uid of its own and the same grants. Exceptions go with their instances. At
    the first instance the whole series is edited instead; an edit that changes nothing splits nothing. Start
    and end are those of the instance, and the instances after it move as far. Raises as `update_event`, and
    `NotFound` where the series has no such instance.
    """
    locked = lock_event(actor, event_id, Permission.CHANGE)
    event, current = locked.event, content_of(locked.event)
    check_preconditions(event, if_match, changes.version)
    refuse_other_uid(event, changes)
    parts = parts_of(current, recurrence_id)
    if parts is None:
        return write_edit(locked, changes, on_conflict, recurrence_id)
    base = base_of(event, changes)
    base_parts = None if base is None else parts_of(base, recurrence_id)
    base_later = base if base_parts is None else base_parts.later
    edit = edited_series(base_later or parts.later, changes, recurrence_id)
    content, dropped = edit.content, edit.dropped
    if base_later is not None:
        content = merged_edit(event, parts.later, base_later, edit, changes)
        dropped = dropped_overrides(parts.later, content, changes, edit.with_start)
    if content == parts.later:
        return SeriesWrite(event, dropped)
    check_calendar(locked, content)
    if on_conflict == "refuse":
        _refuse_conflicts(locked, parts, content)
    later = _write(locked, current, Split(parts.earlier, content), verb_of(base, True), changes.change_reason)
    return SeriesWrite(later, dropped, also=(event,))


def _refuse_conflicts(locked: LockedEvent, parts: Split, content: EventContent) -> None:
    """Raises `ScheduleConflict` where what moves comes to lie on other events, or on the earlier part."""
    if all(getattr(content, name) == getattr(parts.later, name) for name in TIMES):
        return
    event = locked.event
    moved = busy_additions(expanded(parts.later), expanded(content))
    held = sorted(Span(o.start_at, o.end_at) for o in expanded(parts.earlier) if o.is_busy)
    mine = sorted(Span(o.start_at, o.end_at) for o in moved)
    clashes = [
        Clash(event.pk, event.title, span.start_at, span.end_at, event.is_all_day)
        for _, span in between(mine, held)
    ]
    # Its rows are still those of before: what they hold is looked at above.
    others = find_clashes(event.owner_id, [Candidate(0, content, moved)], exclude=[event.pk])
    clashes += [clash for _, clash in others]
    if clashes:
        conflicts_refused_total.inc()
        clashes.sort(key=lambda clash: (clash.start_at, clash.event_id))
        raise conflict_error(locked.actor, event.owner_id, content, clashes, exclude=[event.pk])


def _write(locked: LockedEvent, current: EventContent, parts: Split, verb: Verb, reason: str | None) -> Event:
    event = locked.event
    later = Event(owner_id=event.owner_id, uid=str(uuid4()), version=1, split_from_id=event.pk)
    later.rank = event.rank
    split = {"split_from": event.pk}
    write_events(
        locked.actor,
        [
            Write(0, event, current, parts.earlier, Change(verb=verb, reason=reason)),
            Write(1, later, None, parts.later, Change(verb=Verb.CREATED, reason=reason, payload=split)),
        ],
    )
    _copy_grants(event, later)
    return later


def _copy_grants(source: Event, target: Event) -> None:
    """Who holds a role on the one holds it on the other, granted by the same person at the same time."""
    for model in (EventUserPermission, EventGroupPermission):
        rows = list(model._default_manager.filter(content_object=source))
        for row in rows:
            row.pk, row.content_object_id = None, target.pk
            row._state.adding = True
        model._default_manager.bulk_create(rows)
