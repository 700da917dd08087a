"""Going back to a version of an event: its content, or some fields of it, becomes a new version."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from core.errors import Fault, Invalid, NotFound
from core.metrics import rollbacks_total
from core.transactions import after_commit
from events.access import LockedEvent, lock_event
from events.actions.apply import Change, apply
from events.actions.road import on_the_road
from events.actions.update_event import check_calendar, check_match
from events.changes import EventChanges, IfMatch, OnConflict
from events.enums import Permission, Verb
from events.facts import EventContent
from events.models import Event, HistoricalEvent, content_of
from events.rules.content import edited_content
from history.rules.columns import COLUMN_OF, DAY_FIELDS


@on_the_road
def rollback_event(
    *,
    actor: Actor,
    event_id: int,
    version: int,
    fields: Collection[str] | None = None,
    reason: str | None = None,
    dry_run: bool = False,
    if_match: IfMatch | None = None,
    on_conflict: OnConflict = "refuse",
) -> Event:
    """Writes the content of that version as a new one, or none where nothing would change; returns the event.

    `fields` are wire names: only these go back, as an edit to their old values would do it. The calendar goes
    back only where the actor may move the event there, and stays otherwise, unless it was named. With
    `dry_run` the event is returned as it would be and nothing is written.

    Raises `NotFound` (event or version), `Forbidden`, `StaleMatch`, `PreconditionRequired` in strict mode,
    `ScheduleConflict`, and `Invalid` for a field that is unknown and for fields that do not fit together.
    """
    locked = lock_event(actor, event_id, Permission.CHANGE)
    row = HistoricalEvent.objects.filter(id=event_id, version=version).first()
    if row is None:
        raise NotFound(f"Version {version} not found")
    check_match(locked.event, if_match)
    then = content_of(row)
    content = _whole(locked, then) if fields is None else _some(locked, then, fields)
    change = Change(verb=Verb.ROLLED_BACK, reason=reason, on_conflict=on_conflict, restored_from=version)
    if not dry_run:
        return _applied(locked, content, change)
    # Everything is tried for real and taken back, so a dry run refuses what the deed would refuse.
    with transaction.atomic():
        event = _applied(locked, content, change)
        transaction.set_rollback(True)
    return event


def _applied(locked: LockedEvent, content: EventContent, change: Change) -> Event:
    before = locked.event.version
    event = apply(locked, content, change)
    if event.version != before:
        after_commit(rollbacks_total.inc)
    return event


def _whole(locked: LockedEvent, then: EventContent) -> EventContent:
    """All of the old content; the calendar only where the actor may move the event there."""
    try:
        check_calendar(locked, then)
    except Invalid:
        return replace(then, calendar_id=locked.event.calendar_id)
    return then


def _some(locked: LockedEvent, then: EventContent, fields: Collection[str]) -> EventContent:
    """The present content with some old values, judged as an edit is."""
    _refuse_unknown(fields)
    current = content_of(locked.event)
    named = DAY_FIELDS.intersection(fields)
    if then.is_all_day != current.is_all_day and named and named != DAY_FIELDS:
        raise Invalid.of(
            "fields",
            "belong_together",
            "The event was all day in one version and not in the other: "
            "roll back start_time, end_time and is_all_day together.",
        )
    content = edited_content(current, _edit(then, fields))
    check_calendar(locked, content)
    return content


def _edit(then: EventContent, fields: Collection[str]) -> EventChanges:
    """The edit that asks for the old values."""
    wanted: dict[str, Any] = {}
    for field in fields:
        value = getattr(then, COLUMN_OF[field])
        if field in ("start_time", "end_time") and then.is_all_day:
            value = value.date()
        wanted["rrule" if COLUMN_OF[field] == "rrule" else field] = value
    return EventChanges(**wanted)


def _refuse_unknown(fields: Collection[str]) -> None:
    known = ", ".join(COLUMN_OF)
    faults = [
        Fault("fields", "unknown_field", f'"{field[:50]}" is no field of an event: {known}.')
        for field in fields
        if field not in COLUMN_OF
    ]
    if faults:
        raise Invalid(faults[0].message, faults=faults)
