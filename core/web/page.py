"""The base of every page: who acts, through which door, and what becomes of a refusal."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from core.actors import Anonymous, Source, acting_through
from core.database import busy
from core.errors import DomainError, NotAuthenticated, NotFound
from core.limits import Rate, count_call
from core.web.error_page import error_page, is_from_htmx, is_part, plain_error_page
from core.web.kept_form import keep_form
from core.web.toasts import take_toasts

# a page fetches parts of itself too, so that it may call more often than a program
CALLS_OF_A_PAGE = 3
# what a column of ids can be asked for
MOST_ID = 2**63 - 1


class PageView(View):
    """A page or a part of one. Subclasses have handlers named after methods.

    `public` opens a page to who is not signed in; to any other page strangers come by signing in. A page with
    `keeps_form` has what was sent to it kept meanwhile, and shows it again by `show_kept_form`. Handlers run
    as `Source.WEB`, and a `DomainError` that they raise becomes the error page of its status. The reader's
    language and zone are active already (`eventhub/middleware/browser.py`).
    """

    public: ClassVar[bool] = False
    keeps_form: ClassVar[bool] = False

    @property
    def actor(self) -> Any:
        """The user who is signed in; `Anonymous` where nobody is."""
        user = self.request.user
        return user if user.is_authenticated else Anonymous()

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405 as a page."""
        response = plain_error_page(request, 405)
        response.headers["Allow"] = ", ".join(
            name.upper() for name in self.http_method_names if hasattr(self, name)
        )
        return response

    def rate(self) -> Rate:
        """How often a person may call, as `core.limits` takes it."""
        return settings.RATE_LIMIT_PER_MINUTE * CALLS_OF_A_PAGE, 60

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serves one request."""
        signed_in = request.user.is_authenticated
        if not signed_in and not self.public:
            return self._to_sign_in(request)
        with acting_through(Source.WEB):
            try:
                if signed_in:
                    count_call("web", f"user {request.user.pk}", self.rate())
                if any(isinstance(value, int) and value > MOST_ID for value in kwargs.values()):
                    raise NotFound(_("There is nothing here"))
                response = super().dispatch(request, *args, **kwargs)
            except NotAuthenticated:
                response = self._to_sign_in(request)
            except DomainError as error:
                response = error_page(request, error)
            except OperationalError as error:
                refusal = busy(error)
                if refusal is None:
                    raise
                response = error_page(request, refusal)
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-cache"
        # the same address answers with a page or with a part of one
        patch_vary_headers(response, ("HX-Request", "HX-Request-Type"))
        if is_part(request) and isinstance(response, HttpResponse):
            _append_toasts(request, response)
        return response

    def _to_sign_in(self, request: HttpRequest) -> HttpResponse:
        """To the page for signing in, and from there back to where one was, with what one sent to a form."""
        response: HttpResponse = redirect_to_login(self._way_back(request))
        if is_from_htmx(request):
            # a redirect would be followed, and the form put into the page
            return HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
        return response

    def _way_back(self, request: HttpRequest) -> str:
        if request.method == "POST" and self.keeps_form:
            return keep_form(request)
        is_page = not is_part(request) and (request.method in ("GET", "HEAD") or hasattr(self, "get"))
        return request.get_full_path() if is_page else "/"


def _append_toasts(request: HttpRequest, response: HttpResponse) -> None:
    """Toasts that wait go to the end of a part, from where htmx puts them in their place."""
    shown = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    if not shown or "HX-Redirect" in response.headers:
        return
    toasts = take_toasts(request)
    if toasts:
        response.write(
            render_to_string("components/_toasts_out_of_band.html", {"toasts": toasts}, request=request)
        )
