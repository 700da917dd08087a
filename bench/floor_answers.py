"""What the floor answers: of the shape and about the size of the server's answers, out of the same rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson

# an event as it is answered, by column; the rest is worked out below
COLUMNS = (
    *("id", "title", "description", "location", "owner_id", "version", "created_at", "updated_at", "uid"),
    *("calendar_id", "timezone", "is_all_day", "rrule", "recurrence_overrides", "tags", "status"),
    "transparency",
)
ROLES = {1: "viewer", 2: "editor", 3: "owner"}

# an occurrence, but for its instance
OF_OCCURRENCE = (
    "title",
    "is_all_day",
    "timezone",
    "location",
    "status",
    "transparency",
    "calendar_id",
    "version",
)

Rows = list[tuple[Any, ...]]


def event(names: Sequence[str], row: tuple[Any, ...]) -> dict[str, Any]:
    """One event, of the fields that the server answers."""
    values = dict(zip(names, row, strict=True))
    shown = {name: values[name] for name in COLUMNS}
    shown["start_time"], shown["end_time"] = values["start_at"], values["end_at"]
    shown["is_recurring"] = bool(values["rrule"])
    shown["recurrence_type"], shown["recurrence_pattern"] = "none", None
    shown["my_role"] = ROLES[values["rank"]]
    return shown


def occurrences(names: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    """What takes place, by start; instants stay the text that the database wrote."""
    found = []
    for row in rows:
        values = dict(zip(names, row, strict=True))
        shared = {name: values[name] for name in OF_OCCURRENCE}
        shared["event_id"], shared["my_role"] = values["id"], ROLES[values["rank"]]
        shared["is_override"] = False
        for recurrence_id, start, end in orjson.loads(values["rows"]):
            found.append({**shared, "recurrence_id": recurrence_id, "start_time": start, "end_time": end})
    found.sort(key=lambda one: (one["start_time"], one["event_id"]))
    return found


def busy(users: Iterable[int], rows: Rows, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    """When each is busy between the two: spans that meet are one."""
    found: dict[int, list[dict[str, datetime]]] = {user: [] for user in users}
    for user, start, until in sorted(rows):
        spans = found[user]
        if spans and start <= spans[-1]["end_time"]:
            spans[-1]["end_time"] = min(max(spans[-1]["end_time"], until), end)
        else:
            spans.append({"start_time": max(start, begin), "end_time": min(until, end)})
    return [{"user_id": user, "busy": spans} for user, spans in found.items()]


def changes(names: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
    """The events that have changed, none of them deleted."""
    shown = (event(names, row) for row in rows)
    return [
        {"event_id": each["id"], "version": each["version"], "deleted": False, "event": each}
        for each in shown
    ]
