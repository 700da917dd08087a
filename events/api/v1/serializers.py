"""What the calls take: parsed and typed here, judged by the rules of the domain."""

from collections.abc import Set
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from accounts.models import User
from core.api.fields import Flag, JsonObject, Moment, Text, Whole
from core.api.input import Judge
from events.api.v1 import describe
from events.changes import MOST_OPERATIONS, CalendarChanges, EventChanges
from events.enums import Color, Status, Transparency
from events.rules.calendar import checked_calendar
from events.rules.content import blank_content, edited_content, new_content
from events.rules.limits import DESCRIPTION_MAX, LOCATION_MAX, TAGS_MAX
from events.rules.rrule_pattern import TYPES
from events.rules.rrule_text import LONGEST_TEXT

TIMES = frozenset({"start_time", "end_time", "is_all_day"})
RECURRENCE = frozenset(
    {"is_recurring", "recurrence_type", "recurrence_pattern", "rrule", "recurrence_overrides"}
)


class EventInput(serializers.Serializer[Any]):
    """Any subset of an event's fields. What only the server sets (`id`, `owner_id`, …) is ignored."""

    title = Text(required=False, described=describe.TITLE, help_text="1 to 200 characters after trimming.")
    description = Text(required=False, allow_null=True, described={"maxLength": DESCRIPTION_MAX})
    location = Text(required=False, allow_null=True, described={"maxLength": LOCATION_MAX})
    start_time = Moment(required=False, help_text="Without an offset: wall time in the event's zone.")
    end_time = Moment(required=False, help_text="After the start; of an all-day event exclusive.")
    timezone = Text(required=False, described=describe.ZONE, help_text="An IANA key, such as Europe/Lisbon.")
    is_all_day = Flag(required=False)
    is_recurring = Flag(required=False)
    recurrence_type = Text(required=False, allow_null=True, described={"enum": [*TYPES, None]})
    recurrence_pattern = JsonObject(
        required=False,
        allow_null=True,
        described=describe.PATTERN,
        help_text="Null and [] count as left out.",
    )
    rrule = Text(
        required=False,
        allow_null=True,
        described={"maxLength": LONGEST_TEXT},
        help_text="RFC 5545, section 3.3.10.",
    )
    recurrence_overrides = JsonObject(
        required=False, allow_null=True, help_text="Maps a local original start to a patch (RFC 8984, 4.3.5)."
    )
    tags = serializers.ListField(
        child=Text(described=describe.TAG), max_length=TAGS_MAX, required=False, allow_null=True
    )
    status = serializers.ChoiceField(choices=[s.value for s in Status], required=False)
    transparency = serializers.ChoiceField(
        choices=[t.value for t in Transparency],
        required=False,
        help_text="A new event is opaque, an all-day one transparent; editing is_all_day alone keeps it.",
    )
    calendar_id = Whole(required=False)
    uid = Text(required=False, described=describe.UID)
    change_reason = Text(required=False, allow_null=True, max_length=500)


class NewEvent(EventInput):
    """An event to be made: a title and its times are required."""

    title = Text(described=describe.TITLE, help_text="1 to 200 characters after trimming.")
    start_time = Moment(help_text="Without an offset: wall time in the event's zone.")
    end_time = Moment(help_text="After the start; of an all-day event exclusive.")


class EventEdit(EventInput):
    """An edit of an event."""

    version = Whole(required=False, allow_null=True, help_text="The version that the edit started from.")


class OnEvent(serializers.Serializer[Any]):
    """What every operation on an event that is there says."""

    id = Whole(help_text="An event may stand in one operation of a batch.")
    version = Whole(required=False, allow_null=True, help_text="The version that the operation started from.")
    change_reason = Text(required=False, allow_null=True, max_length=500)


class CreateOperation(NewEvent):
    """Makes an event."""

    op = serializers.ChoiceField(choices=["create"])


class UpdateOperation(EventEdit, OnEvent):
    """Edits an event."""

    op = serializers.ChoiceField(choices=["update"])


class MoveOperation(OnEvent):
    """Moves an event in time, to another calendar, or both."""

    op = serializers.ChoiceField(choices=["move"])
    by = Text(required=False, help_text="A duration such as PT1H, -P1D or P1W: days keep the wall clock.")
    calendar_id = Whole(required=False)


class DeleteOperation(OnEvent):
    """Moves an event to the trash."""

    op = serializers.ChoiceField(choices=["delete"])


OPERATIONS: dict[str, type[serializers.Serializer[Any]]] = {
    "create": CreateOperation,
    "update": UpdateOperation,
    "move": MoveOperation,
    "delete": DeleteOperation,
}


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Operation", serializers={**OPERATIONS}, resource_type_field_name="op", many=True
    )
)
class OperationList(serializers.ListField):
    """Operations, each an object that is judged for itself."""

    child = JsonObject()


@extend_schema_field(NewEvent(many=True))
class EventItems(serializers.ListField):
    """New events, each an object that is judged for itself."""

    child = JsonObject()


class BatchInput(serializers.Serializer[Any]):
    """The envelope of a batch, of events or of operations; its items are judged one by one."""

    events = EventItems(min_length=1, max_length=50, required=False)
    operations = OperationList(min_length=1, max_length=MOST_OPERATIONS, required=False)
    mode = serializers.ChoiceField(choices=["atomic", "each"], default="atomic")
    dry_run = Flag(default=False)

    def to_internal_value(self, data: Any) -> Any:
        """Adds to the faults of the fields that there must be one of the two lists."""
        faults: dict[str, Any] = {}
        values: Any = None
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(data, dict):
                raise
            faults.update(error.detail)  # type: ignore[arg-type]  # of an object it is by field
        if "events" not in data and "operations" not in data:
            faults["events"] = [ErrorDetail("Send events or operations.", "required")]
        elif "events" in data and "operations" in data:
            faults["operations"] = [ErrorDetail("Send either events or operations.", "exclusive")]
        if faults:
            raise serializers.ValidationError(faults)
        return values


class NewCalendar(serializers.Serializer[Any]):
    """A calendar to be made."""

    name = Text(described=describe.NAME, help_text="1 to 100 characters after trimming.")
    color = serializers.ChoiceField(choices=[c.value for c in Color], required=False)
    timezone = Text(required=False, described=describe.ZONE, help_text="An IANA key.")


class CalendarEdit(NewCalendar):
    """Any subset of a calendar's fields."""

    name = Text(required=False, described=describe.NAME, help_text="1 to 100 characters after trimming.")


def event_changes(values: dict[str, Any]) -> EventChanges:
    """The edit that validated input asks for."""
    return EventChanges(**values)


def changes_to_judge(values: dict[str, Any], unread: Set[str]) -> EventChanges:
    """What could be read of an edit, without what can only be judged together with what could not."""
    left_out = TIMES | RECURRENCE if TIMES & unread else RECURRENCE if RECURRENCE & unread else frozenset()
    return EventChanges(**{name: value for name, value in values.items() if name not in left_out})


def judge_new(actor: User) -> Judge:
    """Finds what the domain has against a new event of the actor's."""

    def judge(values: dict[str, Any], unread: Set[str]) -> None:
        changes, tz = changes_to_judge(values, unread), actor.timezone
        if changes.asks("start_time", "end_time"):
            new_content(changes, timezone=tz, calendar_id=0)
        else:
            edited_content(blank_content(timezone=tz, calendar_id=0), changes)

    return judge


def judge_edit(actor: User) -> Judge:
    """Finds what the domain has against an edit whatever the event is: its words."""

    def judge(values: dict[str, Any], unread: Set[str]) -> None:
        blank = blank_content(timezone=actor.timezone, calendar_id=0)
        edited_content(blank, changes_to_judge(values, unread | TIMES))

    return judge


def judge_calendar(values: dict[str, Any], unread: Set[str]) -> None:
    """Raises `Invalid` for what the domain has against the fields of a calendar."""
    checked_calendar(calendar_changes(values))


def calendar_changes(values: dict[str, Any]) -> CalendarChanges:
    """The edit of a calendar that validated input asks for."""
    return CalendarChanges(**values)
