"""The file of a request's body, which is a form of `multipart/form-data` (RFC 7578)."""

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import StopUpload
from django.http.multipartparser import MultiPartParserError
from rest_framework.request import Request

from core.api.errors import MalformedBody, UnsupportedMediaType
from core.errors import Invalid


class MalformedForm(MalformedBody):
    """The body is not the form that it says it is (400)."""

    code = "malformed_form"
    title = "Malformed form"


def read_upload(request: Request, name: str) -> bytes:
    """The content of the form's file of that name.

    Raises `UnsupportedMediaType` for a body of another type, `MalformedForm` for one that is no such form,
    and `Invalid` where the file is missing. How large the body may be, the middleware says.
    """
    http = request._request
    if http.content_type != "multipart/form-data":
        raise UnsupportedMediaType("The body must be multipart/form-data, with the file as a part of it.")
    try:
        files = http.FILES
    except (MultiPartParserError, SuspiciousOperation, StopUpload, ValueError) as error:
        raise MalformedForm("The body is not valid multipart/form-data.") from error
    upload = files.get(name)
    if upload is None or isinstance(upload, list):
        raise Invalid.of(
            name, "required", f"Send the file as the part {name!r} of the form, with a filename."
        )
    return bytes(upload.read())
