"""Calendars and events on the admin site: staff read them, and act on them through actions only."""

from events.admin.calendars import CalendarAdmin
from events.admin.events import EventAdmin

__all__ = ["CalendarAdmin", "EventAdmin"]
