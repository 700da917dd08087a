"""The addresses of the pages of events."""

from django.urls import URLPattern, URLResolver, path

from events.web.calendar_page import CalendarPage
from events.web.edit_calendars import DeleteCalendar, EditCalendar, NewCalendar

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendars/new/", NewCalendar.as_view(), name="calendar-new"),
    path("calendars/<int:calendar_id>/edit/", EditCalendar.as_view(), name="calendar-edit"),
    path("calendars/<int:calendar_id>/delete/", DeleteCalendar.as_view(), name="calendar-delete"),
]
