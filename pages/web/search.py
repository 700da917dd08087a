"""`/search/`: finds events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.web.page import PageView


class Search(PageView):
    """The page behind the command box."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "pages/search.html")
