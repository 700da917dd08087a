"""What tests read of an event to compare it: its versions, and the roles on it."""

from typing import Any

import pytest

from contract.client import Client
from contract.expect import CONTENT_KEYS, body

PREFIXES = pytest.mark.parametrize("prefix", ["/collaboration", "/events"])
"""Both addresses of the calls of collaboration."""

VERSION_KEYS = {
    *("id", "event_id", "version_number", "event_data", "changed_by", "change_reason", "change_summary"),
    *("created_at", "is_current"),
}


def history(client: Client, event_id: int, **query: Any) -> list[dict[str, Any]]:
    answer = body(client.get(f"/events/{event_id}/history", **query))
    assert (set(answer), answer["event_id"]) == ({"event_id", "versions"}, event_id)
    rows: list[dict[str, Any]] = answer["versions"]
    assert [set(row) for row in rows] == [VERSION_KEYS] * len(rows)
    return rows


def content(event: dict[str, Any]) -> dict[str, Any]:
    """What a version holds of an event."""
    return {name: event[name] for name in CONTENT_KEYS}


def roles(client: Client, path: str) -> dict[int, str]:
    return {row["user_id"]: row["permission_level"] for row in body(client.get(f"{path}/permissions"))}
