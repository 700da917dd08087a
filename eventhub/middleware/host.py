"""Answers only for the hosts that are ours."""

from django.http import HttpRequest
from django.middleware.common import CommonMiddleware

PROBED = frozenset({"/health", "/health/", "/metrics", "/metrics/"})


class HostMiddleware(CommonMiddleware):
    """Django's `CommonMiddleware` without what this site does not set, such as `APPEND_SLASH`.

    Probes and scrapers are let through: they know a server by its address.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Raises `DisallowedHost` for a host that `ALLOWED_HOSTS` does not name."""
        if request.path_info not in PROBED:
            request.get_host()
