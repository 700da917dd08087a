"""`/` for strangers: what EventHub is, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.web.page import PageView


class Start(PageView):
    """The start page."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "pages/start.html")
