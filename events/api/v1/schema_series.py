"""How the OpenAPI document describes occurrences, and the scopes of edits of a series."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from core.api.fields import Flag, Text, Whole
from events.enums import Role, Status, Transparency


class OccurrenceOutput(serializers.Serializer[Any]):
    """One occurrence of an event, as the override of the instance has it."""

    event_id = Whole()
    recurrence_id = Text(
        allow_null=True,
        help_text="The instance's original start, local in the event's zone; null where nothing recurs.",
    )
    title = Text()
    start_time = Text(help_text="An instant in UTC, or a date of an all-day event.")
    end_time = Text(help_text="An instant in UTC, or the exclusive end date of an all-day event.")
    is_all_day = Flag()
    timezone = Text()
    location = Text(allow_null=True)
    status = serializers.ChoiceField(choices=[s.value for s in Status])
    transparency = serializers.ChoiceField(choices=[t.value for t in Transparency])
    calendar_id = Whole()
    version = Whole(help_text="Of the event.")
    my_role = serializers.ChoiceField(choices=[r.value for r in Role])
    is_override = Flag(help_text="Whether the instance is an exception of its series.")


OCCURRENCE_EXAMPLE = {
    "event_id": 17,
    "recurrence_id": "2026-03-30T09:00:00",
    "title": "Design review",
    "start_time": "2026-03-30T08:00:00Z",
    "end_time": "2026-03-30T09:00:00Z",
    "is_all_day": False,
    "timezone": "Europe/Lisbon",
    "location": "Room 2",
    "status": "confirmed",
    "transparency": "opaque",
    "calendar_id": 5,
    "version": 4,
    "my_role": "owner",
    "is_override": False,
}


def _query(name: str, kind: Any, description: str, **options: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **options)


SCOPE = [
    _query(
        "scope",
        str,
        "Which instances of a series: the one named, it and all that follow (they become an event of their "
        "own, which is the answer), or all. With `all` and a `recurrence_id`, start and end are the new ones "
        "of that instance, and the whole series moves as far.",
        enum=["this", "following", "all"],
        default="all",
    ),
    _query(
        "recurrence_id",
        {"type": "string", "maxLength": 40},
        "The instance's original start, local in the event's zone (2031-03-10T09:00:00), of an all-day event "
        "a date. Another one is a 404.",
    ),
]

LIST_OCCURRENCES: dict[str, Any] = {
    "operation_id": "list_occurrences",
    "tags": ["events"],
    "parameters": [
        _query("from", OpenApiTypes.DATETIME, "What ends after this instant.", required=True),
        _query(
            "to",
            OpenApiTypes.DATETIME,
            "What starts before this instant, 400 days later at most.",
            required=True,
        ),
        _query(
            "q",
            {"type": "string", "maxLength": 200},
            "In title, description, location or a tag of the event.",
        ),
        _query("calendar_id", {"type": "integer", "minimum": 0}, "In this calendar."),
        _query("role", str, "With this role of the caller.", enum=[r.value for r in Role]),
        _query("status", str, "Occurrences with this status.", enum=[s.value for s in Status]),
        _query("owned_only", bool, "Only the caller's own."),
        _query("updated_since", OpenApiTypes.DATETIME, "Of events that changed at or after."),
    ],
    "responses": {200: OccurrenceOutput(many=True)},
    "examples": [
        OpenApiExample("Answer", value=[OCCURRENCE_EXAMPLE], response_only=True, status_codes=["200"])
    ],
}
