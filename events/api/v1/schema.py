"""How the OpenAPI document describes the calls on events and calendars."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
)
from rest_framework import serializers

from core.api.fields import Flag, JsonObject, Text, Whole
from events.api.v1.describe import PATTERN
from events.api.v1.schema_series import SCOPE
from events.api.v1.serializers import OPERATIONS, BatchInput, CalendarEdit, EventEdit, NewCalendar, NewEvent
from events.enums import Color, Role, Status, Transparency
from events.rules.rrule_pattern import TYPES
from events.selectors.events import ORDERINGS


class EventOutput(serializers.Serializer[Any]):
    """An event."""

    id = Whole(allow_null=True)
    title = Text()
    description = Text(allow_null=True)
    location = Text(allow_null=True)
    start_time = Text(help_text="An instant in UTC, or the date of an all-day event.")
    end_time = Text(help_text="An instant in UTC, or the exclusive end date of an all-day event.")
    is_recurring = Flag()
    recurrence_type = serializers.ChoiceField(choices=TYPES)
    recurrence_pattern = JsonObject(allow_null=True, described=PATTERN)
    owner_id = Whole()
    version = Whole()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    uid = Text()
    calendar_id = Whole()
    timezone = Text()
    is_all_day = Flag()
    rrule = Text(allow_null=True)
    recurrence_text = Text(allow_null=True, help_text="The recurrence in words, in English.")
    recurrence_overrides = JsonObject()
    tags = serializers.ListField(child=Text())
    status = serializers.ChoiceField(choices=[s.value for s in Status])
    transparency = serializers.ChoiceField(choices=[t.value for t in Transparency])
    split_from_id = Whole(allow_null=True, help_text="The earlier event of a series that was split.")
    my_role = serializers.ChoiceField(choices=[r.value for r in Role])


class EditedEvent(EventOutput):
    """An event after an edit; of a series, with the exceptions that it could not keep."""

    dropped_overrides = serializers.ListField(
        child=Text(),
        required=False,
        help_text="Recurrence ids of exceptions that mean nothing any more; where the series moved only.",
    )


class CalendarOutput(serializers.Serializer[Any]):
    """A calendar."""

    id = Whole()
    name = Text()
    color = serializers.ChoiceField(choices=[c.value for c in Color])
    timezone = Text()
    is_default = Flag()
    owner_id = Whole()
    my_role = serializers.ChoiceField(choices=[r.value for r in Role])
    event_count = Whole()


class BatchItem(serializers.Serializer[Any]):
    """What became of one item."""

    index = Whole()
    op = serializers.ChoiceField(choices=list(OPERATIONS), required=False, help_text="Of an operation.")
    status = Whole()
    event = EventOutput(required=False)
    error = JsonObject(required=False)


EVENT_EXAMPLE: dict[str, Any] = {
    "id": 17,
    "title": "Design review",
    "description": "Bring the new sketches.",
    "location": "Room 2",
    "start_time": "2026-03-30T08:00:00Z",
    "end_time": "2026-03-30T09:00:00Z",
    "is_recurring": True,
    "recurrence_type": "weekly",
    "recurrence_pattern": {"interval": 1, "by_weekday": ["MO"]},
    "owner_id": 3,
    "version": 4,
    "created_at": "2026-03-01T10:12:00Z",
    "updated_at": "2026-03-02T07:45:10Z",
    "uid": "5d0c9e0a-5a3c-4f6c-9f4e-3f4f0a1f9f5e",
    "calendar_id": 5,
    "timezone": "Europe/Lisbon",
    "is_all_day": False,
    "rrule": "FREQ=WEEKLY;BYDAY=MO",
    "recurrence_text": "every week on Monday at 09:00, except on 6 April",
    "recurrence_overrides": {"2026-04-06T09:00:00": {"excluded": True}},
    "tags": ["design"],
    "status": "confirmed",
    "transparency": "opaque",
    "split_from_id": None,
    "my_role": "owner",
}
NEW_EVENT_EXAMPLE = {
    "title": "Design review",
    "start_time": "2026-03-30T09:00:00",
    "end_time": "2026-03-30T10:00:00",
    "timezone": "Europe/Lisbon",
    "recurrence_type": "weekly",
    "recurrence_pattern": {"interval": 1, "by_weekday": ["MO"]},
}
CALENDAR_EXAMPLE = {
    "id": 5,
    "name": "Team",
    "color": "teal",
    "timezone": "Europe/Lisbon",
    "is_default": False,
    "owner_id": 3,
    "my_role": "owner",
    "event_count": 12,
}


def shown(value: Any, status: str = "200") -> OpenApiExample:
    return OpenApiExample("Answer", value=value, response_only=True, status_codes=[status])


def _sent(value: Any) -> OpenApiExample:
    return OpenApiExample("Request", value=value, request_only=True)


def _query(name: str, kind: Any, description: str, **options: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **options)


ON_CONFLICT = _query("on_conflict", str, "`allow` saves in spite of a conflict.", enum=["refuse", "allow"])
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that the write is for; else 412."
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,200}$"},
    OpenApiParameter.HEADER,
    description="A repetition within 24 hours gets the first answer.",
)
PAGING = [
    _query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 100}, "Rows of a page."),
    _query("skip", {"type": "integer", "minimum": 0, "default": 0}, "Rows to leave out."),
    _query("cursor", str, "From the `Link` of the page before."),
    _query("count", bool, "Whether to tell the total in `X-Total-Count`."),
]
AT = _query("at", OpenApiTypes.DATETIME, "As it was at this instant, with the permissions of now.")
FILTERS = [
    _query("start_date", OpenApiTypes.DATETIME, "Starts at or after."),
    _query("end_date", OpenApiTypes.DATETIME, "Ends at or before."),
    _query("owned_only", bool, "Only the caller's own."),
    _query("from", OpenApiTypes.DATETIME, "An occurrence ends after this instant."),
    _query("to", OpenApiTypes.DATETIME, "An occurrence starts before this instant."),
    _query("q", {"type": "string", "maxLength": 200}, "In title, description, location or a tag."),
    _query("calendar_id", {"type": "integer", "minimum": 0}, "In this calendar."),
    _query("role", str, "With this role of the caller.", enum=[r.value for r in Role]),
    _query("status", str, "With this status.", enum=[s.value for s in Status]),
    _query("updated_since", OpenApiTypes.DATETIME, "Changed at or after."),
    _query(
        "ordering",
        str,
        "What to order by, then by id.",
        enum=[sign + name for name in ORDERINGS for sign in ("", "-")],
    ),
]

LIST_EVENTS: dict[str, Any] = {
    "operation_id": "list_events",
    "tags": ["events"],
    "parameters": [*PAGING, *FILTERS, AT],
    "responses": {200: EventOutput(many=True)},
    "examples": [shown([EVENT_EXAMPLE])],
}
CREATE_EVENT: dict[str, Any] = {
    "operation_id": "create_event",
    "tags": ["events"],
    "parameters": [ON_CONFLICT, KEY],
    "request": NewEvent,
    "responses": {201: EventOutput},
    "examples": [_sent(NEW_EVENT_EXAMPLE), shown(EVENT_EXAMPLE, "201")],
}
GET_EVENT: dict[str, Any] = {
    "operation_id": "get_event",
    "tags": ["events"],
    "parameters": [
        AT,
        OpenApiParameter(
            "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag that the client has."
        ),
    ],
    "responses": {200: EventOutput, 304: OpenApiResponse(description="The client has this version.")},
    "examples": [shown(EVENT_EXAMPLE)],
}
UPDATE_EVENT: dict[str, Any] = {
    "operation_id": "update_event",
    "tags": ["events"],
    "parameters": [*SCOPE, ON_CONFLICT, IF_MATCH],
    "request": EventEdit,
    "responses": {200: EditedEvent},
    "examples": [_sent({"title": "Design review, final", "version": 3}), shown(EVENT_EXAMPLE)],
}
PATCH_EVENT: dict[str, Any] = {**UPDATE_EVENT, "operation_id": "patch_event"}
DELETE_EVENT: dict[str, Any] = {
    "operation_id": "delete_event",
    "tags": ["events"],
    "parameters": [*SCOPE, IF_MATCH],
    "responses": {
        204: OpenApiResponse(description="The event is in the trash, or a part of the series gone.")
    },
}
CREATE_BATCH: dict[str, Any] = {
    "operation_id": "create_events",
    "tags": ["events"],
    "parameters": [ON_CONFLICT, KEY],
    "request": BatchInput,
    "responses": {
        201: EventOutput(many=True),
        207: BatchItem(many=True),
        200: PolymorphicProxySerializer(
            component_name="BatchAnswer",
            serializers=[BatchItem(many=True), EventOutput(many=True)],
            resource_type_field_name=None,
            many=False,
        ),
    },
    "examples": [
        _sent({"events": [NEW_EVENT_EXAMPLE]}),
        OpenApiExample(
            "Operations",
            value={
                "operations": [
                    {"op": "create", **NEW_EVENT_EXAMPLE},
                    {"op": "update", "id": 18, "version": 2, "title": "Renamed"},
                    {"op": "move", "id": 19, "by": "P1D"},
                    {"op": "delete", "id": 20},
                ]
            },
            request_only=True,
        ),
        shown([EVENT_EXAMPLE], "201"),
        shown([{"index": 0, "op": "move", "status": 200, "event": EVENT_EXAMPLE}]),
    ],
}
LIST_CALENDARS: dict[str, Any] = {
    "operation_id": "list_calendars",
    "tags": ["calendars"],
    "responses": {200: CalendarOutput(many=True)},
    "examples": [shown([CALENDAR_EXAMPLE])],
}
CREATE_CALENDAR: dict[str, Any] = {
    "operation_id": "create_calendar",
    "tags": ["calendars"],
    "parameters": [KEY],
    "request": NewCalendar,
    "responses": {201: CalendarOutput},
    "examples": [_sent({"name": "Team", "color": "teal"}), shown(CALENDAR_EXAMPLE, "201")],
}
GET_CALENDAR: dict[str, Any] = {
    "operation_id": "get_calendar",
    "tags": ["calendars"],
    "responses": {200: CalendarOutput},
    "examples": [shown(CALENDAR_EXAMPLE)],
}
UPDATE_CALENDAR: dict[str, Any] = {
    "operation_id": "update_calendar",
    "tags": ["calendars"],
    "request": CalendarEdit,
    "responses": {200: CalendarOutput},
    "examples": [_sent({"color": "rose"}), shown(CALENDAR_EXAMPLE)],
}
DELETE_CALENDAR: dict[str, Any] = {
    "operation_id": "delete_calendar",
    "tags": ["calendars"],
    "responses": {204: OpenApiResponse(description="The calendar is deleted.")},
}
