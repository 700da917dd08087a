"""The answers of the JSON API, made cheaply: what Django does around one costs as much as a statement."""

from collections.abc import Collection, Mapping
from typing import Any

import orjson
from django.http import HttpResponse, QueryDict

RENDERING = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC
NOTHING_ASKED = QueryDict("")


class Answer(HttpResponse):
    """An answer whose headers go to the server as they are kept."""

    def items(self) -> Collection[tuple[str, str]]:
        """The headers; the mapping's own way looks each of them up again."""
        headers: Mapping[str, tuple[str, str]] = self.headers._store
        return headers.values()


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer: instants in RFC 3339 with `Z`; with status 204 and 304 an empty one, of `data` None."""
    if status in (204, 304):
        response = Answer(status=status)
        del response["Content-Type"]
    else:
        response = Answer(
            orjson.dumps(data, option=RENDERING), content_type="application/json", status=status
        )
    for name, value in (headers or {}).items():
        response[name] = value
    return response
