"""What an actor may see and do: the one place that decides."""

from events.access.calendars import find_calendars
from events.access.fetch import (
    LockedEvent,
    OwnerChanged,
    find_events,
    get_calendar,
    get_event,
    get_known_event,
    get_trashed_event,
    lock_calendar,
    lock_event,
    lock_events,
    may,
    role_of,
    user_id_of,
)
from events.access.roles import events_with_rank, visible_calendars, visible_to, visible_trash

__all__ = [
    "LockedEvent",
    "OwnerChanged",
    "events_with_rank",
    "find_calendars",
    "find_events",
    "get_calendar",
    "get_event",
    "get_known_event",
    "get_trashed_event",
    "lock_calendar",
    "lock_event",
    "lock_events",
    "may",
    "role_of",
    "user_id_of",
    "visible_calendars",
    "visible_to",
    "visible_trash",
]
