"""The addresses of pages on several apps."""

from django.urls import path

from pages.web.help import Help
from pages.web.search import Search
from pages.web.theme import Theme
from pages.web.undo import Undo

urlpatterns = [
    path("help/", Help.as_view(), name="help"),
    path("search/", Search.as_view(), name="search"),
    path("theme/", Theme.as_view(), name="theme"),
    path("undo/<str:token>/", Undo.as_view(), name="undo"),
]
