"""Events on their way out: one, those of a calendar, or those that a search finds."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils.timezone import now

from accounts.actors import Actor
from events.access import get_calendar, get_event
from events.changes import EventFilters
from events.models import Event, content_of
from events.selectors.events import all_events
from feeds.facts import Outgoing, OutgoingEvent

ROWS = 500
"""Rows that are fetched at a time: memory does not grow with the number of events."""


def outgoing_event(actor: Actor, event_id: int) -> Outgoing:
    """One event; one query. Raises `NotFound`."""
    event = get_event(actor, event_id)
    content = content_of(event)
    has_zone = not (content.is_all_day or content.timezone == "UTC")
    return Outgoing(
        name=event.title,
        zones={content.timezone: content.start_at} if has_zone else {},
        events=[_outgoing(event)],
        updated_at=now(),
    )


def outgoing_events(actor: Actor, filters: EventFilters) -> Outgoing:
    """All that the actor may see and the filters leave, in their order, whatever the page.

    Two queries: the zones now, the events when they are gone through; one more for each of `calendar_id` and
    `to`. Raises `NotFound` for a calendar that the actor may not see.
    """
    name = settings.PROJECT_NAME
    if filters.calendar_id is not None:
        name = get_calendar(actor, filters.calendar_id).name
    rows = all_events(actor, filters)
    with_zone = rows.order_by().filter(is_all_day=False).exclude(timezone="UTC")
    zones = with_zone.values_list("timezone").annotate(first=Min("start_at")).order_by("timezone")
    return Outgoing(name=name, zones=dict(zones), events=_each(rows), updated_at=now())


def _each(rows: QuerySet[Event]) -> Iterator[OutgoingEvent]:
    # what searches read says nothing that the other columns do not
    for event in rows.defer("search_text").iterator(chunk_size=ROWS):
        yield _outgoing(event)


def _outgoing(event: Event) -> OutgoingEvent:
    return OutgoingEvent(
        uid=event.uid,
        version=event.version,
        created_at=event.created_at,
        updated_at=event.updated_at,
        content=content_of(event),
    )
