"""A client of the calls, their addresses, and what is looked at in an answer."""

from collections.abc import Callable
from typing import Any

import orjson
from rest_framework.test import APIClient

from accounts.models import User
from sharing.tests.conftest import Cast


class Api(APIClient):
    """Somebody who is signed in; paths are taken below /api/v1."""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        # the annotation of `generic` is wrong: it takes bytes
        content: Any = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        return self.generic(
            method,
            f"/api/v1/{path}",
            content,
            content_type="application/json",
            headers=headers,
        )


SignIn = Callable[[User], Api]
PREFIXES = ["collaboration", "events", "calendars"]
UNKNOWN = 999_999_999


def base(cast: Cast, prefix: str) -> str:
    """The address of the event or calendar under a prefix."""
    return f"{prefix}/{(cast.calendar if prefix == 'calendars' else cast.event).pk}"


def id_of(cast: Cast, prefix: str) -> dict[str, int]:
    """How answers name the event or calendar."""
    if prefix == "calendars":
        return {"calendar_id": cast.calendar.pk}
    return {"event_id": cast.event.pk}


def problem(answer: Any) -> tuple[int, str, str]:
    """Status, code and detail of a refusal."""
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    return answer.status_code, document["code"], document["detail"]


def faults(answer: Any) -> list[tuple[str, str]]:
    """Field and code of every fault of a 422."""
    assert answer.status_code == 422, answer.content
    return [(fault["field"], fault["code"]) for fault in answer.json()["errors"]]
