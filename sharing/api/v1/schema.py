"""How the OpenAPI document describes the calls on who may do what."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from core.api.fields import INK, Text, Whole
from events.api.v1.schema import KEY, ON_CONFLICT
from sharing.api.v1.serializers import ROLES, GranteeInput, RoleInput, ShareInput
from sharing.enums import Kind

SHARED = {"user_id": 7, "permission_level": "editor", "status": "granted"}
PERMISSIONS = [
    {
        "user_id": 3,
        "username": "ada",
        "permission_level": "owner",
        "granted_by": 3,
        "granted_at": "2026-03-01T10:12:00Z",
        "updated_at": "2026-03-01T10:12:00Z",
    },
    {
        "user_id": 7,
        "username": "grace",
        "permission_level": "editor",
        "granted_by": 3,
        "granted_at": "2026-03-02T07:45:10Z",
        "updated_at": "2026-03-04T16:20:00Z",
    },
]
COLLABORATORS = [
    {
        "user_id": 3,
        "username": "ada",
        "full_name": "Ada Lovelace",
        "role": "owner",
        "permission_level": "owner",
        "since": "2026-03-01T10:12:00Z",
    },
    {
        "user_id": 7,
        "username": "grace",
        "full_name": "Grace Hopper",
        "role": "collaborator",
        "permission_level": "editor",
        "since": "2026-03-02T07:45:10Z",
    },
]


class SharedWith(serializers.Serializer[Any]):
    """A role that was granted."""

    user_id = Whole()
    permission_level = serializers.ChoiceField(ROLES)
    status = serializers.ChoiceField(["granted"])


class HeldPermissionOutput(serializers.Serializer[Any]):
    """A role that is held on the thing itself."""

    user_id = Whole()
    username = Text()
    permission_level = serializers.ChoiceField(ROLES)
    granted_by = Whole(allow_null=True, help_text="Null where that account is gone.")
    granted_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CollaboratorOutput(serializers.Serializer[Any]):
    """A person who can see the thing, with the highest of his roles."""

    user_id = Whole()
    username = Text()
    full_name = Text(allow_null=True)
    role = serializers.ChoiceField(["owner", "collaborator"], help_text="owner for the creator alone.")
    permission_level = serializers.ChoiceField(ROLES)
    since = serializers.DateTimeField()


class TransferOutput(serializers.Serializer[Any]):
    """Who the creator is now."""

    event_id = Whole()
    owner_id = Whole()
    message = Text()


class FoundUserOutput(serializers.Serializer[Any]):
    """A person to share with."""

    id = Whole()
    username = Text()
    full_name = Text(allow_null=True)


class EventShared(serializers.Serializer[Any]):
    """What was granted on an event."""

    event_id = Whole()
    shared_with = SharedWith(many=True)
    message = Text()


class CalendarShared(serializers.Serializer[Any]):
    """What was granted on a calendar."""

    calendar_id = Whole()
    shared_with = SharedWith(many=True)
    message = Text()


class EventRoleChanged(serializers.Serializer[Any]):
    """The role that a user now holds on an event."""

    event_id = Whole()
    user_id = Whole()
    new_permission_level = serializers.ChoiceField(ROLES)
    message = Text()


class CalendarRoleChanged(serializers.Serializer[Any]):
    """The role that a user now holds on a calendar."""

    calendar_id = Whole()
    user_id = Whole()
    new_permission_level = serializers.ChoiceField(ROLES)
    message = Text()


class EventAccessRevoked(serializers.Serializer[Any]):
    """Whose role on an event has ended."""

    event_id = Whole()
    user_id = Whole()
    message = Text()


class CalendarAccessRevoked(serializers.Serializer[Any]):
    """Whose role on a calendar has ended."""

    calendar_id = Whole()
    user_id = Whole()
    message = Text()


class EventCollaboratorsOutput(serializers.Serializer[Any]):
    """Everybody who can see an event, the creator counted."""

    event_id = Whole()
    total_collaborators = Whole()
    collaborators = CollaboratorOutput(many=True)


class CalendarCollaboratorsOutput(serializers.Serializer[Any]):
    """Everybody who can see a calendar, the creator counted."""

    calendar_id = Whole()
    total_collaborators = Whole()
    collaborators = CollaboratorOutput(many=True)


THREE = rf"^\s*{INK}[^\u0000]+{INK}\s*$"


def _sent(value: Any) -> OpenApiExample:
    return OpenApiExample("Request", value=value, request_only=True)


def _answered(value: Any, status: int = 200) -> OpenApiExample:
    return OpenApiExample("Answer", value=value, response_only=True, status_codes=[str(status)])


def _share(kind: Kind, output: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    return {
        "tags": [_tag(kind)],
        "parameters": [KEY],
        "request": ShareInput,
        "responses": {201: output},
        "examples": [
            _sent({"users": [{"user_id": 7, "permission_level": "editor"}]}),
            _answered(
                {
                    f"{kind}_id": 17,
                    "shared_with": [SHARED],
                    "message": f"{kind.capitalize()} sharing completed",
                },
                201,
            ),
        ],
    }


def _change(kind: Kind, output: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    message = "Permission updated successfully"
    changed = {f"{kind}_id": 17, "user_id": 7, "new_permission_level": "viewer", "message": message}
    return {
        "tags": [_tag(kind)],
        "request": RoleInput,
        "responses": {200: output},
        "examples": [_sent({"permission_level": "viewer"}), _answered(changed)],
    }


def _revoke(kind: Kind, output: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    revoked = {f"{kind}_id": 17, "user_id": 7, "message": "Permission revoked successfully"}
    return {
        "tags": [_tag(kind)],
        "responses": {200: output},
        "examples": [_answered(revoked)],
    }


def _permissions(kind: Kind) -> dict[str, Any]:
    return {
        "tags": [_tag(kind)],
        "responses": {200: HeldPermissionOutput(many=True)},
        "examples": [_answered(PERMISSIONS)],
    }


def _collaborators(kind: Kind, output: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    everybody = {f"{kind}_id": 17, "total_collaborators": 2, "collaborators": COLLABORATORS}
    return {
        "tags": [_tag(kind)],
        "responses": {200: output},
        "examples": [_answered(everybody)],
    }


def _tag(kind: Kind) -> str:
    return "collaboration" if kind is Kind.EVENT else "calendars"


SHARE_EVENT = _share(Kind.EVENT, EventShared)
SHARE_CALENDAR = _share(Kind.CALENDAR, CalendarShared)
LIST_EVENT_PERMISSIONS = _permissions(Kind.EVENT)
LIST_CALENDAR_PERMISSIONS = _permissions(Kind.CALENDAR)
CHANGE_EVENT_ROLE = _change(Kind.EVENT, EventRoleChanged)
CHANGE_CALENDAR_ROLE = _change(Kind.CALENDAR, CalendarRoleChanged)
REVOKE_EVENT_ACCESS = _revoke(Kind.EVENT, EventAccessRevoked)
REVOKE_CALENDAR_ACCESS = _revoke(Kind.CALENDAR, CalendarAccessRevoked)
LIST_EVENT_COLLABORATORS = _collaborators(Kind.EVENT, EventCollaboratorsOutput)
LIST_CALENDAR_COLLABORATORS = _collaborators(Kind.CALENDAR, CalendarCollaboratorsOutput)
TRANSFER_EVENT: dict[str, Any] = {
    "tags": ["collaboration"],
    "parameters": [ON_CONFLICT],
    "request": GranteeInput,
    "responses": {200: TransferOutput},
    "examples": [
        _sent({"user_id": 7}),
        _answered({"event_id": 17, "owner_id": 7, "message": "Event transferred successfully"}),
    ],
}
FIND_USERS: dict[str, Any] = {
    "tags": ["users"],
    "parameters": [
        OpenApiParameter(
            "q",
            # three characters between any white space
            {"type": "string", "minLength": 3, "maxLength": 254, "pattern": THREE},
            OpenApiParameter.QUERY,
            required=True,
            description="An exact email, or a part of a username or full name.",
        )
    ],
    "responses": {200: FoundUserOutput(many=True)},
    "examples": [_answered([{"id": 7, "username": "grace", "full_name": "Grace Hopper"}])],
}
