"""What every operation of the OpenAPI document has in common: summaries, refusals and headers."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.fields import CharField

from core.api.fields import NOT_BLANK, Text

# what says already which texts are meant
FORMS = frozenset({"pattern", "format", "oneOf"})
NO_NUL = r"^[^\u0000]*$"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

# Component name, when it is answered, title, code and detail of an example.
REFUSALS: dict[int, tuple[str, str, str, str, str]] = {
    400: (
        "BadRequest",
        "The body is not JSON, or the request is refused for the reason that `detail` and `code` name.",
        "Malformed JSON",
        "malformed_json",
        "The body is not valid JSON: line 1, column 2.",
    ),
    401: (
        "NotAuthenticated",
        "There are no credentials, or they are not good, or not any more.",
        "Not authenticated",
        "invalid_token",
        "The token is not valid, or has expired.",
    ),
    403: (
        "Forbidden",
        "The caller sees the thing and may not do this, or a browser's CSRF token is missing.",
        "Forbidden",
        "forbidden",
        "Only owners can share events",
    ),
    404: (
        "NotFound",
        "It does not exist, or the caller may not know that it does.",
        "Not found",
        "not_found",
        "There is nothing here.",
    ),
    409: (
        "Conflict",
        "The write contradicts the present state: a scheduling conflict, a stale version, and the like.",
        "Conflict",
        "schedule_conflict",
        "Event conflicts with existing event: Standup",
    ),
    410: (
        "Gone",
        "The token is too old: read all anew.",
        "Gone",
        "token_too_old",
        "What changed since is no longer known. Read everything again, without since.",
    ),
    412: (
        "PreconditionFailed",
        "`If-Match` names another version than the current one.",
        "Precondition failed",
        "precondition_failed",
        "The event has changed since.",
    ),
    413: (
        "ContentTooLarge",
        "The body is larger than 1 MB (10 MB for imports).",
        "Content too large",
        "body_too_large",
        "The body is larger than 1 MB.",
    ),
    415: (
        "UnsupportedMediaType",
        "The body is not JSON in UTF-8.",
        "Unsupported media type",
        "unsupported_media_type",
        "The body must be application/json in UTF-8.",
    ),
    422: (
        "Invalid",
        "The input is well formed and means nothing valid; `errors` names every fault.",
        "Validation failed",
        "invalid",
        "title: This field is required.",
    ),
    428: (
        "PreconditionRequired",
        "In strict mode: a write needs `If-Match`, an edit that or `version`.",
        "Precondition required",
        "precondition_required",
        "Say which version of the event this is about: send If-Match.",
    ),
    429: (
        "TooManyRequests",
        "A limit is reached; `Retry-After` says when to come again.",
        "Too many requests",
        "too_many_requests",
        "Too many requests. Try again in 12 seconds.",
    ),
    503: (
        "Busy",
        "The server cannot answer now; `Retry-After` says when to come again.",
        "Service unavailable",
        "busy",
        "The database is busy with other changes. Please try again.",
    ),
}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal (RFC 9457). Some codes bring further members, such as `conflicts`.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence for a person."},
        "code": {"type": "string", "description": "Stable; for programs."},
        "errors": {
            "type": "array",
            "description": "Every fault of the input.",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "description": "Dotted, with positions in lists."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
                "required": ["code", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code"],
}

# Description and schema of the headers of answers
HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "X-Request-ID": ("Names the request in the server's log.", {"type": "string"}),
    "WWW-Authenticate": ("How to authenticate (RFC 6750).", {"type": "string"}),
    "Retry-After": ("In how many seconds to come again.", {"type": "integer"}),
    "ETag": ("The version that is answered.", {"type": "string"}),
    "Location": ("Where the new thing is.", {"type": "string", "format": "uri-reference"}),
    "Link": ('The next page: `<address>; rel="next"` (RFC 8288).', {"type": "string"}),
    "X-Total-Count": ("How many rows there are, with `count=true`.", {"type": "integer"}),
    "X-Undo-Token": (
        "Takes the write back, for ten minutes, by `POST /undo/{token}`; only where something was written.",
        {"type": "string"},
    ),
    "Idempotent-Replayed": (
        "`true` where this is the answer to an earlier request with the same key.",
        {"type": "string", "enum": ["true"]},
    ),
}


class JsonObjectDescription(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A JSON object, by what its field says of the members."""

    target_class = "core.api.fields.JsonObject"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        """The schema of the field."""
        return {"type": "object", **self.target.described}


class DoorSchema(AutoSchema):
    """The description of a door's operations.

    A view says with `extend_schema` what is its own: id, tags, request, success, parameters, examples. Its
    refusals follow from that: from a body, from parameters in the path, from `If-Match` and `on_conflict`.
    What does not follow stands in the view's `refusals`.
    """

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation as the view describes it, with summary, refusals and headers."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        _summarise(operation)
        parameters = {parameter["name"] for parameter in operation.get("parameters", ())}
        for status, response in operation["responses"].items():
            if status < "400":
                response["description"] = response.get("description") or HTTPStatus(int(status)).phrase
                names = sorted(self._success_headers(status, parameters))
                response["headers"] = {**self._headers(names), **response.get("headers", {})}
        for status in sorted(self._refusals(operation, parameters)):
            operation["responses"].setdefault(str(status), self._refusal(status))
        return operation

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        """As usual; texts say what their field does not check, and those of no form that NUL is in none."""
        super()._insert_field_validators(field, schema)  # type: ignore[no-untyped-call]
        if isinstance(field, Text):
            schema.update(field.described)
        if isinstance(field, CharField) and not FORMS & schema.keys():
            trimmed = field.trim_whitespace and not field.allow_blank
            schema["pattern"] = NOT_BLANK["pattern"] if trimmed else NO_NUL

    def _refusals(self, operation: dict[str, Any], parameters: set[str]) -> Iterator[int]:
        view: Any = self.view
        yield from view.refusals
        yield from (429, 503)
        writes, public = self.method in UNSAFE, view.public
        if not public:
            yield 401
        if writes and not public:
            yield 403
        if "requestBody" in operation:
            yield from (400, 413, 415, 422)
        in_path = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        # a repetition may come when what the first request made is gone
        if in_path or "Idempotency-Key" in parameters:
            yield 404
        if parameters - in_path:
            yield 422
        if (writes and in_path) or "on_conflict" in parameters:
            yield 409
        if "If-Match" in parameters:
            yield from (412, 428)

    def _success_headers(self, status: str, parameters: set[str]) -> Iterator[str]:
        yield "X-Request-ID"
        view: Any = self.view
        if self.method in view.undoable and status < "300":
            yield "X-Undo-Token"
        if "cursor" in parameters:
            yield "Link"
        if "count" in parameters:
            yield "X-Total-Count"
        if "Idempotency-Key" in parameters:
            yield "Idempotent-Replayed"
        if status == "201" and "Idempotency-Key" in parameters:
            yield "Location"
        if status in ("200", "304") and parameters & {"If-Match", "If-None-Match"}:
            yield "ETag"

    def _refusal(self, status: int) -> dict[str, Any]:
        name, description, title, code, detail = REFUSALS[status]
        example: dict[str, Any] = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "code": code,
        }
        if status == 422:
            example["errors"] = [{"field": "title", "code": "required", "message": "This field is required."}]
        headers = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}.get(status, [])
        problem = self._component("Problem", ResolvedComponent.SCHEMA, PROBLEM)
        response = {
            "description": description,
            "headers": self._headers(["X-Request-ID", *headers]),
            "content": {"application/problem+json": {"schema": problem, "example": example}},
        }
        return self._component(name, ResolvedComponent.RESPONSE, response)

    def _headers(self, names: list[str]) -> dict[str, Any]:
        headers = {}
        for name in names:
            description, schema = HEADERS[name]
            header = {"description": description, "schema": schema}
            headers[name] = self._component(name, ResolvedComponent.HEADER, header)
        return headers

    def _component(self, name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        component = ResolvedComponent(name, kind, schema=content, object=name)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        reference: dict[str, Any] = component.ref
        return reference


def _summarise(operation: dict[str, Any]) -> None:
    """A handler's docstring is a sentence, and perhaps more: the sentence is the summary."""
    description = " ".join(operation.get("description", "").split())
    first, _, rest = description.partition(". ")
    operation.setdefault("summary", first.removesuffix("."))
    if rest:
        operation["description"] = rest
    else:
        operation.pop("description", None)
