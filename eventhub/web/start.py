"""`/`: the start page for a browser, and the state of the service for a program."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from eventhub import __version__


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """A page where `Accept` prefers HTML to JSON (RFC 9110, section 12.5.1), else JSON."""
    response: HttpResponse
    # a program that asks for nothing in particular sends */*, and the first of equals is taken
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        response = render(request, "service/start.html", {"project_name": settings.PROJECT_NAME})
    else:
        response = JsonResponse(
            {"message": f"Welcome to {settings.PROJECT_NAME}", "version": __version__, "status": "running"}
        )
    patch_vary_headers(response, ["Accept"])
    return response
