"""Django's middleware for browsers, passed by where a request bears a token and so has no session."""

from collections.abc import Awaitable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.deprecation import MiddlewareMixin


class ForBrowsers(MiddlewareMixin):
    """Passes requests to the API that bear a token straight on; the rest as the class that follows does."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if "HTTP_AUTHORIZATION" in request.META and request.path_info.startswith("/api/"):
            return self.get_response(request)
        return super().__call__(request)


class BrowserSessionMiddleware(ForBrowsers, SessionMiddleware):
    """The session of a browser."""


class BrowserAuthenticationMiddleware(ForBrowsers, AuthenticationMiddleware):
    """`request.user` of a browser's session, looked up when it is asked for."""


class BrowserMessageMiddleware(ForBrowsers, MessageMiddleware):
    """The messages that pages show once."""
