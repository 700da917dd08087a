"""How the OpenAPI document describes undo and blame."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from events.api.v1.schema import EVENT_EXAMPLE, EventOutput, shown


class UndoneEvent(EventOutput):
    """An event after a write was taken back; one that the write had created is in the trash."""

    deleted_at = serializers.DateTimeField(allow_null=True)


LAST_CHANGE: dict[str, Any] = {
    "type": "object",
    "description": "The change that gave a field its present value.",
    "properties": {
        "version": {"type": "integer"},
        "changed_by": {"type": ["integer", "null"]},
        "changed_by_username": {"type": ["string", "null"]},
        "changed_at": {"type": "string", "format": "date-time"},
        "value": {},
    },
    "required": ["version", "changed_by", "changed_by_username", "changed_at", "value"],
}

UNDO_WRITE: dict[str, Any] = {
    "operation_id": "undo_write",
    "tags": ["history"],
    "request": None,
    "responses": {200: UndoneEvent(many=True)},
    "examples": [shown([{**EVENT_EXAMPLE, "deleted_at": None}])],
}
BLAME_EVENT: dict[str, Any] = {
    "operation_id": "blame_event",
    "tags": ["history"],
    "responses": {200: OpenApiResponse({"type": "object", "additionalProperties": LAST_CHANGE})},
    "examples": [
        shown(
            {
                "title": {
                    "version": 3,
                    "changed_by": 3,
                    "changed_by_username": "maya",
                    "changed_at": "2026-03-02T07:45:10Z",
                    "value": "Design review",
                }
            }
        )
    ],
}
