"""Calls of the service that are only read: what else is asked of them is refused as the API refuses."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from core.api.errors import MethodNotAllowed
from core.api.problems import problem_response

View = Callable[[HttpRequest], HttpResponse]


def read_only(view: View) -> View:
    """The view for GET and HEAD; else 405, of which no CSRF token is asked, as nothing is written."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request)
        refusal = MethodNotAllowed(f'Method "{request.method}" not allowed.')
        return problem_response(refusal, headers={"Allow": "GET, HEAD"})

    return answered
