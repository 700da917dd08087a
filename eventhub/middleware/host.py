"""Answers only for the hosts that are ours."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware

PROBED = frozenset({"/health", "/health/", "/metrics", "/metrics/"})


class HostMiddleware(CommonMiddleware):
    """Django's `CommonMiddleware`, except for probes and scrapers, which know a server by its address."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Raises `DisallowedHost` for a host that `ALLOWED_HOSTS` does not name."""
        return None if request.path_info in PROBED else super().process_request(request)
