"""How the OpenAPI document describes the calls on an event's history."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, inline_serializer
from rest_framework import serializers

from core.api.fields import Flag, JsonObject, Text, Whole
from events.api.v1.schema import EVENT_EXAMPLE, EventOutput
from history.api.v1.serializers import Rollback
from history.rules.columns import COLUMN_OF


class VersionOutput(serializers.Serializer[Any]):
    """The state of an event after one change."""

    id = Whole()
    event_id = Whole()
    version_number = Whole()
    event_data = JsonObject(help_text="The content fields of the event.")
    changed_by = Whole(allow_null=True)
    change_reason = Text(allow_null=True)
    change_summary = Text()
    created_at = serializers.DateTimeField()
    is_current = Flag()


class HistoryOutput(serializers.Serializer[Any]):
    """A page of versions."""

    event_id = Whole()
    versions = VersionOutput(many=True)


class ChangelogEntry(serializers.Serializer[Any]):
    """One version with what it changed."""

    version = Whole()
    changed_by = Whole(allow_null=True)
    changed_by_username = Text(allow_null=True)
    change_summary = Text()
    timestamp = serializers.DateTimeField()
    event_state = JsonObject(help_text="The content fields of the event after the change.")
    changes = JsonObject(help_text="By field: `before`, `after` and `change_type`.")


class ChangelogOutput(serializers.Serializer[Any]):
    """A page of changes."""

    event_id = Whole()
    changelog = ChangelogEntry(many=True)


class DiffOutput(serializers.Serializer[Any]):
    """What leads from one version to another."""

    version1 = Whole()
    version2 = Whole()
    changes = JsonObject(
        help_text="By field: `version_<a>`, `version_<b>`, `change_type`, and `words` for texts and the rule."
    )
    summary = inline_serializer(
        "DiffSummary", {"changed_fields": Whole(), "comparison_date": serializers.DateTimeField()}
    )


class ActivityOutput(serializers.Serializer[Any]):
    """One thing that happened to an event."""

    id = Whole()
    at = serializers.DateTimeField()
    actor_id = Whole(allow_null=True)
    actor_username = Text(allow_null=True)
    source = Text()  # type: ignore[assignment]  # the name is the contract's
    verb = Text()
    version = Whole(allow_null=True)
    summary = Text()
    data = JsonObject(allow_null=True)  # type: ignore[assignment]


_CONTENT = {name: EVENT_EXAMPLE[name] for name in COLUMN_OF}
_VERSION = {
    "id": 84,
    "event_id": 17,
    "version_number": 4,
    "event_data": _CONTENT,
    "changed_by": 3,
    "change_reason": "The room was taken",
    "change_summary": "Title, location changed; moved 1 h later",
    "created_at": "2026-03-02T07:45:10Z",
    "is_current": True,
}
_ENTRY = {
    "version": 4,
    "changed_by": 3,
    "changed_by_username": "marta",
    "change_summary": "Location changed",
    "timestamp": "2026-03-02T07:45:10Z",
    "event_state": _CONTENT,
    "changes": {"location": {"before": "Room 1", "after": "Room 2", "change_type": "modified"}},
}
_DIFF = {
    "version1": 3,
    "version2": 4,
    "changes": {
        "location": {
            "version_3": "Room 1",
            "version_4": "Room 2",
            "change_type": "modified",
            "words": [["=", "Room "], ["-", "1"], ["+", "2"]],
        }
    },
    "summary": {"changed_fields": 1, "comparison_date": "2026-03-02T08:00:00Z"},
}
_DIFF_TEXT = """\
--- version 3
+++ version 4
@@ -1,6 +1,6 @@
 title: Design review
 description: Bring the new sketches.
-location: Room 1
+location: Room 2
 start_time: 2026-03-30T08:00:00Z
 end_time: 2026-03-30T09:00:00Z
 timezone: Europe/Lisbon
"""
_ACTIVITY = {
    "id": 120,
    "at": "2026-03-02T07:45:10Z",
    "actor_id": 3,
    "actor_username": "marta",
    "source": "api",
    "verb": "event.updated",
    "version": 4,
    "summary": "Changed: location",
    "data": {"fields": ["location"], "reason": "The room was taken"},
}


def _shown(value: Any, media_type: str = "application/json") -> OpenApiExample:
    return OpenApiExample(
        "Answer" if media_type == "application/json" else "Text",
        value=value,
        response_only=True,
        media_type=media_type,
        status_codes=["200"],
    )


def _query(name: str, kind: Any, description: str, **options: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **options)


def _paging(default: int) -> list[OpenApiParameter]:
    limit = {"type": "integer", "minimum": 1, "maximum": 100, "default": default}
    return [
        _query("limit", limit, "Rows of a page."),
        _query("cursor", str, "From the `Link` of the page before."),
    ]


LIST_VERSIONS: dict[str, Any] = {
    "operation_id": "list_versions",
    "tags": ["history"],
    "parameters": _paging(100),
    "responses": {200: HistoryOutput},
    "examples": [_shown({"event_id": 17, "versions": [_VERSION]})],
}
GET_VERSION: dict[str, Any] = {
    "operation_id": "get_version",
    "tags": ["history"],
    "responses": {200: VersionOutput},
    "examples": [_shown(_VERSION)],
}
ROLL_BACK: dict[str, Any] = {
    "operation_id": "roll_back_event",
    "tags": ["history"],
    "parameters": [
        _query("on_conflict", str, "`allow` saves in spite of a conflict.", enum=["refuse", "allow"]),
        OpenApiParameter(
            "If-Match", str, OpenApiParameter.HEADER, description="The ETag that the write is for; else 412."
        ),
        OpenApiParameter(
            "Idempotency-Key",
            {"type": "string", "pattern": "^[!-~]{1,200}$"},
            OpenApiParameter.HEADER,
            description="A repetition within 24 hours gets the first answer.",
        ),
    ],
    "request": Rollback,
    "responses": {200: EventOutput},
    "examples": [
        OpenApiExample(
            "Some fields",
            value={"fields": ["title"], "change_reason": "The old title was right"},
            request_only=True,
        ),
        _shown(EVENT_EXAMPLE),
    ],
}
COMPARE_VERSIONS: dict[str, Any] = {
    "operation_id": "compare_versions",
    "tags": ["history"],
    "parameters": [
        _query("format", str, "Whatever `Accept` says.", enum=["json", "text", "html"], default="json")
    ],
    "responses": {
        (200, "application/json"): DiffOutput,
        (200, "text/plain"): OpenApiTypes.STR,
        (200, "text/html"): OpenApiTypes.STR,
    },
    "examples": [_shown(_DIFF), _shown(_DIFF_TEXT, "text/plain")],
}
LIST_CHANGES: dict[str, Any] = {
    "operation_id": "get_changelog",
    "tags": ["history"],
    "parameters": [
        *_paging(50),
        _query("actor", str, "Changed by this person: an id (digits), or a username in any case."),
        _query("field", str, "Changed this field.", enum=list(COLUMN_OF)),
        _query("since", OpenApiTypes.DATETIME, "Changed at or after this instant."),
    ],
    "responses": {200: ChangelogOutput},
    "examples": [_shown({"event_id": 17, "changelog": [_ENTRY]})],
}
LIST_ACTIVITY: dict[str, Any] = {
    "operation_id": "list_activity",
    "tags": ["history"],
    "parameters": _paging(100),
    "responses": {200: ActivityOutput(many=True)},
    "examples": [_shown([_ACTIVITY])],
}
