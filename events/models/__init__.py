"""Calendars, events with their versions and occurrences, and grants."""

from events.models.calendar import Calendar, Schedule
from events.models.content import CONTENT_COLUMNS, content_of, search_text, write_content
from events.models.event import Event
from events.models.grants import (
    CalendarGroupPermission,
    CalendarUserPermission,
    EventGroupPermission,
    EventUserPermission,
)
from events.models.occurrence import Occurrence

HistoricalEvent = Event.history.model

__all__ = [
    "CONTENT_COLUMNS",
    "Calendar",
    "CalendarGroupPermission",
    "CalendarUserPermission",
    "Event",
    "EventGroupPermission",
    "EventUserPermission",
    "HistoricalEvent",
    "Occurrence",
    "Schedule",
    "content_of",
    "search_text",
    "write_content",
]
