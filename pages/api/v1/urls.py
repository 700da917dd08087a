"""The addresses of what several apps answer together, below /api/v1/."""

from django.urls import URLPattern, path

from pages.api.v1.undo import Undo

urlpatterns: list[URLPattern] = [path("undo/<str:token>", Undo.as_view(), name="undo-write")]
