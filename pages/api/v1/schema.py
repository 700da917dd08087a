"""How the OpenAPI document describes undo."""

from typing import Any

from rest_framework import serializers

from events.api.v1.schema import EVENT_EXAMPLE, EventOutput, shown


class UndoneEvent(EventOutput):
    """An event after a write was taken back; one that the write had created is in the trash."""

    deleted_at = serializers.DateTimeField(allow_null=True)


UNDO: dict[str, Any] = {
    "operation_id": "undo_write",
    "tags": ["history"],
    "request": None,
    "responses": {200: UndoneEvent(many=True)},
    "examples": [shown([{**EVENT_EXAMPLE, "deleted_at": None}])],
}
