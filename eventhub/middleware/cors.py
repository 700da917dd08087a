"""Lets pages of the origins in `BACKEND_CORS_ORIGINS` read the API's answers."""

from collections.abc import Callable

from corsheaders.conf import conf
from corsheaders.middleware import CorsMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class CorsWhereConfiguredMiddleware(CorsMiddleware):
    """django-cors-headers' middleware, left out where no origin is allowed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not (conf.CORS_ALLOW_ALL_ORIGINS or conf.CORS_ALLOWED_ORIGINS):
            raise MiddlewareNotUsed
        super().__init__(get_response)
