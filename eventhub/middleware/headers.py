"""The headers that say what browsers may do with an answer, and the way to HTTPS."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from core.headers import Kept, kept_by, set_defaults

OF_ITS_OWN = frozenset({"_csp_update", "_csp_replace", "_csp_config", "_csp_exempt", "xframe_options_exempt"})
"""What the decorators of django-csp and Django leave on an answer whose headers differ from all others'."""


class FixedHeadersMiddleware(SecurityMiddleware):
    """Django's SecurityMiddleware and XFrameOptionsMiddleware and django-csp's in one, by headers that are
    written once and not for each answer (docs/adr/0015-fixed-headers.md). There are no nonces.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self._frames = XFrameOptionsMiddleware(get_response)
        self._policies = CSPMiddleware(get_response)
        self._plain, self._secure = (self._headers_of(secure=secure) for secure in (False, True))

    def __call__(self, request: HttpRequest) -> Any:
        """The answer of the view, or the redirect to HTTPS, with the headers that it does not have itself."""
        secure = request.is_secure()
        away = self.process_request(request) if self.redirect and not secure else None
        response: Any = away or self.get_response(request)
        if OF_ITS_OWN.isdisjoint(response.__dict__):
            set_defaults(response, self._secure if secure else self._plain)
            return response
        response = self._policies.process_response(request, response)
        response = self._frames.process_response(request, response)
        return self.process_response(request, response)

    def _headers_of(self, *, secure: bool) -> Kept:
        """What the three would add to an answer."""
        request = HttpRequest()
        if secure:
            name, value = settings.SECURE_PROXY_SSL_HEADER
            request.META[name] = value
        response = self._frames.process_response(request, HttpResponse(headers={HEADER: build_policy()}))
        response = self.process_response(request, response)
        del response["Content-Type"]
        return kept_by(response.headers)
