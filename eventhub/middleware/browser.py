"""Django's middleware for browsers, passed by where a request bears a token and so has no session."""

from collections.abc import Awaitable, Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts.web.live_user import live_user
from core.web.reader import reading


class ForBrowsers(MiddlewareMixin):
    """Passes requests to the API that bear a token straight on; the rest as the class that follows does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        # Django wraps each: of those that follow one another, the first passes all of them by
        following = getattr(get_response, "__wrapped__", None)
        self._beyond: Callable[[HttpRequest], HttpResponseBase] = (
            following._beyond if isinstance(following, ForBrowsers) else get_response
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if "HTTP_AUTHORIZATION" in request.META and request.path_info.startswith("/api/"):
            return self._beyond(request)
        return super().__call__(request)


class BrowserSessionMiddleware(ForBrowsers, SessionMiddleware):
    """The session of a browser."""


class BrowserCsrfMiddleware(ForBrowsers, CsrfViewMiddleware):
    """The token that the forms of a browser's session must bear; what bears a token of its own needs none."""


class BrowserAuthenticationMiddleware(ForBrowsers, AuthenticationMiddleware):
    """`request.user` of a browser's session, looked up when it is asked for; nobody where that has ended."""

    def process_request(self, request: HttpRequest) -> None:
        """Puts the user of the session's row in the place of the one that Django knows."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: live_user(request))  # type: ignore[assignment]


class BrowserPageMiddleware(ForBrowsers, MessageMiddleware):
    """What a page is made with: messages that are shown once, the reader's language and zone, compression.

    One class for all, because even a middleware that does nothing costs every call of the API.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        # a month with its grid is some 100 KB; Django's own adds random bytes against BREACH
        self._compress = GZipMiddleware(get_response).process_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if request.path_info.startswith("/api/"):
            return super().__call__(request)
        with reading(request):
            response = super().__call__(request)
            if isinstance(response, HttpResponse) and _is_page(response):
                response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
                patch_vary_headers(response, ("Accept-Language", "Cookie"))
                return self._compress(request, response)
            return response


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
