"""Errors that the domain raises: each has a stable code, an HTTP-like status, faults by field, and data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field of the input; `field` is a wire name, dotted for what is nested."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """A refusal that a door can show to its user as it stands.

    `code` is stable and documented; `status` is the HTTP status that says the same; `detail` is one sentence
    for a person; `faults` names every field that is wrong; `data` holds further members of the problem
    document (RFC 9457, section 3.2), JSON values only.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Bad request"

    def __init__(
        self, detail: str, *, faults: Sequence[Fault] = (), data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.data: dict[str, Any] = dict(data or {})


class Refused(DomainError):
    """The request is understood and refused for a reason that the contract names (400)."""

    code = "refused"
    status = 400
    title = "Bad request"


class NotAuthenticated(DomainError):
    """Nobody, or nobody any more, stands behind the request (401)."""

    code = "not_authenticated"
    status = 401
    title = "Not authenticated"


class Forbidden(DomainError):
    """The actor sees the thing, but may not do this with it (403)."""

    code = "forbidden"
    status = 403
    title = "Forbidden"


class NotFound(DomainError):
    """The thing does not exist, or the actor may not know that it does (404)."""

    code = "not_found"
    status = 404
    title = "Not found"


class Conflict(DomainError):
    """The request contradicts the present state (409)."""

    code = "conflict"
    status = 409
    title = "Conflict"


class PreconditionFailed(DomainError):
    """An `If-Match` names another version than the current one (412, RFC 9110, section 13.1.1)."""

    code = "precondition_failed"
    status = 412
    title = "Precondition failed"


class Invalid(DomainError):
    """The input is well formed and means nothing valid; `faults` has every reason (422)."""

    code = "invalid"
    status = 422
    title = "Validation failed"

    @classmethod
    def of(cls, field: str, code: str, message: str) -> "Invalid":
        """The error for a single fault, whose message is the detail too."""
        return cls(message, faults=[Fault(field, code, message)])


class PreconditionRequired(DomainError):
    """An unconditional write where conditions are required (428, RFC 6585, section 3)."""

    code = "precondition_required"
    status = 428
    title = "Precondition required"


class TooManyRequests(DomainError):
    """A limit is reached; `data["retry_after"]` says for how many seconds (429, RFC 6585, section 4)."""

    code = "too_many_requests"
    status = 429
    title = "Too many requests"


class Busy(DomainError):
    """The server cannot take the write now; `data["retry_after"]` says in how many seconds (503)."""

    code = "busy"
    status = 503
    title = "Service unavailable"
