"""`/help/`: how things work, and all shortcuts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.web.page import PageView


class Help(PageView):
    """The help page, for strangers too."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "pages/help.html")
