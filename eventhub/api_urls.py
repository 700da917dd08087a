"""The addresses of /api/v1: those of each app, the most called first, because they are tried in order."""

from django.urls import URLPattern, URLResolver

from accounts.api.v1.urls import urlpatterns as accounts
from events.api.v1.urls import urlpatterns as events
from feeds.api.v1.urls import urlpatterns as feeds
from history.api.v1.urls import urlpatterns as history
from pages.api.v1.urls import urlpatterns as pages
from sharing.api.v1.urls import urlpatterns as sharing

urlpatterns: list[URLPattern | URLResolver] = [*events, *accounts, *history, *sharing, *feeds, *pages]
