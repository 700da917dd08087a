"""Examples for whoever has no events yet: a calendar of their own with what is in it, as one write."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.models import User
from core.transactions import LockClass, lock_keys
from events.access import user_id_of, visible_to
from events.actions.create_calendar import create_calendar
from events.actions.create_events import create_events
from events.actions.road import on_the_road
from events.changes import CalendarChanges, EventChanges
from events.errors import HasEvents
from events.models import Calendar, Event


@on_the_road
def add_examples(
    *, actor: User, calendar: CalendarChanges, events: Sequence[EventChanges]
) -> tuple[Calendar, list[Event]]:
    """Writes a calendar of the actor's own with these events, which may overlap: an example shows that too.

    Raises `HasEvents` where he sees any already, and as `create_calendar` and `create_events`.
    """
    # who presses twice waits here, and is then refused
    lock_keys(LockClass.OWNER_SCHEDULE, {actor.pk})
    if visible_to(user_id_of(actor)).exists():
        raise HasEvents("There are events in your calendar already. Nothing was added.")
    made = create_calendar(actor=actor, changes=calendar)
    items = [replace(event, calendar_id=made.pk) for event in events]
    outcomes = create_events(actor=actor, items=items, on_conflict="allow")
    return made, [outcome.event for outcome in outcomes if outcome.event is not None]
