"""Editing one instance of a series: it gets an override, and the rest stays as it is."""

from dataclasses import replace

from accounts.actors import Actor
from core.errors import NotFound
from events.access import lock_event
from events.actions.apply import Change, apply
from events.actions.road import on_the_road
from events.actions.update_event import base_of, check_preconditions, stale_error, verb_of
from events.changes import EventChanges, IfMatch, OnConflict
from events.enums import Permission
from events.facts import EventContent
from events.models import Event, content_of
from events.rules.content import revalidated, series_of
from events.rules.instances import edited_instance, get_instance, shown_instance
from events.rules.merge import OVERRIDES, three_way
from events.rules.overrides import carried_overrides


@on_the_road
def edit_occurrence(
    *,
    actor: Actor,
    event_id: int,
    recurrence_id: str,
    changes: EventChanges,
    if_match: IfMatch | None = None,
    on_conflict: OnConflict = "refuse",
) -> Event:
    """Writes the edit into the override of the instance with this original start: one version of the event.

    An edit that names an older version is merged with what the instance is now, field by field. Raises as
    `update_event`; `Invalid` also for fields that belong to the whole series and for what is no recurrence
    id, and `NotFound` where the series has no such instance.
    """
    locked = lock_event(actor, event_id, Permission.CHANGE)
    event, current = locked.event, content_of(locked.event)
    check_preconditions(event, if_match, changes.version)
    base = base_of(event, changes)
    mine = edited_instance(base or current, recurrence_id, changes)
    content = mine if base is None else _merged(event, current, base, mine, recurrence_id, changes)
    change = Change(
        verb=verb_of(base, content != current),
        reason=changes.change_reason,
        on_conflict=on_conflict,
        wanted=shown_instance(mine, get_instance(mine, recurrence_id)),
    )
    return apply(locked, content, change)


def _merged(
    event: Event,
    current: EventContent,
    base: EventContent,
    mine: EventContent,
    recurrence_id: str,
    changes: EventChanges,
) -> EventContent:
    """The edit, made on an older version, joined with the exceptions that there are now.

    Where the series has moved since, the instance is looked for where it moved to.
    """
    named = get_instance(base, recurrence_id).recurrence_id
    old, new = series_of(base), series_of(current)
    before, after = base.recurrence_overrides, mine.recurrence_overrides
    if replace(old, overrides=new.overrides) != new:
        before, _ = carried_overrides(old, new)
        after, left = carried_overrides(series_of(mine), new)
        if named in left:
            raise NotFound("No such occurrence")
    merge = three_way({OVERRIDES: before}, {OVERRIDES: after}, {OVERRIDES: current.recurrence_overrides})
    if merge.conflicts:
        raise stale_error(event, current, changes, merge.conflicts)
    return revalidated(replace(current, recurrence_overrides=merge.merged[OVERRIDES]))
