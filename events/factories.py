"""Makes calendars and events for tests, through the actions, so that versions and occurrences are real."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from events.actions.create_calendar import create_calendar
from events.actions.create_events import create_event
from events.changes import CalendarChanges, EventChanges
from events.enums import PERMISSIONS_OF, Role
from events.models import Calendar, Event

START = datetime(2031, 3, 10, 9, tzinfo=UTC)


def make_event(owner: User, *, start: datetime = START, hours: float = 1, **fields: Any) -> Event:
    """An event of one hour in the owner's default calendar, saved over anything that is there."""
    changes = {
        "title": "Planning",
        "start_time": start,
        "end_time": start + timedelta(hours=hours),
        "timezone": "UTC",
        **fields,
    }
    return create_event(actor=owner, changes=EventChanges(**changes), on_conflict="allow")


def make_calendar(owner: User, name: str = "Team", **fields: Any) -> Calendar:
    """A second calendar of the owner's."""
    return create_calendar(actor=owner, changes=CalendarChanges(name=name, **fields))


def grant(thing: Event | Calendar, to: Any, role: Role | str, by: User | None = None) -> None:
    """Rows of a role for a user or a group, as sharing would write them."""
    from django.contrib.auth.models import Group, Permission  # after the app registry

    from events import models

    kind = type(thing).__name__
    holder = "Group" if isinstance(to, Group) else "User"
    model = getattr(models, f"{kind}{holder}Permission")
    codenames = [f"{permission}_{kind.lower()}" for permission in PERMISSIONS_OF[Role(role)]]
    permissions = Permission.objects.filter(codename__in=codenames, content_type__app_label="events")
    model.objects.filter(content_object=thing, **{holder.lower(): to}).delete()
    model.objects.bulk_create(
        [
            model(content_object=thing, permission=permission, granted_by=by, **{holder.lower(): to})
            for permission in permissions
        ]
    )
