"""Editing or deleting a series in a scope: one instance, one and all that follow, or all of them."""

from accounts.actors import Actor
from core.errors import Invalid
from events.access import get_event, lock_event
from events.actions.cut_series import cut_series
from events.actions.delete_event import delete
from events.actions.delete_occurrence import delete_occurrence
from events.actions.edit_occurrence import edit_occurrence
from events.actions.road import on_the_road
from events.actions.series_write import SeriesWrite
from events.actions.split_series import split_series
from events.actions.update_event import check_match, check_preconditions, write_edit
from events.changes import EventChanges, IfMatch, OnConflict, Scope
from events.enums import Permission
from events.models import Event, content_of
from events.rules.instances import get_instance


def edit_series(
    *,
    actor: Actor,
    event_id: int,
    changes: EventChanges,
    scope: Scope,
    if_match: IfMatch | None = None,
    on_conflict: OnConflict = "refuse",
) -> SeriesWrite:
    """The edit in its scope; see `edit_occurrence`, `split_series` and `update_event` for what they raise.

    With the scope `all` and a recurrence id, start and end are the new ones of that instance, and the whole
    series moves as far.
    """
    recurrence_id = scope.recurrence_id
    if scope.kind == "all":
        return _edit_all(
            actor=actor,
            event_id=event_id,
            recurrence_id=recurrence_id,
            changes=changes,
            if_match=if_match,
            on_conflict=on_conflict,
        )
    if recurrence_id is None:
        raise _unnamed(actor, event_id)
    if scope.kind == "following":
        return split_series(
            actor=actor,
            event_id=event_id,
            recurrence_id=recurrence_id,
            changes=changes,
            if_match=if_match,
            on_conflict=on_conflict,
        )
    event = edit_occurrence(
        actor=actor,
        event_id=event_id,
        recurrence_id=recurrence_id,
        changes=changes,
        if_match=if_match,
        on_conflict=on_conflict,
    )
    return SeriesWrite(event)


def delete_from_series(
    *,
    actor: Actor,
    event_id: int,
    scope: Scope,
    if_match: IfMatch | None = None,
    reason: str | None = None,
) -> Event:
    """The deletion in its scope; raises as `delete_occurrence`, `cut_series` and `delete_event`."""
    recurrence_id = scope.recurrence_id
    if scope.kind == "all":
        return _delete_all(
            actor=actor, event_id=event_id, recurrence_id=recurrence_id, if_match=if_match, reason=reason
        )
    if recurrence_id is None:
        raise _unnamed(actor, event_id)
    delete_part = cut_series if scope.kind == "following" else delete_occurrence
    return delete_part(
        actor=actor, event_id=event_id, recurrence_id=recurrence_id, if_match=if_match, reason=reason
    )


@on_the_road
def _edit_all(
    *,
    actor: Actor,
    event_id: int,
    recurrence_id: str | None,
    changes: EventChanges,
    if_match: IfMatch | None,
    on_conflict: OnConflict,
) -> SeriesWrite:
    locked = lock_event(actor, event_id, Permission.CHANGE)
    check_preconditions(locked.event, if_match, changes.version)
    return write_edit(locked, changes, on_conflict, recurrence_id)


@on_the_road
def _delete_all(
    *,
    actor: Actor,
    event_id: int,
    recurrence_id: str | None,
    if_match: IfMatch | None,
    reason: str | None,
) -> Event:
    locked = lock_event(actor, event_id, Permission.DELETE)
    check_match(locked.event, if_match)
    if recurrence_id is not None:
        get_instance(content_of(locked.event), recurrence_id)
    return delete(locked, reason)


def _unnamed(actor: Actor, event_id: int) -> Invalid:
    """The refusal of a scope that needs an instance and names none, for who may edit the event."""
    get_event(actor, event_id, Permission.CHANGE)
    message = "This scope is about one instance: name its original start in recurrence_id."
    return Invalid.of("recurrence_id", "required", message)
