"""How the OpenAPI document describes the calls of import and export."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.api.fields import Text, Whole
from events.api.v1.schema import FILTERS
from feeds.enums import ExportFormat, Result


class ImportSummary(serializers.Serializer[Any]):
    """How many components there were, and how many of each result."""

    components = Whole()
    created = Whole()
    updated = Whole()
    unchanged = Whole()
    skipped = Whole()
    failed = Whole()


class ImportedComponent(serializers.Serializer[Any]):
    """What became of one component of the file."""

    uid = Text(allow_null=True)
    recurrence_id = Text(allow_null=True, help_text="As the file writes it.")
    line = Whole(help_text="The line of its BEGIN.")
    result = serializers.ChoiceField(choices=[result.value for result in Result])
    code = Text(required=False, help_text="Stable; why it failed or was skipped, or what was made of it.")
    reason = Text(required=False, help_text="The same in words.")
    event_id = Whole(required=False)


class ImportOutput(serializers.Serializer[Any]):
    """What became of a file."""

    calendar_id = Whole()
    summary = ImportSummary()
    components = ImportedComponent(many=True)


IMPORT_EXAMPLE = {
    "calendar_id": 5,
    "summary": {"components": 3, "created": 1, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 1},
    "components": [
        {
            "uid": "040000008200E00074C5B7101A82E008@example.org",
            "recurrence_id": None,
            "line": 21,
            "result": "created",
            "code": "timezone_guessed",
            "reason": "The zone 'Customized Time Zone' was read as Europe/Lisbon.",
            "event_id": 17,
        },
        {
            "uid": "b7c1@example.org",
            "recurrence_id": None,
            "line": 44,
            "result": "failed",
            "code": "end_before_start",
            "reason": "Line 48: the end lies before the start.",
        },
        {
            "uid": "todo-1",
            "recurrence_id": None,
            "line": 60,
            "result": "skipped",
            "code": "not_an_event",
            "reason": "VTODO is not imported: only events are.",
        },
    ],
}
ICS_EXAMPLE = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//EventHub//EventHub//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Team",
        "BEGIN:VEVENT",
        "UID:5d0c9e0a-5a3c-4f6c-9f4e-3f4f0a1f9f5e",
        "DTSTAMP:20260302T074510Z",
        "CREATED:20260301T101200Z",
        "LAST-MODIFIED:20260302T074510Z",
        "SEQUENCE:3",
        "DTSTART:20260330T080000Z",
        "DTEND:20260330T090000Z",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "EXDATE:20260406T080000Z",
        "SUMMARY:Design review",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
)
JSCALENDAR_EXAMPLE = {
    "@type": "Group",
    "uid": "0b6e4f43-2f3d-5d6a-9d3c-0c1f6d6a6a51",
    "prodId": "EventHub",
    "updated": "2026-03-02T07:45:10Z",
    "title": "Team",
    "entries": [
        {
            "@type": "Event",
            "uid": "5d0c9e0a-5a3c-4f6c-9f4e-3f4f0a1f9f5e",
            "created": "2026-03-01T10:12:00Z",
            "updated": "2026-03-02T07:45:10Z",
            "sequence": 3,
            "title": "Design review",
            "start": "2026-03-30T09:00:00",
            "timeZone": "Europe/Lisbon",
            "duration": "PT1H",
            "status": "confirmed",
            "freeBusyStatus": "busy",
            "recurrenceRules": [
                {
                    "@type": "RecurrenceRule",
                    "frequency": "weekly",
                    "byDay": [{"@type": "NDay", "day": "mo"}],
                }
            ],
            "recurrenceOverrides": {"2026-04-06T09:00:00": {"excluded": True}},
        }
    ],
}


def _query(name: str, kind: Any, description: str, **options: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **options)


IMPORT: dict[str, Any] = {
    "operation_id": "import_calendar",
    "tags": ["transfer"],
    "parameters": [
        _query(
            "calendar_id",
            {"type": "integer", "minimum": 0},
            "The calendar to import into; by default the caller's default one.",
        ),
        _query("dry_run", bool, "Whether only to say what would become of each component."),
        _query(
            "on_conflict",
            str,
            "`refuse` lets an event fail that would overlap with another; `allow`, the default, saves it.",
            enum=["refuse", "allow"],
        ),
    ],
    "request": {
        "multipart/form-data": {
            "type": "object",
            "properties": {
                "file": {
                    "type": "string",
                    "format": "binary",
                    "description": "iCalendar (RFC 5545), up to 10 MB and 10,000 components.",
                }
            },
            "required": ["file"],
        }
    },
    "responses": {200: ImportOutput},
    "examples": [OpenApiExample("Answer", value=IMPORT_EXAMPLE, response_only=True, status_codes=["200"])],
}
EXPORT: dict[str, Any] = {
    "operation_id": "export_calendar",
    "tags": ["transfer"],
    "parameters": [
        _query("format", str, "How to write it; `ics` by default.", enum=[f.value for f in ExportFormat]),
        _query("event_id", {"type": "integer", "minimum": 0}, "This event alone, without further filters."),
        *FILTERS,
    ],
    "responses": {
        (200, "text/calendar"): OpenApiResponse(
            OpenApiTypes.STR,
            description="The file; `Content-Disposition` names it.",
            examples=[OpenApiExample("iCalendar", value=ICS_EXAMPLE, media_type="text/calendar")],
        ),
        (200, "application/jscalendar+json"): OpenApiResponse(
            OpenApiTypes.OBJECT,
            description="The file; `Content-Disposition` names it.",
            examples=[
                OpenApiExample(
                    "JSCalendar", value=JSCALENDAR_EXAMPLE, media_type="application/jscalendar+json"
                )
            ],
        ),
    },
}
