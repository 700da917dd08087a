"""How the OpenAPI document describes the trash."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from core.api.fields import Whole
from events.api.v1.schema import EVENT_EXAMPLE, ON_CONFLICT, PAGING, EventOutput, shown


class TrashedEventOutput(EventOutput):
    """An event in the trash."""

    deleted_at = serializers.DateTimeField()
    deleted_by = Whole(allow_null=True)


LIST_TRASH: dict[str, Any] = {
    "operation_id": "list_trash",
    "tags": ["trash"],
    "parameters": [parameter for parameter in PAGING if parameter.name in ("limit", "cursor")],
    "responses": {200: TrashedEventOutput(many=True)},
    "examples": [shown([{**EVENT_EXAMPLE, "deleted_at": "2026-03-03T08:00:00Z", "deleted_by": 3}])],
}
RESTORE_EVENT: dict[str, Any] = {
    "operation_id": "restore_event",
    "tags": ["trash"],
    "parameters": [ON_CONFLICT],
    "request": None,
    "responses": {200: EventOutput},
    "examples": [shown(EVENT_EXAMPLE)],
}
PURGE_EVENT: dict[str, Any] = {
    "operation_id": "purge_event",
    "tags": ["trash"],
    "responses": {204: OpenApiResponse(description="The event is gone for good.")},
}
