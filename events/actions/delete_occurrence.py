"""Taking one instance out of a series."""

from accounts.actors import Actor
from events.access import lock_event
from events.actions.apply import Change, apply
from events.actions.road import on_the_road
from events.actions.update_event import check_match
from events.changes import IfMatch
from events.enums import Permission, Verb
from events.models import Event, content_of
from events.rules.instances import without_instance


@on_the_road
def delete_occurrence(
    *,
    actor: Actor,
    event_id: int,
    recurrence_id: str,
    if_match: IfMatch | None = None,
    reason: str | None = None,
) -> Event:
    """Excludes the instance with this original start: an edit of the series, which editors may make.

    Raises `NotFound` for the event and for the instance, `Forbidden`, `Invalid` for what is no recurrence id,
    `StaleMatch`, `PreconditionRequired` in strict mode.
    """
    locked = lock_event(actor, event_id, Permission.CHANGE)
    check_match(locked.event, if_match)
    content = without_instance(content_of(locked.event), recurrence_id)
    return apply(locked, content, Change(verb=Verb.UPDATED, reason=reason))
