"""Every refusal of the JSON API as a problem document (RFC 9457)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from rest_framework import exceptions

from core.api import errors as door_errors
from core.api.answers import RENDERING, Answer
from core.database import busy
from core.errors import DomainError, Fault, Forbidden, Invalid, NotAuthenticated, NotFound

log = structlog.get_logger(__name__)

NO_FIELD = "non_field_errors"


def problem_response(error: DomainError, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer for a refusal: `{type, title, status, detail, code, errors?}` and the members of its data.

    A 401 asks for a bearer token (RFC 6750, section 3); 429 and 503 say when to come again where
    `data["retry_after"]` (seconds) is given.
    """
    response = Answer(
        orjson.dumps(problem_document(error), option=RENDERING),
        content_type="application/problem+json",
        status=error.status,
    )
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.data:
        response["Retry-After"] = str(error.data["retry_after"])
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem_document(error: DomainError) -> dict[str, Any]:
    """The members of the problem document of a refusal."""
    document: dict[str, Any] = {
        **error.data,
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
    }
    if error.faults:
        document["errors"] = [
            {"field": fault.field, "code": fault.code, "message": fault.message} for fault in error.faults
        ]
    return document


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The answer for an exception of a door, in the shape that REST framework asks for.

    None where it is nobody's refusal but a fault of ours: Django's `handler500` answers that.
    """
    error = domain_error(exc)
    if error is None:
        return None
    headers = {}
    if isinstance(exc, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return problem_response(error, headers=headers)


def domain_error(exc: Exception) -> DomainError | None:
    """The refusal that an exception of Django or REST framework stands for; None where it stands for none."""
    match exc:
        case DomainError():
            return exc
        case exceptions.ValidationError():
            return invalid_with(list(flatten(exc.detail)))
        case exceptions.ParseError():
            return door_errors.MalformedBody(str(exc.detail))
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return NotAuthenticated(str(exc.detail))
        case exceptions.PermissionDenied() | PermissionDenied():
            return Forbidden(str(exc) or "You may not do this.")
        case exceptions.NotFound() | Http404():
            return NotFound("There is nothing here.")
        case exceptions.MethodNotAllowed():
            return door_errors.MethodNotAllowed(str(exc.detail))
        case exceptions.UnsupportedMediaType():
            return door_errors.UnsupportedMediaType(str(exc.detail))
        case RequestDataTooBig():
            return door_errors.BodyTooLarge("The body is larger than this call takes.")
        case UnreadablePostError():
            return door_errors.MalformedBody("The body ended before all of it had come.")
        case OperationalError():
            return busy(exc)
        case DataError():
            # The doors refuse what a column cannot hold; this is the net under them.
            log.exception("value_refused_by_the_database")
            return Invalid("A value is outside of what can be stored.")
    return None


def invalid_with(faults: Sequence[Fault]) -> Invalid:
    """The refusal that names every one of the faults, with a sentence that says where they are."""
    if len(faults) == 1:
        only = faults[0]
        return Invalid(f"{only.field}: {only.message}" if only.field else only.message, faults=faults)
    names = list(dict.fromkeys(fault.field for fault in faults if fault.field))
    where = f": {', '.join(names)}" if names else ""
    return Invalid(f"{len(faults)} things are wrong with the input{where}.", faults=faults)


def flatten(detail: Any, path: str = "") -> Iterator[Fault]:
    """The faults in REST framework's nested lists and dictionaries, in their order."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from flatten(inner, path if key == NO_FIELD else _below(path, key))
    elif isinstance(detail, list | tuple):
        for position, inner in enumerate(detail):
            # a list of messages belongs to the field itself, a list of nested faults to its items
            yield from flatten(inner, _below(path, position) if isinstance(inner, dict | list) else path)
    else:
        yield Fault(path, getattr(detail, "code", None) or "invalid", str(detail))


def _below(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)
