"""The frame around each request: its id, its line in the log, and its place in the metrics."""

import re
from collections.abc import Callable
from random import getrandbits
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty

from eventhub.metrics import measure_request

SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger()


def request_id(request: HttpRequest) -> str:
    """The id that the client sent in `X-Request-ID`, if it is a sane one, else a new one."""
    sent: str = request.META.get("HTTP_X_REQUEST_ID", "")
    return sent if SANE_ID.fullmatch(sent) else f"{getrandbits(128):032x}"  # no secret


class RequestFrameMiddleware:
    """Stands outermost: whatever happens further in, the answer has an id, a line and a measure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        identifier = request_id(request)
        # the one thing that is bound, so there is nothing to clear
        structlog.contextvars.bind_contextvars(request_id=identifier)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = identifier
        seconds = perf_counter() - started
        measure_request(request, response, seconds)
        if not request.path_info.startswith(settings.STATIC_URL):
            _write_line(request, response, seconds)
        return response


def _write_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    write = log.error if response.status_code >= 500 else log.info
    # the path alone: query strings hold what people search for, and sometimes tokens
    write(
        "request",
        method=request.method,
        path=_path(request),
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        user_id=_user_id(request),
    )


def _path(request: HttpRequest) -> str:
    """The path, without the secrets that some have in it: of feeds, of undo, of links in mail."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    secret = given.get("token") or given.get("key")
    return request.path.replace(secret, "…") if secret else request.path


def _user_id(request: HttpRequest) -> int | None:
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject) and user._wrapped is empty:
        # nobody asked who it is, and the log is no reason to query for it
        return None
    identifier: int | None = getattr(user, "pk", None)
    return identifier
