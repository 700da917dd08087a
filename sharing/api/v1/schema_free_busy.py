"""How the OpenAPI document describes the calls on free and busy time."""

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from core.api.fields import Whole
from sharing.api.v1.free_busy_input import SuggestionsInput, Window


class Slot(serializers.Serializer[Any]):
    """A span of time, half-open."""

    start_time = serializers.DateTimeField()
    end_time = serializers.DateTimeField()


class BusyPerson(serializers.Serializer[Any]):
    """When one person is busy."""

    user_id = Whole()
    busy = Slot(many=True)


class FreeBusyOutput(serializers.Serializer[Any]):
    """When people are busy: merged, within the range, in order, and never with what."""

    users = BusyPerson(many=True)


class SuggestionsOutput(serializers.Serializer[Any]):
    """Slots in which all are free, in order; at most ten."""

    suggestions = Slot(many=True)


_RANGE = {"from": "2026-03-30T00:00:00Z", "to": "2026-04-04T00:00:00Z"}
_SLOT = {"start_time": "2026-03-30T08:00:00Z", "end_time": "2026-03-30T08:45:00Z"}


def _examples(sent: Any, shown: Any) -> list[OpenApiExample]:
    return [
        OpenApiExample("Request", value=sent, request_only=True),
        OpenApiExample("Answer", value=shown, response_only=True, status_codes=["200"]),
    ]


FREE_BUSY: dict[str, Any] = {
    "operation_id": "free_busy",
    "tags": ["free and busy"],
    "request": Window,
    "responses": {200: FreeBusyOutput},
    "examples": _examples(
        {"users": [3, 7], **_RANGE},
        {"users": [{"user_id": 3, "busy": [_SLOT]}, {"user_id": 7, "busy": []}]},
    ),
}
SUGGESTIONS: dict[str, Any] = {
    "operation_id": "suggest_slots",
    "tags": ["free and busy"],
    "request": SuggestionsInput,
    "responses": {200: SuggestionsOutput},
    "examples": _examples(
        {"users": [3, 7], "duration": "PT45M", **_RANGE, "within": {"start": "09:00", "end": "17:00"}},
        {"suggestions": [_SLOT]},
    ),
}
