"""Who holds a role on an event or a calendar, for those who may see it."""

from typing import Any

from django.db.models import F, Max, Model, Q, QuerySet

from accounts.actors import Actor
from accounts.models import User
from events.access import get_calendar, get_event, user_id_of
from events.access.roles import rank_of_rows
from events.enums import Permission, Role
from events.models import (
    Calendar,
    CalendarGroupPermission,
    CalendarUserPermission,
    Event,
    EventGroupPermission,
    EventUserPermission,
)
from sharing.enums import Kind
from sharing.errors import NotCreator
from sharing.facts import Collaborator, HeldPermission

USER_ROWS: dict[Kind, type[EventUserPermission | CalendarUserPermission]] = {
    Kind.EVENT: EventUserPermission,
    Kind.CALENDAR: CalendarUserPermission,
}


def get_shared(
    actor: Actor, kind: Kind, subject_id: int, permission: Permission = Permission.VIEW
) -> Event | Calendar:
    """The event or calendar; raises `NotFound` and `Forbidden` as `events.access` does."""
    get = get_event if kind is Kind.EVENT else get_calendar
    return get(actor, subject_id, permission)


def get_own_event(actor: Actor, event_id: int) -> Event:
    """The event of which the actor is the creator; raises `NotFound`, and `NotCreator` for everybody else."""
    event = get_event(actor, event_id)
    if event.owner_id != user_id_of(actor):
        raise NotCreator("Only the creator can transfer an event")
    return event


def permissions_of(actor: Actor, kind: Kind, subject_id: int) -> list[HeldPermission]:
    """The creator, as granted by himself when the thing was made, then every direct grant, oldest first.

    Raises `NotFound` where the actor may not see the thing. Three queries, whatever the number of grants.
    """
    thing = get_shared(actor, kind, subject_id)
    creator = User.objects.only("username").get(pk=thing.owner_id)
    made = thing.created_at
    first = HeldPermission(creator.pk, creator.username, Role.OWNER, creator.pk, made, made)
    return [first, *(_held(row) for row in _grants(kind, thing))]


def collaborators_of(actor: Actor, kind: Kind, subject_id: int) -> list[Collaborator]:
    """The creator, then everybody who can see the thing, longest first, each with his highest role.

    Besides direct grants those of groups count, and on an event those of its calendar. Raises `NotFound`
    where the actor may not see the thing. Three queries, whatever the number of people.
    """
    thing = get_shared(actor, kind, subject_id)
    creator = User.objects.only("username", "full_name").get(pk=thing.owner_id)
    people: dict[int, Collaborator] = {}
    for user_id, username, full_name, rank, since in reasons_of(kind, thing):
        role = Role.of_rank(rank)
        if role is None or user_id == creator.pk:
            continue
        known = people.get(user_id)
        if known is not None:
            since = min(since, known.since)
            role = max(role, known.role, key=lambda each: each.rank)
        people[user_id] = Collaborator(user_id, username, full_name, False, role, since)
    first = Collaborator(creator.pk, creator.username, creator.full_name, True, Role.OWNER, thing.created_at)
    return [first, *sorted(people.values(), key=lambda person: (person.since, person.user_id))]


def _grants(kind: Kind, thing: Event | Calendar) -> QuerySet[Any, dict[str, Any]]:
    """A row for each user with direct grants; the `view` row knows who granted the role and when."""
    view = Q(permission__codename=f"{Permission.VIEW}_{kind}")
    rows: QuerySet[Any, dict[str, Any]] = (
        USER_ROWS[kind]
        ._default_manager.filter(content_object_id=thing.pk)
        .values("user_id", username=F("user__username"))
        .annotate(
            rank=Max(rank_of_rows(kind)),
            by=Max("granted_by_id", filter=view),
            at=Max("granted_at", filter=view),
            changed_at=Max("updated_at", filter=view),
            row=Max("pk", filter=view),
        )
        .filter(row__isnull=False)
        .order_by("at", "row")
    )
    return rows


def _held(row: dict[str, Any]) -> HeldPermission:
    role = Role.of_rank(row["rank"]) or Role.VIEWER
    return HeldPermission(row["user_id"], row["username"], role, row["by"], row["at"], row["changed_at"])


def reasons_of(kind: Kind, thing: Event | Calendar) -> QuerySet[Any, tuple[Any, ...]]:
    """Every row for which somebody sees the thing: `(user_id, username, full_name, rank, granted_at)`."""
    calendar_id = thing.calendar_id if isinstance(thing, Event) else thing.pk
    arms = [
        _arm(CalendarUserPermission, Kind.CALENDAR, calendar_id),
        _arm(CalendarGroupPermission, Kind.CALENDAR, calendar_id),
    ]
    if kind is Kind.EVENT:
        arms += [
            _arm(EventUserPermission, Kind.EVENT, thing.pk),
            _arm(EventGroupPermission, Kind.EVENT, thing.pk),
        ]
    return arms[0].union(*arms[1:], all=True)


def _arm(model: type[Model], kind: Kind, subject_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    holder = "user" if hasattr(model, "user") else "group__user"
    rows: QuerySet[Any, tuple[Any, ...]] = (
        model._default_manager.filter(content_object=subject_id, **{f"{holder}__isnull": False})
        .annotate(rank=rank_of_rows(kind))
        .values_list(f"{holder}__id", f"{holder}__username", f"{holder}__full_name", "rank", "granted_at")
    )
    return rows
