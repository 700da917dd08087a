"""How the OpenAPI document describes the changes that readers follow."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.api.fields import Flag, Text, Whole
from events.api.v1.schema import EVENT_EXAMPLE, EventOutput, shown


class ChangeOutput(serializers.Serializer[Any]):
    """An event as it is now, or that it is gone for the caller."""

    event_id = Whole()
    version = Whole()
    deleted = Flag()
    event = EventOutput(required=False)


class ChangesOutput(serializers.Serializer[Any]):
    """A page of changes, and where to go on."""

    changes = ChangeOutput(many=True)
    token = Text(help_text="Good for 30 days, for the caller alone.")
    more = Flag(help_text="Whether to go on at once.")


LIST_CHANGES: dict[str, Any] = {
    "operation_id": "follow_changes",
    "tags": ["feeds"],
    "parameters": [
        OpenApiParameter("since", str, description="The token of the last answer; all is shown without."),
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
            description="Page size.",
        ),
    ],
    "responses": {200: ChangesOutput},
    "examples": [
        shown(
            {
                "changes": [
                    {"event_id": 17, "version": 4, "deleted": False, "event": EVENT_EXAMPLE},
                    {"event_id": 12, "version": 3, "deleted": True},
                ],
                "token": "eyJ0b2tlbiI6…",
                "more": False,
            }
        )
    ],
}
