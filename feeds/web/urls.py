"""The addresses that other calendars subscribe to, and of the pages of import and export."""

from django.urls import path

from feeds.web.export_page import ExportFile, ExportPage
from feeds.web.feed import feed
from feeds.web.import_page import ImportPage, ImportProgress, ImportReportPage

urlpatterns = [
    path("feeds/<str:token>.ics", feed, name="feed"),
    path("import/", ImportPage.as_view(), name="import"),
    path("import/<str:key>/", ImportReportPage.as_view(), name="import-report"),
    path("import/<str:key>/progress/", ImportProgress.as_view(), name="import-progress"),
    path("export/", ExportPage.as_view(), name="export"),
    path("events/<int:event_id>/export/", ExportFile.as_view(), name="event-export"),
    path("export/file/", ExportFile.as_view(), name="export-file"),
]
