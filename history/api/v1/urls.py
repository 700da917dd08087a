"""The addresses of an event's history below /api/v1/."""

from django.urls import path

from history.api.v1 import blame, views

urlpatterns = [
    path("events/<int:event_id>/history", views.HistoryList.as_view(), name="event-history"),
    path("events/<int:event_id>/versions/<int:version>", views.VersionDetail.as_view(), name="event-version"),
    path(
        "events/<int:event_id>/rollback/<int:version>", views.RollbackVersion.as_view(), name="event-rollback"
    ),
    path("events/<int:event_id>/diff/<int:a>/<int:b>", views.VersionDiff.as_view(), name="event-diff"),
    path("events/<int:event_id>/changelog", views.Changelog.as_view(), name="event-changelog"),
    path("events/<int:event_id>/blame", blame.Blame.as_view(), name="event-blame"),
    path("events/<int:event_id>/activity", views.Activity.as_view(), name="event-activity"),
]
