"""An event as it was answered once: for a repeated request, rendered from the version it made."""

from accounts.actors import Actor
from core.errors import NotFound
from events.access import events_with_rank, user_id_of
from events.models import CONTENT_COLUMNS, Event, HistoricalEvent


def events_as_answered(actor: Actor, versions: list[tuple[int, int]]) -> list[Event]:
    """The events by id and version, in that order, each as that version had it, with the actor's role of now.

    Raises `NotFound` where the actor has lost sight of one.
    """
    user_id = user_id_of(actor)
    live = {event.pk: event for event in events_with_rank(user_id).filter(pk__in=[pk for pk, _ in versions])}
    rows = {
        (row.id, row.version): row
        for row in HistoricalEvent.objects.filter(id__in=live, version__in={v for _, v in versions})
    }
    return [_as_it_was(live.get(pk), rows.get((pk, version))) for pk, version in versions]


def _as_it_was(event: Event | None, row: HistoricalEvent | None) -> Event:
    if event is None or row is None or not event.rank:
        raise NotFound("Event not found")
    for name in (*CONTENT_COLUMNS, "version", "updated_at", "owner_id"):
        setattr(event, name, getattr(row, name))
    return event
