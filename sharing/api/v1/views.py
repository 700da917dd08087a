"""The calls on who may do what, and the search for people: parse, call one action or selector, render."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import Query, read_body
from core.api.undo import undo_header
from core.api.views import Door
from core.errors import DomainError
from events.api.v1.conditions import claim_of, on_conflict_of
from events.enums import Permission, Role
from journal.access.undo import noting
from journal.actions.claim_key import Replay, once
from sharing.actions.change_role import change_calendar_role, change_event_role
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.actions.transfer_event import transfer_event
from sharing.api.v1 import schema
from sharing.api.v1.render import collaborators_json, permission_json, shared_json, user_json
from sharing.api.v1.serializers import GranteeInput, RoleInput, ShareInput, grantee_of, grants_of, role_of
from sharing.changes import Grant
from sharing.enums import Kind
from sharing.facts import Granted
from sharing.selectors.permissions import collaborators_of, get_own_event, get_shared, permissions_of
from sharing.selectors.users import find_users

T = TypeVar("T")


class EventShare(Door):
    """Sharing an event."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.SHARE_EVENT)
    def post(self, request: Request, event_id: int) -> HttpResponse:
        """Share the event with up to fifty people. Either all get their role or none: 400 `users_not_found`
        names everybody who is unknown, and `owner_is_fixed` says that one of them is the creator.
        """
        return _share(
            self,
            Kind.EVENT,
            event_id,
            lambda grants: share_event(actor=self.actor, event_id=event_id, grants=grants),
        )


class CalendarShare(Door):
    """Sharing a calendar."""

    undoable = frozenset({"POST"})

    @extend_schema(**schema.SHARE_CALENDAR)
    def post(self, request: Request, calendar_id: int) -> HttpResponse:
        """Share the calendar, and so all its events, with up to fifty people. Either all get their role or
        none: 400 `users_not_found` and `owner_is_fixed`, as for an event.
        """
        return _share(
            self,
            Kind.CALENDAR,
            calendar_id,
            lambda grants: share_calendar(actor=self.actor, calendar_id=calendar_id, grants=grants),
        )


class EventPermissions(Door):
    """Roles held on an event."""

    @extend_schema(**schema.LIST_EVENT_PERMISSIONS)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """List who holds a role on the event itself, the creator first."""
        return answer([permission_json(held) for held in permissions_of(self.actor, Kind.EVENT, event_id)])


class CalendarPermissions(Door):
    """Roles held on a calendar."""

    @extend_schema(**schema.LIST_CALENDAR_PERMISSIONS)
    def get(self, request: Request, calendar_id: int) -> HttpResponse:
        """List who holds a role on the calendar, the creator first."""
        return answer(
            [permission_json(held) for held in permissions_of(self.actor, Kind.CALENDAR, calendar_id)]
        )


class EventPermission(Door):
    """The role of one user on an event."""

    refusals = frozenset({400})
    undoable = frozenset({"PUT", "DELETE"})

    @extend_schema(**schema.CHANGE_EVENT_ROLE)
    def put(self, request: Request, event_id: int, user_id: int) -> HttpResponse:
        """Change the role that the user holds on the event itself. The creator's cannot be changed: 400
        `owner_is_fixed`. Who has none of his own: 404 `permission_not_found`.
        """
        role = _role(self, Kind.EVENT, event_id)
        with noting() as noted:
            change_event_role(actor=self.actor, event_id=event_id, user_id=user_id, role=role)
        return answer(_changed(Kind.EVENT, event_id, user_id, role), 200, undo_header(noted.undo_token))

    @extend_schema(**schema.REVOKE_EVENT_ACCESS)
    def delete(self, request: Request, event_id: int, user_id: int) -> HttpResponse:
        """Take the user's role on the event itself away. Everybody may give up his own."""
        with noting() as noted:
            revoke_event_access(actor=self.actor, event_id=event_id, user_id=user_id)
        return answer(_revoked(Kind.EVENT, event_id, user_id), 200, undo_header(noted.undo_token))


class CalendarPermission(Door):
    """The role of one user on a calendar."""

    refusals = frozenset({400})
    undoable = frozenset({"PUT", "DELETE"})

    @extend_schema(**schema.CHANGE_CALENDAR_ROLE)
    def put(self, request: Request, calendar_id: int, user_id: int) -> HttpResponse:
        """Change the role that the user holds on the calendar. The creator's cannot be changed: 400
        `owner_is_fixed`. Who has none of his own: 404 `permission_not_found`.
        """
        role = _role(self, Kind.CALENDAR, calendar_id)
        with noting() as noted:
            change_calendar_role(actor=self.actor, calendar_id=calendar_id, user_id=user_id, role=role)
        return answer(_changed(Kind.CALENDAR, calendar_id, user_id, role), 200, undo_header(noted.undo_token))

    @extend_schema(**schema.REVOKE_CALENDAR_ACCESS)
    def delete(self, request: Request, calendar_id: int, user_id: int) -> HttpResponse:
        """Take the user's role on the calendar away. Everybody may give up his own."""
        with noting() as noted:
            revoke_calendar_access(actor=self.actor, calendar_id=calendar_id, user_id=user_id)
        return answer(_revoked(Kind.CALENDAR, calendar_id, user_id), 200, undo_header(noted.undo_token))


class EventCollaborators(Door):
    """People around an event."""

    @extend_schema(**schema.LIST_EVENT_COLLABORATORS)
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """List everybody who can see the event, also through its calendar or a group."""
        people = collaborators_of(self.actor, Kind.EVENT, event_id)
        return answer(collaborators_json(Kind.EVENT, event_id, people))


class CalendarCollaborators(Door):
    """People around a calendar."""

    @extend_schema(**schema.LIST_CALENDAR_COLLABORATORS)
    def get(self, request: Request, calendar_id: int) -> HttpResponse:
        """List everybody who can see the calendar, also through a group."""
        people = collaborators_of(self.actor, Kind.CALENDAR, calendar_id)
        return answer(collaborators_json(Kind.CALENDAR, calendar_id, people))


class EventTransfer(Door):
    """Handing an event over."""

    @extend_schema(**schema.TRANSFER_EVENT)
    def post(self, request: Request, event_id: int) -> HttpResponse:
        """Make a collaborator the creator. The event moves to his default calendar, and roles that came from
        the old calendar end; the old creator stays as a granted owner. For anyone but the creator: 403
        `not_creator`.
        """
        to, on_conflict = _read(
            lambda: (grantee_of(read_body(GranteeInput, request)), on_conflict_of(request)),
            lambda: get_own_event(self.actor, event_id),
        )
        event = transfer_event(actor=self.actor, event_id=event_id, to=to, on_conflict=on_conflict)
        return answer(
            {
                "event_id": event_id,
                "owner_id": event.owner_id,
                "message": "Event transferred successfully",
            }
        )


class UserSearch(Door):
    """People to share with."""

    @extend_schema(**schema.FIND_USERS)
    def get(self, request: Request) -> HttpResponse:
        """Find people by exact email, or by a part of username or full name; ten at most."""
        with Query(request) as query:
            q = query.text("q", max_length=254)
        return answer([user_json(user) for user in find_users(self.actor, q or "")])


def _share(
    door: Door, kind: Kind, subject_id: int, share: Callable[[Sequence[Grant]], list[Granted]]
) -> HttpResponse:
    grants, claim = _read(
        lambda: (grants_of(read_body(ShareInput, door.request)), claim_of(door.request)),
        lambda: get_shared(door.actor, kind, subject_id, Permission.SHARE),
    )

    def act() -> list[Granted]:
        return share(grants)

    with noting() as noted:
        done = once(claim, act, _remembered)
    if not isinstance(done, Replay):
        return answer(shared_json(kind, subject_id, done), 201, undo_header(noted.undo_token))
    first = [Granted(user_id, Role(role)) for user_id, role in done.result["granted"]]
    return answer(shared_json(kind, subject_id, first), done.status, {"Idempotent-Replayed": "true"})


def _remembered(granted: list[Granted]) -> tuple[int, dict[str, Any]]:
    return 201, {"granted": [[each.user_id, each.role.value] for each in granted]}


def _role(door: Door, kind: Kind, subject_id: int) -> Role:
    return _read(
        lambda: role_of(read_body(RoleInput, door.request)),
        lambda: get_shared(door.actor, kind, subject_id, Permission.SHARE),
    )


def _read(read: Callable[[], T], authorise: Callable[[], object]) -> T:
    """What the request says; who may not make the call at all learns that, and not what is wrong with it."""
    try:
        return read()
    except DomainError:
        authorise()
        raise


def _changed(kind: Kind, subject_id: int, user_id: int, role: Role) -> dict[str, Any]:
    return {
        f"{kind}_id": subject_id,
        "user_id": user_id,
        "new_permission_level": role,
        "message": "Permission updated successfully",
    }


def _revoked(kind: Kind, subject_id: int, user_id: int) -> dict[str, Any]:
    return {
        f"{kind}_id": subject_id,
        "user_id": user_id,
        "message": "Permission revoked successfully",
    }
