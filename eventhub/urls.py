"""The table of addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.web.urls import urlpatterns as account_pages
from eventhub.api_urls import urlpatterns as calls
from eventhub.routing import either_slash
from eventhub.web.docs import openapi_document, redoc, swagger_ui
from eventhub.web.errors import unknown_call
from eventhub.web.health import health
from eventhub.web.metrics import metrics
from eventhub.web.start import start
from events.web.urls import urlpatterns as event_pages
from feeds.web.urls import urlpatterns as feed_pages
from history.web.urls import urlpatterns as history_pages
from pages.web.urls import urlpatterns as shared_pages
from sharing.web.urls import urlpatterns as sharing_pages

admin.site.site_title = settings.PROJECT_NAME
admin.site.site_header = format_lazy(_("{name} administration"), name=settings.PROJECT_NAME)

api_v1: list[URLPattern | URLResolver] = [
    *calls,
    path("openapi.json", openapi_document),
]

service: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("docs", swagger_ui, name="swagger-ui"),
    path("redoc", redoc, name="redoc"),
    path("openapi.json", openapi_document, name="openapi-document"),
]

pages: list[URLPattern | URLResolver] = [
    *event_pages,
    *history_pages,
    *sharing_pages,
    *feed_pages,
    *account_pages,
    *shared_pages,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    either_slash("api/v1/", api_v1),
    re_path(r"^api/", unknown_call),
    *pages,
    path("admin/", admin.site.urls),
    either_slash("", service),
]

handler400 = "eventhub.web.errors.bad_request"
handler403 = "eventhub.web.errors.permission_denied"
handler404 = "eventhub.web.errors.page_not_found"
handler500 = "eventhub.web.errors.server_error"
