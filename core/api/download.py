"""The answer that a file is."""

from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

PIECE = 64 * 1024
"""Bytes that are sent at a time: a call of the server for each line would cost more than the line."""


def download(name: str, extension: str, media_type: str, pieces: Iterable[bytes]) -> StreamingHttpResponse:
    """A file that is sent while it is written; it is called after `name`."""
    response = StreamingHttpResponse(_gathered(pieces), content_type=media_type)
    filename = f"{slugify(name, allow_unicode=True)[:80] or 'calendar'}.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, filename) or ""
    return response


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        if len(buffer) >= PIECE:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)
