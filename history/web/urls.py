"""The addresses of the pages of history."""

from django.urls import URLPattern, URLResolver, path

from history.web.diff_page import DiffPage
from history.web.history_page import Compare, HistoryPage
from history.web.restore_page import RestorePage

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/<int:event_id>/history/", HistoryPage.as_view(), name="event-history"),
    path("events/<int:event_id>/compare/", Compare.as_view(), name="event-compare"),
    path("events/<int:event_id>/diff/<int:a>/<int:b>/", DiffPage.as_view(), name="event-diff"),
    path("events/<int:event_id>/restore/<int:version>/", RestorePage.as_view(), name="event-restore"),
]
