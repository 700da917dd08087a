"""The API's description: the OpenAPI document, and Swagger UI and ReDoc on it from local files."""

from functools import lru_cache

import orjson
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from eventhub.web.read_only import read_only


@read_only
def openapi_document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as JSON."""
    return HttpResponse(_document(), content_type="application/json")


@lru_cache(maxsize=1)
def _document() -> bytes:
    # the routes of a running process do not change, and writing the document takes a second
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    return orjson.dumps(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


@require_safe
def swagger_ui(request: HttpRequest) -> HttpResponse:
    """The API's description to read and to try out."""
    return render(request, "service/swagger_ui.html")


# ReDoc writes style elements and runs its search in a worker made from a blob; only its own page may
@require_safe
@csp_update({"style-src": ["'unsafe-inline'"], "worker-src": ["blob:"]})
def redoc(request: HttpRequest) -> HttpResponse:
    """The API's description to read at length."""
    return render(request, "service/redoc.html")
