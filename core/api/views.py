"""The base of every view of the JSON API: authenticate, limit, call one handler, render."""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from core.actors import Anonymous, Source, acting_through
from core.api.address import client_address, network_of
from core.api.answers import NOTHING_ASKED, Answer, answer
from core.api.input import BIGINT_MAX
from core.api.problems import exception_handler
from core.api.schema import DoorSchema
from core.errors import DomainError, NotAuthenticated, NotFound
from core.headers import as_kept, set_defaults
from core.limits import Rate, count_call

DEFAULTS = as_kept({"Vary": "Authorization, Cookie", "Cache-Control": "private, no-cache"})
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
        if not request.META.get("QUERY_STRING"):
            request.GET = NOTHING_ASKED  # else Django parses what is not there
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
        set_defaults(response, DEFAULTS)
        return response

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """REST framework's request, without parsers: bodies are read by `core.api.input.read_body`."""
        return Request(request, authenticators=self.get_authenticators(), negotiator=self._negotiator)

    def get_authenticators(self) -> list[BaseAuthentication]:
        """The authenticators of the settings, which keep no state and are shared; none at a public door."""
        return [] if self.public else _made(tuple(self.authentication_classes))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Answer:  # type: ignore[override]
        """Which methods there are; asks neither who calls nor the database."""
        return answer(None, status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def _answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = (request.method or "").lower()
        handler = getattr(self, method, None) if method in self.http_method_names else None
        if handler is None:
            raise MethodNotAllowed(request.method or "")
        if method != "options":
            self._admit(request)
        for value in kwargs.values():
            if isinstance(value, int) and value > BIGINT_MAX:
                raise NotFound("There is nothing here.")
        answered: HttpResponseBase = handler(self.request, *args, **kwargs)
        return answered

    def _admit(self, request: HttpRequest) -> None:
        """Finds out who calls, and counts the call: by user, or by address where there is none to be had."""
        refusal: DomainError | AuthenticationFailed | None = None
        user: Any = None
        if not self.public:
            try:
                user = self._signed_in()
            except (DomainError, AuthenticationFailed) as error:
                refusal = error
            if refusal is None and user is None:
                refusal = NotAuthenticated(CREDENTIALS_MISSING)
        who = f"address {network_of(client_address(request))}" if user is None else f"user {user.pk}"
        count_call(self.limit_group, who, self.rate())
        if refusal is not None:
            raise refusal

    def _signed_in(self) -> Any:
        """Who the first authenticator that knows the credentials says it is; None where none does."""
        request: Any = self.request
        for authenticator in request.authenticators:
            found = authenticator.authenticate(request)
            if found is not None:
                request.user, request.auth = found
                return request.user
        return None


@cache
def _made(classes: tuple[type[BaseAuthentication], ...]) -> list[BaseAuthentication]:
    return [authenticator() for authenticator in classes]
