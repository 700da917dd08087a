"""Editing an event: alone, or merged with what others have changed meanwhile."""

from dataclasses import replace

from django.conf import settings

from accounts.actors import Actor
from core.errors import Fault, Invalid, PreconditionRequired
from core.metrics import merges_total
from core.transactions import after_commit
from events.access import LockedEvent, lock_event, visible_calendars
from events.actions.apply import Change, apply
from events.actions.road import on_the_road
from events.actions.series_write import SeriesWrite
from events.changes import UNSET, EventChanges, IfMatch, OnConflict
from events.enums import Permission, Role, Verb
from events.errors import StaleMatch, StaleVersion
from events.facts import EventContent
from events.models import Event, HistoricalEvent, content_of
from events.rules.content import revalidated, series_of
from events.rules.merge import FieldConflict, three_way
from events.rules.overrides import carried_overrides
from events.rules.series_edit import SeriesEdit, dropped_overrides, edited_series
from events.rules.wire import from_merge, to_merge, to_wire

TIME_FIELDS = ("start_time", "end_time", "is_all_day", "timezone", "rrule", "recurrence_overrides")


@on_the_road
def update_event(
    *,
    actor: Actor,
    event_id: int,
    changes: EventChanges,
    if_match: IfMatch | None = None,
    on_conflict: OnConflict = "refuse",
) -> Event:
    """Writes one new version, or none where the edit changes nothing; returns the event as it then is.

    An edit that names an older version is merged field by field. Raises `NotFound`, `Forbidden`, `Invalid`,
    `StaleVersion` (both sides changed a field), `StaleMatch` (`If-Match`), `ScheduleConflict`, and
    `PreconditionRequired` for an unconditional edit in strict mode.
    """
    locked = lock_event(actor, event_id, Permission.CHANGE)
    check_preconditions(locked.event, if_match, changes.version)
    return write_edit(locked, changes, on_conflict).event


def write_edit(
    locked: LockedEvent, changes: EventChanges, on_conflict: OnConflict, recurrence_id: str | None = None
) -> SeriesWrite:
    """The edit of an event that is locked already; `recurrence_id` as in `edited_series`."""
    event = locked.event
    refuse_other_uid(event, changes)
    current = content_of(event)
    base = base_of(event, changes)
    edit = edited_series(base or current, changes, recurrence_id)
    content, dropped = edit.content, edit.dropped
    if base is not None:
        content = merged_edit(event, current, base, edit, changes)
        dropped = dropped_overrides(current, content, changes, edit.with_start)
    check_calendar(locked, content)
    change = Change(
        verb=verb_of(base, content != current), reason=changes.change_reason, on_conflict=on_conflict
    )
    return SeriesWrite(apply(locked, content, change), dropped)


def refuse_other_uid(event: Event, changes: EventChanges) -> None:
    """Raises `Invalid` where the edit names another uid than the event's."""
    if changes.uid not in (event.uid, UNSET):
        raise Invalid.of("uid", "immutable", "The uid of an event never changes.")


def base_of(event: Event, changes: EventChanges) -> EventContent | None:
    """The content that the edit started from, where that is an older version; else None."""
    if changes.version is None or changes.version == event.version:
        return None
    return content_of(HistoricalEvent.objects.get(id=event.pk, version=changes.version))


def verb_of(base: EventContent | None, is_changed: bool) -> Verb:
    """What an edit is called; counts it where it is merged with what others changed since `base`."""
    if base is None or not is_changed:
        return Verb.UPDATED
    after_commit(merges_total.inc)
    return Verb.MERGED


def check_preconditions(event: Event, if_match: IfMatch | None, version: int | None) -> None:
    """What an edit says of the version that it started from; raises as `check_match` and `check_version`."""
    if if_match is None and version is None:
        _require("If-Match, or version")
    if if_match is not None:
        check_match(event, if_match)
    if version is not None:
        check_version(event, version)


def check_match(event: Event, if_match: IfMatch | None) -> None:
    """Raises `StaleMatch`, or `PreconditionRequired` where there is none in strict mode."""
    if if_match is None:
        _require("If-Match")
    elif not if_match.accepts(event.version):
        raise StaleMatch(
            f"The event has changed: it is at version {event.version} now. Fetch it and try again.",
            data={"current_version": event.version},
        )


def check_version(event: Event, version: int | None) -> None:
    """Raises `Invalid` for a version to come, `PreconditionRequired` where there is none in strict mode."""
    if version is None:
        _require("version")
    elif not 1 <= version <= event.version:
        raise Invalid.of("version", "unknown_version", f"The event has versions 1 to {event.version}.")


def _require(names: str) -> None:
    if settings.STRICT_PRECONDITIONS:
        raise PreconditionRequired(f"Say which version of the event this is about: send {names}.")


def check_calendar(locked: LockedEvent, content: EventContent) -> None:
    """Only an owner moves an event, and only among the calendars of its owner; raises `Invalid` otherwise."""
    event = locked.event
    if content.calendar_id == event.calendar_id:
        return
    user_id = locked.actor.id
    known = user_id is not None and visible_calendars(user_id).filter(
        pk=content.calendar_id, owner_id=event.owner_id
    )
    check_destination(locked, bool(known))


def check_destination(locked: LockedEvent, is_known: bool) -> None:
    """The same where it is known whether the calendar is one of the owner's that the actor may see."""
    if locked.role is not Role.OWNER:
        raise Invalid.of("calendar_id", "not_owner", "Only an owner moves an event to another calendar.")
    if not is_known:
        raise Invalid.of(
            "calendar_id",
            "not_found",
            "An event moves only among the calendars of its owner that you may see.",
        )


def merged_content(event: Event, base: EventContent, changes: EventChanges) -> EventContent:
    """The edit, made on the older version that has the content `base`, joined with the current content.

    Exceptions that only went along with a moved series are no edit of them: the present ones are carried
    along after the merge instead. Raises `StaleVersion` where both sides changed a field.
    """
    return merged_edit(event, content_of(event), base, edited_series(base, changes), changes)


def merged_edit(
    event: Event, current: EventContent, base: EventContent, edit: SeriesEdit, changes: EventChanges
) -> EventContent:
    """The same for an edit that was made already, or for one part of a series."""
    before, mine, theirs = to_merge(base), to_merge(edit.content), to_merge(current)
    mine["recurrence_overrides"] = edit.overrides
    merge = three_way(before, mine, theirs)
    if merge.conflicts:
        raise stale_error(event, current, changes, merge.conflicts)
    try:
        merged = from_merge(merge.merged, current)
        if changes.recurrence_overrides is UNSET and merged.recurrence_overrides:
            old = replace(series_of(current), overrides=merged.recurrence_overrides)
            kept, _ = carried_overrides(old, series_of(merged), with_start=edit.with_start)
            merged = replace(merged, recurrence_overrides=kept)
        return revalidated(merged)
    except Invalid:
        # Each side is valid alone, but not both together: one moved the start, the other the end before it.
        together = {
            name: FieldConflict(before[name], mine[name], theirs[name])
            for name in TIME_FIELDS
            if not before[name] == mine[name] == theirs[name]
        }
        raise stale_error(event, current, changes, together) from None


def stale_error(
    event: Event, current: EventContent, changes: EventChanges, conflicts: dict[str, FieldConflict]
) -> StaleVersion:
    """The refusal of an edit that both sides made differently, with all three values of each field."""
    names = ", ".join(conflicts)
    return StaleVersion(
        f"Somebody else changed the same fields meanwhile: {names}. Nothing was saved.",
        faults=[Fault(name, "stale_version", "Both sides changed this field.") for name in conflicts],
        data={
            "base_version": changes.version,
            "current_version": event.version,
            "current": {"id": event.pk, "version": event.version, **to_wire(current)},
            "conflicting_fields": {
                name: {"base": c.base, "yours": c.yours, "theirs": c.theirs} for name, c in conflicts.items()
            },
        },
    )
