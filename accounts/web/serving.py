"""Serves the views of django-allauth as pages of this house."""

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from core.actors import Source, acting_through
from core.errors import DomainError
from core.web.error_page import error_page

Served = Callable[..., Any]
Limit = Callable[[HttpRequest], None]


def served(view: Served, limit: Limit | None = None) -> Served:
    """The view with what allauth's middleware would do around it, and what `PageView` does.

    `limit` counts its POSTs. A `DomainError` becomes the error page of its status.
    """

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.allauth = SimpleNamespace()  # type: ignore[attr-defined]
        with request_context(request), acting_through(Source.WEB):
            try:
                if limit is not None and request.method == "POST":
                    limit(request)
                response = view(request, *args, **kwargs)
                # here and not by Django: what is shown may ask for the request
                if hasattr(response, "render"):
                    response.render()
            except ImmediateHttpResponse as done:
                response = done.response
            except ReauthenticationRequired:
                response = _ask_again(request)
            except DomainError as error:
                response = error_page(request, error)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return serve


def _ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for password or code once more, and from there back."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    response: HttpResponse = suspend_request(
        request, methods[0]["url"] if methods else resolve_url(settings.LOGIN_URL)
    )
    return response
