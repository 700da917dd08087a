"""Refusals that only HTTP knows: of the method, the media type, the size and the form of a body."""

from core.errors import DomainError


class MalformedBody(DomainError):
    """The body is not the JSON that it says it is (400)."""

    code = "malformed_json"
    status = 400
    title = "Malformed JSON"


class CsrfFailed(DomainError):
    """A browser's session writes without the token that shows the page was ours (403)."""

    code = "csrf_failed"
    status = 403
    title = "Forbidden"


class MethodNotAllowed(DomainError):
    """The address takes other methods (405); the answer's `Allow` names them."""

    code = "method_not_allowed"
    status = 405
    title = "Method not allowed"


class BodyTooLarge(DomainError):
    """The body is larger than the call takes (413)."""

    code = "body_too_large"
    status = 413
    title = "Content too large"


class UnsupportedMediaType(DomainError):
    """The body is in a form that the call does not read (415)."""

    code = "unsupported_media_type"
    status = 415
    title = "Unsupported media type"


class CursorMismatch(DomainError):
    """A cursor was made for a list under other filters (422)."""

    code = "cursor_mismatch"
    status = 422
    title = "Validation failed"
