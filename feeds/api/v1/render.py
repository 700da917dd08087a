"""The JSON of what became of an import, and the answer that an export is."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from feeds.facts import ComponentReport, ImportReport

PIECE = 64 * 1024
"""Bytes that are sent at a time: a call of the server for each line would cost more than the line."""

_OPTIONAL = ("code", "reason", "event_id")


def import_json(report: ImportReport) -> dict[str, Any]:
    """What became of each component of a file."""
    return {
        "calendar_id": report.calendar_id,
        "summary": report.summary,
        "components": [component_json(component) for component in report.components],
    }


def component_json(component: ComponentReport) -> dict[str, Any]:
    """What became of one component; what there is nothing to say about is left out."""
    rendered: dict[str, Any] = {
        "uid": component.uid,
        "recurrence_id": component.recurrence_id,
        "line": component.line,
        "result": component.result,
    }
    said = {name: getattr(component, name) for name in _OPTIONAL}
    return {**rendered, **{name: value for name, value in said.items() if value is not None}}


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
