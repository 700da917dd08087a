"""The addresses of calendars and events below /api/v1/."""

from django.urls import path

from events.api.v1.batch import Batch
from events.api.v1.calendars import CalendarDetail, CalendarList
from events.api.v1.events import EventDetail, EventList
from events.api.v1.occurrences import OccurrenceList
from events.api.v1.trash import RestoreEvent, Trash, TrashedEvent

urlpatterns = [
    path("events/", EventList.as_view(), name="event-list"),
    path("events/batch", Batch.as_view(), name="event-batch"),
    path("events/<int:event_id>", EventDetail.as_view(), name="event-detail"),
    path("events/<int:event_id>/restore", RestoreEvent.as_view(), name="event-restore"),
    path("occurrences/", OccurrenceList.as_view(), name="occurrence-list"),
    path("trash/", Trash.as_view(), name="trash"),
    path("trash/<int:event_id>", TrashedEvent.as_view(), name="trashed-event"),
    path("calendars/", CalendarList.as_view(), name="calendar-list"),
    path("calendars/<int:calendar_id>", CalendarDetail.as_view(), name="calendar-detail"),
]
