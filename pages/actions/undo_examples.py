"""Taking examples back: the events, and the calendar that was made for them."""

from contextlib import suppress

from accounts.actors import Actor
from events.access.undo_examples import read_examples_token
from events.actions.delete_calendar import delete_calendar
from events.actions.road import on_the_road
from events.errors import CalendarNotEmpty
from events.models import Event
from history.actions.undo_write import undo_write


@on_the_road
def undo_examples(*, actor: Actor, token: str) -> list[Event] | None:
    """Returns the events, which are in the trash then; None for a token of another kind.

    A calendar that holds something else by now stays. Raises as `undo_write`.
    """
    found = read_examples_token(token)
    if found is None:
        return None
    calendar_id, of_events = found
    events = undo_write(actor=actor, token=of_events)
    with suppress(CalendarNotEmpty):
        delete_calendar(actor=actor, calendar_id=calendar_id)
    return events
