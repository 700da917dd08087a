"""The addresses of pages on several apps."""

from django.urls import path

from pages.web.activity import Activity
from pages.web.event import EventPage, KeepTime
from pages.web.help import Help
from pages.web.offline import Offline, ServiceWorker
from pages.web.search import QuickAdd, Search
from pages.web.search_all import SearchAll
from pages.web.settings.urls import urlpatterns as settings
from pages.web.theme import Theme
from pages.web.trash import PurgeTrashed, RestoreTrashed, Trash
from pages.web.trash_several import PurgeSeveral, RestoreSeveral
from pages.web.undo import Undo

urlpatterns = [
    path("events/<int:event_id>/", EventPage.as_view(), name="event"),
    path("events/<int:event_id>/keep/", KeepTime.as_view(), name="event-keep"),
    *settings,
    path("activity/", Activity.as_view(), name="activity"),
    path("trash/", Trash.as_view(), name="trash"),
    path("trash/several/restore/", RestoreSeveral.as_view(), name="trash-restore-several"),
    path("trash/several/delete/", PurgeSeveral.as_view(), name="trash-delete-several"),
    path("trash/<int:event_id>/restore/", RestoreTrashed.as_view(), name="trash-restore"),
    path("trash/<int:event_id>/delete/", PurgeTrashed.as_view(), name="trash-delete"),
    path("help/", Help.as_view(), name="help"),
    path("offline/", Offline.as_view(), name="offline"),
    path("quick-add/", QuickAdd.as_view(), name="quick-add"),
    path("search/", Search.as_view(), name="search"),
    path("search/all/", SearchAll.as_view(), name="search-all"),
    path("service-worker.js", ServiceWorker.as_view(), name="service-worker"),
    path("theme/", Theme.as_view(), name="theme"),
    path("undo/<str:token>/", Undo.as_view(), name="undo"),
]
