"""What answers must look like, to the last key."""

import re
from datetime import datetime
from typing import Any

from requests import Response

EVENT_KEYS = {
    *("id", "title", "description", "location", "start_time", "end_time", "is_recurring", "recurrence_type"),
    *("recurrence_pattern", "owner_id", "version", "created_at", "updated_at"),
    *("uid", "calendar_id", "timezone", "is_all_day", "rrule", "recurrence_text", "recurrence_overrides"),
    *("tags", "status", "transparency", "split_from_id", "my_role"),
}
CONTENT_KEYS = EVENT_KEYS - {
    *("id", "owner_id", "version", "created_at", "updated_at", "uid", "recurrence_text"),
    *("split_from_id", "my_role"),
}
CALENDAR_KEYS = {"id", "name", "color", "timezone", "is_default", "owner_id", "my_role", "event_count"}
PROBLEM_KEYS = {"type", "title", "status", "detail", "code"}
UTC_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


class Anything:
    """Equal to everything of a type, for values that a test cannot know."""

    def __init__(self, *types: type) -> None:
        self._types = types

    def __eq__(self, other: object) -> bool:
        return isinstance(other, self._types or object)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"<any {'|'.join(kind.__name__ for kind in self._types)}>"


class AnyInstant(Anything):
    """Equal to every instant in UTC as RFC 3339 has it with `Z`."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and UTC_INSTANT.fullmatch(other) is not None

    __hash__ = Anything.__hash__


ANY_TEXT = Anything(str)
ANY_INSTANT = AnyInstant()
ANYTHING = Anything()


def problem(
    answer: Response, status: int, code: Any, detail: Any = ANY_TEXT, **members: Any
) -> dict[str, Any]:
    """The problem document of a refusal, proved to have these members and no others."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    document: dict[str, Any] = answer.json()
    assert document == {
        "type": ANY_TEXT,
        "title": ANY_TEXT,
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }, document
    assert answer.status_code == status
    assert document["detail"], "a sentence for a person is always there"
    assert document["title"]
    if status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    return document


def invalid(answer: Response, *fields: str, code: Any = ANY_TEXT) -> dict[str, Any]:
    """The document of a 422 whose faults are about exactly these fields."""
    document = problem(answer, 422, code, errors=ANYTHING)
    assert [set(fault) for fault in document["errors"]] == [{"field", "code", "message"}] * len(
        document["errors"]
    )
    assert all(fault["code"] and fault["message"] for fault in document["errors"])
    assert sorted({fault["field"] for fault in document["errors"]}) == sorted(fields), document
    return document


def body(answer: Response, status: int = 200) -> Any:
    """The JSON of an answer with this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def instant(text: str) -> datetime:
    """The instant of a text that must be one."""
    assert UTC_INSTANT.fullmatch(text), text
    return datetime.fromisoformat(text)


def token_body(user_id: Any, username: str, role: str = "user") -> dict[str, Any]:
    """What is answered to who registers, signs in, or refreshes."""
    return {
        "access_token": ANY_TEXT,
        "refresh_token": ANY_TEXT,
        "token_type": "bearer",
        "expires_in": Anything(int),
        "user_id": user_id,
        "username": username,
        "role": role,
    }
