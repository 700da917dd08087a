"""A client that speaks JSON to /api/v1/auth, and what its tests look at in an answer."""

from typing import Any

import orjson
from django.test import Client

from accounts.factories import PASSWORD

Tokens = dict[str, Any]


class ApiClient(Client):
    """Sends JSON, with a bearer token where one is set; a body of bytes is sent as it is."""

    token = ""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        content = b"" if body is None else body if isinstance(body, bytes) else orjson.dumps(body)
        return self.generic(
            method, f"/api/v1/auth/{path}", content, content_type="application/json", headers=headers
        )

    def log_in(self, login: str, password: str = PASSWORD) -> Tokens:
        """Logs in and keeps the access token."""
        answer = self.call("POST", "login", {"username": login, "password": password})
        assert answer.status_code == 200, answer.content
        tokens: Tokens = answer.json()
        self.token = tokens["access_token"]
        return tokens


def problem(answer: Any) -> tuple[int, str, str]:
    """Status, code and detail of a refusal; proves that it is a problem document."""
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == answer.status_code
    return answer.status_code, document["code"], document["detail"]


def faults(answer: Any) -> list[tuple[str, str]]:
    """Field and code of every fault of a 422."""
    assert answer.status_code == 422, answer.content
    return [(fault["field"], fault["code"]) for fault in answer.json()["errors"]]
