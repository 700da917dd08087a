"""Answers only for the hosts that are ours, and says how long an answer is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.headers import set_default

PROBED = frozenset({"/health", "/health/", "/metrics", "/metrics/"})
MOST_KEPT = 1000


class HostMiddleware:
    """What is left of Django's `CommonMiddleware` where nothing else of it is set, such as `APPEND_SLASH`.

    Probes and scrapers are let through: they know a server by its address. A host that was found to be ours
    once is not looked at again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._ours: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Raises `DisallowedHost` for a host that `ALLOWED_HOSTS` does not name."""
        host = request.META.get("HTTP_HOST")
        if host not in self._ours and request.path_info not in PROBED:
            request.get_host()
            # a wildcard allows more than can be kept
            if host and len(self._ours) < MOST_KEPT:
                self._ours.add(host)
        response = self.get_response(request)
        if not response.streaming:
            set_default(response, "Content-Length", str(len(response.content)))
        return response
