"""What is answered where no view can: problem documents under `/api`, pages elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.api.errors import CsrfFailed
from core.api.problems import problem_response
from core.errors import DomainError, Forbidden, NotFound, Refused
from core.web.error_page import plain_error_page


class InternalError(DomainError):
    """A fault of ours (500); the log has it under the request's id."""

    code = "internal_error"
    status = 500
    title = "Internal server error"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request is suspicious, such as one for a host that is not ours."""
    if _is_api(request):
        return problem_response(Refused("The request was refused before it was read."))
    return plain_error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 outside of the API's views."""
    if _is_api(request):
        return problem_response(Forbidden("You may not do this."))
    return plain_error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form or a session's write without the token of one of our pages."""
    if _is_api(request):
        return problem_response(CsrfFailed(f"The request has no valid CSRF token: {reason}"))
    return plain_error_page(
        request,
        403,
        title=_("This form is too old"),
        sentence=_(
            "It was open for a long time, or did not come from one of our pages. Go back and load it anew."
        ),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no route."""
    if _is_api(request):
        return problem_response(NotFound("There is nothing here."))
    return plain_error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: an exception that nobody expected."""
    if _is_api(request):
        return problem_response(
            InternalError("Something went wrong on our side. X-Request-ID names this case.")
        )
    return plain_error_page(request, 500)


@csrf_exempt
def unknown_call(request: HttpRequest) -> HttpResponse:
    """404 for every path under `/api` that no route took, whatever DEBUG says."""
    return problem_response(NotFound("There is nothing here."))


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
