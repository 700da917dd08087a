"""Refuses bodies that are too large, and reads no more of them than it takes to know."""

from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.api.errors import BodyTooLarge, MalformedBody
from core.api.problems import problem_response
from core.web.error_page import plain_error_page

LIMIT = 1_048_576
IMPORT_LIMIT = 10 * LIMIT
IMPORT_PATHS = ("/api/v1/import", "/import/")


class BodyLimitMiddleware:
    """413 for a body over 1 MB, or over 10 MB on the paths of imports."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        declared: str = meta.get("CONTENT_LENGTH", "")
        if declared or "HTTP_TRANSFER_ENCODING" in meta:
            limit = IMPORT_LIMIT if request.path_info.startswith(IMPORT_PATHS) else LIMIT
            if declared.isdecimal():
                length = int(declared)
            elif declared:
                return problem_response(MalformedBody("Content-Length must be a number."))
            else:
                length = _take_chunked_body(request, limit)
            if length > limit:
                return _refused(request, limit // LIMIT)
        return self.get_response(request)


def _refused(request: HttpRequest, megabytes: int) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        response = problem_response(BodyTooLarge(f"The body is larger than {megabytes} MB."))
    else:
        sentence = _("It may have %(number)s MB at most. Nothing was saved.") % {"number": megabytes}
        response = plain_error_page(request, 413, title=_("This is too large"), sentence=sentence)
    # the rest is not read, so nothing can follow it on this connection: the client must know
    response.headers["Connection"] = "close"
    return response


def _take_chunked_body(request: HttpRequest, limit: int) -> int:
    """Read a body that does not say its length (RFC 9112, section 7.1); one byte past the limit is enough.

    Django gives such a request an empty body, so what was read is put in its place.
    """
    stream = request.META["wsgi.input"]
    body = b""
    while len(body) <= limit and (chunk := stream.read(limit + 1 - len(body))):
        body += chunk
    request.META["CONTENT_LENGTH"] = str(len(body))
    request._stream = BytesIO(body)  # as WSGIRequest sets it
    return len(body)
