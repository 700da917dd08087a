"""Lists of calendars."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.actors import Actor
from core.errors import NotFound
from events.access import user_id_of, visible_calendars
from events.enums import RANK_NEEDED, Permission, Role
from events.models import Calendar, Event


def list_calendars(actor: Actor) -> list[tuple[Calendar, int]]:
    """The calendars that the actor may see, own ones first, each with `rank` and the number of its events."""
    return [(calendar, calendar.event_count) for calendar in _counted(actor)]


def get_calendar_with_count(actor: Actor, calendar_id: int) -> tuple[Calendar, int]:
    """One of them; raises `NotFound`."""
    calendar = _counted(actor).filter(pk=calendar_id).first()
    if calendar is None:
        raise NotFound("Calendar not found")
    return calendar, calendar.event_count


def _counted(actor: Actor) -> QuerySet[Any]:
    events = Count("events", filter=Q(events__deleted_at=None))
    return visible_calendars(user_id_of(actor)).annotate(event_count=events)


def calendars_to_write(actor: Actor) -> list[Calendar]:
    """The calendars in which the actor may make events, own ones first, each with `rank`; one query."""
    rows: QuerySet[Any] = visible_calendars(user_id_of(actor))
    return list(rows.filter(rank__gte=RANK_NEEDED[Permission.CHANGE]))


def calendars_to_move_to(actor: Actor, event: Event) -> list[Calendar]:
    """The calendars in which the actor may put an event that was fetched for him, its own one first.

    Its own is left out where he may not see it, and only owners move an event. One query.
    """
    rows = visible_calendars(user_id_of(actor)).filter(owner_id=event.owner_id)
    if event.rank < Role.OWNER.rank:
        rows = rows.filter(pk=event.calendar_id)
    return sorted(rows, key=lambda calendar: calendar.pk != event.calendar_id)


def find_calendar_of(actor: Actor, event: Event) -> Calendar | None:
    """The calendar of an event, or None where the actor may see the event alone; one query."""
    return visible_calendars(user_id_of(actor)).filter(pk=event.calendar_id).first()


def calendar_names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """The names of those of the calendars that the actor may see; one query, none for no calendar."""
    if not ids:
        return {}
    return dict(visible_calendars(user_id_of(actor)).filter(pk__in=ids).values_list("pk", "name"))
