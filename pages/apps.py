"""The app that stands for the pages on several apps at once; it has no models."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
