"""Lists of calendars."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.actors import Actor
from core.errors import NotFound
from events.access import user_id_of, visible_calendars
from events.models import Calendar


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
