"""Makes `REMOTE_ADDR` the client's address, by what `TRUSTED_PROXIES` hand on and nobody else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.api.address import client_address, is_within

FORWARDED = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"})
# Set where a peer that is no trusted proxy forwards a request: whom it comes from is then unknown.
FORWARDED_BY_STRANGER = "eventhub.forwarded_by_stranger"


class ClientAddressMiddleware:
    """Believes `X-Forwarded-For` and `X-Forwarded-Proto` from trusted proxies; removes them from others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if not FORWARDED.isdisjoint(meta):
            if is_within(meta["REMOTE_ADDR"], settings.TRUSTED_PROXIES):
                # for whatever knows of no proxies: limits, logs and the sessions' list of devices
                meta["REMOTE_ADDR"] = client_address(request)
            else:
                for header in FORWARDED:
                    meta.pop(header, None)
                meta[FORWARDED_BY_STRANGER] = True
        return self.get_response(request)
