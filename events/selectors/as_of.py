"""Events as they were at an instant, for those who may see them now."""

from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from accounts.actors import Actor
from core.errors import NotFound
from events.access import user_id_of
from events.access.roles import event_rank, visible_arms
from events.enums import Verb
from events.models import CONTENT_COLUMNS, Event, HistoricalEvent

GONE = (Verb.DELETED, Verb.PURGED)


def events_as_of(
    actor: Actor, at: datetime, *, limit: int, skip: int = 0, after: tuple[datetime, int] | None = None
) -> list[Event]:
    """A page of the events that were there at that instant, by start then id, one more where there is more.

    Seen are the events that the actor may see now, also those that lie in the trash by now; each is as its
    newest version of then had it, with the actor's role of now as `rank`. Two queries.
    """
    rows = _versions(user_id_of(actor), at)
    if after is not None:
        rows = rows.filter(Q(start_at__gt=after[0]) | Q(start_at=after[0], id__gt=after[1]))
    return _events(actor, rows.order_by("start_at", "id")[skip : skip + limit + 1])


def event_as_of(actor: Actor, event_id: int, at: datetime) -> Event:
    """One of them. Raises `NotFound` also where the event was not there then."""
    found = _events(actor, _versions(user_id_of(actor), at).filter(id=event_id)[:1])
    if not found:
        raise NotFound("Event not found")
    return found[0]


def _versions(user_id: int, at: datetime) -> QuerySet[Any]:
    """The newest version of each visible event at the instant, unless it was deleted by then."""
    first, *others = visible_arms(user_id)
    newest = (
        HistoricalEvent.objects.filter(id=OuterRef("id"), history_date__lte=at)
        .order_by()
        .values("id")
        .annotate(newest=Max("version"))
        .values("newest")
    )
    rows: QuerySet[Any] = (
        HistoricalEvent.objects.filter(id__in=first.union(*others, all=True), version=Subquery(newest))
        .exclude(verb__in=GONE)
        .order_by()
    )
    return rows


def _events(actor: Actor, rows: QuerySet[Any]) -> list[Event]:
    versions = list(rows)
    ranked: QuerySet[Any] = Event.objects.annotate(found=event_rank(user_id_of(actor)))
    known = {event.pk: event for event in ranked.filter(pk__in=[row.id for row in versions])}
    events = []
    for row in versions:
        event = known.get(row.id)
        if event is None:  # purged between the two queries
            continue
        event.rank = event.found
        for name in (*CONTENT_COLUMNS, "version", "updated_at", "owner_id"):
            setattr(event, name, getattr(row, name))
        events.append(event)
    return events
