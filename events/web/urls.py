"""The addresses of the pages of events."""

from django.urls import URLPattern, URLResolver, path

from events.web.calendar_page import CalendarPage
from events.web.delete_event import DeleteEvent
from events.web.edit_calendars import DeleteCalendar, EditCalendar, NewCalendar
from events.web.edit_event import EditEvent
from events.web.examples import AddExamples
from events.web.move_event import MoveEvent
from events.web.new_event import NewEvent
from events.web.reschedule import Reschedule
from events.web.several import SeveralEvents

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendar/examples/", AddExamples.as_view(), name="calendar-examples"),
    path("events/new/", NewEvent.as_view(), name="event-new"),
    path("events/several/", SeveralEvents.as_view(), name="events-several"),
    path("events/<int:event_id>/edit/", EditEvent.as_view(), name="event-edit"),
    path("events/<int:event_id>/delete/", DeleteEvent.as_view(), name="event-delete"),
    path("events/<int:event_id>/reschedule/", Reschedule.as_view(), name="event-reschedule"),
    path("events/<int:event_id>/move/", MoveEvent.as_view(), name="event-move"),
    path("calendars/new/", NewCalendar.as_view(), name="calendar-new"),
    path("calendars/<int:calendar_id>/edit/", EditCalendar.as_view(), name="calendar-edit"),
    path("calendars/<int:calendar_id>/delete/", DeleteCalendar.as_view(), name="calendar-delete"),
]
