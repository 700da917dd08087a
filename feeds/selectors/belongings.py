"""What belongs to a person."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from events.models import (
    Calendar,
    CalendarGroupPermission,
    CalendarUserPermission,
    Event,
    EventGroupPermission,
    EventUserPermission,
)


@dataclass(frozen=True, slots=True)
class Belongings:
    """How many calendars and events a person owns, those in the trash too; and how many others see."""

    calendars: int
    events: int
    shared_events: int


def belongings_of(user: User) -> Belongings:
    """Three queries."""
    events = Event.objects.filter(owner=user)
    shared = Q(
        *(
            Exists(model._default_manager.filter(content_object=OuterRef(key)))
            for model, key in (
                (EventUserPermission, "pk"),
                (EventGroupPermission, "pk"),
                (CalendarUserPermission, "calendar_id"),
                (CalendarGroupPermission, "calendar_id"),
            )
        ),
        _connector=Q.OR,
    )
    return Belongings(
        calendars=Calendar.objects.filter(owner=user).count(),
        events=events.count(),
        shared_events=events.filter(shared, deleted_at=None).count(),
    )
