"""An event as it was answered once: for a repeated request, rendered from the version it made."""

from accounts.actors import Actor
from core.errors import NotFound
from events.access import find_events, user_id_of
from events.models import CONTENT_COLUMNS, Event, HistoricalEvent


def events_as_answered(actor: Actor, versions: list[tuple[int, int]]) -> list[Event]:
    """The events by id and version, in that order, each as that version had it, with the actor's role of now.

    One that lies in the trash by now is answered all the same. Raises `NotFound` where the actor has lost
    sight of one.
    """
    user_id, ids = user_id_of(actor), {pk for pk, _ in versions}
    known = find_events(user_id, ids)
    known |= find_events(user_id, ids - known.keys(), trashed=True)
    rows = {
        (row.id, row.version): row
        for row in HistoricalEvent.objects.filter(id__in=known, version__in={v for _, v in versions})
    }
    return [_as_it_was(known.get(pk), rows.get((pk, version))) for pk, version in versions]


def _as_it_was(event: Event | None, row: HistoricalEvent | None) -> Event:
    if event is None or row is None:
        raise NotFound("Event not found")
    for name in (*CONTENT_COLUMNS, "version", "updated_at", "owner_id"):
        setattr(event, name, getattr(row, name))
    return event
