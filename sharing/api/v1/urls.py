"""The addresses of sharing below /api/v1/: an event's under two prefixes, as clients know both."""

from django.urls import URLPattern, path

from sharing.api.v1.free_busy import FreeBusy, Suggestions
from sharing.api.v1.views import (
    CalendarCollaborators,
    CalendarPermission,
    CalendarPermissions,
    CalendarShare,
    EventCollaborators,
    EventPermission,
    EventPermissions,
    EventShare,
    EventTransfer,
    UserSearch,
)


def _of_events(prefix: str, name: str) -> list[URLPattern]:
    return [
        path(f"{prefix}/<int:event_id>/share", EventShare.as_view(), name=f"{name}-share"),
        path(f"{prefix}/<int:event_id>/permissions", EventPermissions.as_view(), name=f"{name}-permissions"),
        path(
            f"{prefix}/<int:event_id>/permissions/<int:user_id>",
            EventPermission.as_view(),
            name=f"{name}-permission",
        ),
        path(
            f"{prefix}/<int:event_id>/collaborators",
            EventCollaborators.as_view(),
            name=f"{name}-collaborators",
        ),
        path(f"{prefix}/<int:event_id>/transfer", EventTransfer.as_view(), name=f"{name}-transfer"),
    ]


urlpatterns: list[URLPattern] = [
    *_of_events("collaboration", "collaboration"),
    *_of_events("events", "event"),
    path("calendars/<int:calendar_id>/share", CalendarShare.as_view(), name="calendar-share"),
    path(
        "calendars/<int:calendar_id>/permissions", CalendarPermissions.as_view(), name="calendar-permissions"
    ),
    path(
        "calendars/<int:calendar_id>/permissions/<int:user_id>",
        CalendarPermission.as_view(),
        name="calendar-permission",
    ),
    path(
        "calendars/<int:calendar_id>/collaborators",
        CalendarCollaborators.as_view(),
        name="calendar-collaborators",
    ),
    path("freebusy", FreeBusy.as_view(), name="free-busy"),
    path("suggestions", Suggestions.as_view(), name="suggestions"),
    path("users/", UserSearch.as_view(), name="user-search"),
]
