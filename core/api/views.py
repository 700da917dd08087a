"""The base of every view of the JSON API: authenticate, limit, call one handler, render."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from core.actors import Anonymous, Source, acting_through
from core.api.address import client_address, network_of
from core.api.input import BIGINT_MAX
from core.api.problems import RENDERING, exception_handler
from core.api.schema import DoorSchema
from core.errors import DomainError, NotAuthenticated, NotFound
from core.limits import Rate, count_call

CREDENTIALS_MISSING = "Authentication credentials were not provided."


class OnlyJson(BaseContentNegotiation):
    """There is nothing to negotiate: every answer is JSON, whatever `Accept` says."""


class Door(APIView):
    """A view of the JSON API. Subclasses have handlers named after methods, and set

    - `public`: True where nobody needs to be signed in; credentials are not looked at then;
    - `limit_group` and `rate`: where calls are counted apart from the rest, and per address;
    - `refusals`: statuses to document that `core.api.schema` does not conclude from the operation;
    - `undoable`: the methods whose answers bear an `X-Undo-Token`.

    Much of `APIView` that this API does not use (negotiation, versions, throttles, renderers) is left out
    of the way of a request, because it cost more than the queries.
    """

    public: ClassVar[bool] = False
    limit_group: ClassVar[str] = "api"
    refusals: ClassVar[frozenset[int]] = frozenset()
    undoable: ClassVar[frozenset[str]] = frozenset()

    schema = DoorSchema()
    _negotiator = OnlyJson()

    @property
    def actor(self) -> Any:
        """The user who is signed in; `Anonymous` at a public door."""
        return Anonymous() if self.public else self.request.user

    def rate(self) -> Rate:
        """How often one may call, as `core.limits` takes it."""
        return settings.RATE_LIMIT_PER_MINUTE, 60

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serves one request. Every refusal becomes a problem document; faults of ours go on to Django."""
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request)
        with acting_through(Source.API):
            try:
                response = self._answered(request, *args, **kwargs)
            except Exception as error:
                refusal = exception_handler(error, {"view": self})
                if refusal is None:
                    raise
                response = refusal
        if response.has_header("Vary"):
            patch_vary_headers(response, ("Authorization", "Cookie"))
        else:
            response["Vary"] = "Authorization, Cookie"
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """REST framework's request, without parsers: bodies are read by `core.api.input.read_body`."""
        return Request(request, authenticators=self.get_authenticators(), negotiator=self._negotiator)

    def get_authenticators(self) -> list[BaseAuthentication]:
        """The authenticators of the settings, which keep no state and are shared; none at a public door."""
        return [] if self.public else _made(tuple(self.authentication_classes))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Which methods there are; asks neither who calls nor the database."""
        return answer(None, status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def _answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = (request.method or "").lower()
        handler = getattr(self, method, None) if method in self.http_method_names else None
        if handler is None:
            raise MethodNotAllowed(request.method or "")
        if method != "options":
            self._admit(request)
        if any(isinstance(value, int) and value > BIGINT_MAX for value in kwargs.values()):
            raise NotFound("There is nothing here.")
        answered: HttpResponseBase = handler(self.request, *args, **kwargs)
        return answered

    def _admit(self, request: HttpRequest) -> None:
        """Finds out who calls, and counts the call: by user, or by address where there is none to be had."""
        refusal: DomainError | AuthenticationFailed | None = None
        user: Any = None
        if not self.public:
            try:
                user = self.request.user
            except (DomainError, AuthenticationFailed) as error:
                refusal = error
            if refusal is None and not user.is_authenticated:
                refusal = NotAuthenticated(CREDENTIALS_MISSING)
        if user is None or refusal is not None:
            who = f"address {network_of(client_address(request))}"
        else:
            who = f"user {user.pk}"
        count_call(self.limit_group, who, self.rate())
        if refusal is not None:
            raise refusal


@cache
def _made(classes: tuple[type[BaseAuthentication], ...]) -> list[BaseAuthentication]:
    return [authenticator() for authenticator in classes]


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A JSON answer: instants in RFC 3339 with `Z`; with status 204 and 304 an empty one, of `data` None."""
    if status in (204, 304):
        response = HttpResponse(status=status)
        del response["Content-Type"]
    else:
        response = HttpResponse(
            orjson.dumps(data, option=RENDERING), content_type="application/json", status=status
        )
    for name, value in (headers or {}).items():
        response[name] = value
    return response
