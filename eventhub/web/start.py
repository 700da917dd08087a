"""`/`: a page for a browser, and the state of the service for a program."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from eventhub import __version__
from pages.web.start import Start


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """A page where `Accept` prefers HTML to JSON (RFC 9110, section 12.5.1), else JSON.

    The page of who is signed in is the calendar.
    """
    # a program that asks for nothing in particular sends */*, and the first of equals is taken
    if request.get_preferred_type(["application/json", "text/html"]) != "text/html":
        response: HttpResponseBase = JsonResponse(
            {"message": f"Welcome to {settings.PROJECT_NAME}", "version": __version__, "status": "running"}
        )
    elif request.user.is_authenticated:
        response = redirect("calendar")
    else:
        response = Start.as_view()(request)
    patch_vary_headers(response, ["Accept"])
    return response
