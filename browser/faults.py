"""EventHub's addresses, and three that fail as a server does on a bad day: nobody can wait for a real one."""

import sqlite3

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.errors import TooManyRequests
from core.web.page import PageView
from eventhub import urls


class Fails(PageView):
    """Raises what becomes the page of a status."""

    public = True

    def get(self, request: HttpRequest, status: int) -> HttpResponse:
        """A limit that is reached, a database that is busy, or a fault of ours."""
        if status == 429:
            raise TooManyRequests("Too many requests. Please wait.", data={"retry_after": 60})
        if status == 503:
            raise OperationalError from sqlite3.OperationalError("database is locked")
        raise RuntimeError("this page is broken on purpose")


urlpatterns = [path("faults/<int:status>/", Fails.as_view()), *urls.urlpatterns]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
