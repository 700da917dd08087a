"""How the OpenAPI document describes who wrote what."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse

from events.api.v1.schema import shown

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
