"""Which role a user has on an event or a calendar, as SQL: the only place that says so."""

from collections.abc import Callable
from typing import Any

from django.db.models import (
    Case,
    Exists,
    Expression,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User as Person
from events.access.permission_ids import permission_for
from events.enums import Permission, Role
from events.models import (
    Calendar,
    CalendarGroupPermission,
    CalendarUserPermission,
    Event,
    EventGroupPermission,
    EventUserPermission,
)

User = Expression | int
"""A user's id, or the slot that stands for it in a compiled queryset."""

NOT_DELETED = Q(deleted_at=None)
SIGNS = (
    (Permission.SHARE, Role.OWNER),
    (Permission.CHANGE, Role.EDITOR),
    (Permission.VIEW, Role.VIEWER),
)
"""The permission by which each role is known, the highest first."""

Narrowing = Callable[[QuerySet[Event]], QuerySet[Event]]


def _whole(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.order_by()


def granted_rows(model: type[Model], user: User) -> QuerySet[Any]:
    """The rows of one grant table that a user holds, himself or through a group of his."""
    if hasattr(model, "user"):
        return model._default_manager.filter(user=user)
    groups = Person.groups.through.objects.filter(user=user).values("group_id")
    return model._default_manager.filter(group__in=groups)


def viewed_rows(model: type[Model], user: User, kind: str) -> QuerySet[Any]:
    """Those of them that let him see the thing."""
    view = permission_for(f"{Permission.VIEW}_{kind}", compiled=isinstance(user, Expression))
    return granted_rows(model, user).filter(permission=view)


def visible_arms(user: User, *, narrowed: Narrowing = _whole) -> list[QuerySet[Any]]:
    """Ids of the events a user may see, one query for each reason: own; in a calendar granted to him, or to a
    group of his; granted themselves to either. The reasons overlap: take the union.

    `narrowed` may leave out what a page of a list does not need of the first three, which an index has in the
    order of the page.
    """
    return [
        narrowed(Event.objects.filter(owner=user)).values("pk"),
        *(
            narrowed(
                Event.objects.filter(
                    calendar__in=viewed_rows(model, user, "calendar").values("content_object_id")
                )
            ).values("pk")
            for model in (CalendarUserPermission, CalendarGroupPermission)
        ),
        *(
            viewed_rows(model, user, "event").values("content_object_id")
            for model in (EventUserPermission, EventGroupPermission)
        ),
    ]


def is_visible(user: User) -> Q:
    """The same reasons as a condition on one event: cheaper than the union where it is named by its key."""
    return Q(owner=user) | Q(
        *(
            Exists(viewed_rows(model, user, kind).filter(content_object=OuterRef(key)))
            for model, key, kind in (
                (EventUserPermission, "pk", "event"),
                (EventGroupPermission, "pk", "event"),
                (CalendarUserPermission, "calendar_id", "calendar"),
                (CalendarGroupPermission, "calendar_id", "calendar"),
            )
        ),
        _connector=Q.OR,
    )


def event_rank(user: User) -> Case:
    """The rank of a user's role on each event: 3 for the creator, else the highest grant, 0 for none."""
    return Case(
        When(owner=user, then=Value(Role.OWNER.rank)),
        default=Greatest(
            _granted_rank(EventUserPermission, "pk", "event", user),
            _granted_rank(EventGroupPermission, "pk", "event", user),
            _granted_rank(CalendarUserPermission, "calendar_id", "calendar", user),
            _granted_rank(CalendarGroupPermission, "calendar_id", "calendar", user),
        ),
        output_field=IntegerField(),
    )


def calendar_rank(user: User) -> Case:
    """The rank of a user's role on each calendar."""
    return Case(
        When(owner=user, then=Value(Role.OWNER.rank)),
        default=Greatest(
            _granted_rank(CalendarUserPermission, "pk", "calendar", user),
            _granted_rank(CalendarGroupPermission, "pk", "calendar", user),
        ),
        output_field=IntegerField(),
    )


def rank_of_rows(kind: str, *, compiled: bool = False) -> Case:
    """The rank that a permission row stands for: share is an owner's, change an editor's, view a viewer's."""
    return Case(
        *(
            When(permission=permission_for(f"{permission}_{kind}", compiled=compiled), then=Value(role.rank))
            for permission, role in SIGNS
        ),
        default=Value(0),
        output_field=IntegerField(),
    )


def _granted_rank(model: type[Model], outer: str, kind: str, user: User) -> Coalesce:
    rows = granted_rows(model, user).filter(content_object=OuterRef(outer)).order_by()
    rank = rank_of_rows(kind, compiled=isinstance(user, Expression))
    highest = rows.values(one=Value(1)).annotate(rank=Max(rank)).values("rank")
    return Coalesce(Subquery(highest, output_field=IntegerField()), Value(0))


def events_with_rank(user: User) -> QuerySet[Event]:
    """Events that are not in the trash, each with the user's `rank` on it."""
    return Event.objects.filter(NOT_DELETED).annotate(rank=event_rank(user))  # type: ignore[no-redef]


def trash_with_rank(user: User) -> QuerySet[Event]:
    """Events that lie in the trash, each with the user's `rank` on it."""
    return Event.objects.exclude(NOT_DELETED).annotate(rank=event_rank(user))  # type: ignore[no-redef]


def visible_to(user: User) -> QuerySet[Event]:
    """The events that a user may see, each with `rank`: lists, exports, feeds and streams start here."""
    first, *others = visible_arms(user)
    return events_with_rank(user).filter(pk__in=first.union(*others, all=True))


def page_visible_to(user: User, narrowed: Narrowing) -> QuerySet[Event]:
    """The same for one page of a list, of which `narrowed` leaves out what it does not need."""
    first, *others = visible_arms(user, narrowed=narrowed)
    return events_with_rank(user).filter(pk__among=first.union(*others, all=True))


def visible_trash(user: User) -> QuerySet[Event]:
    """The events in the trash that a user could see before, each with `rank`."""
    first, *others = visible_arms(user)
    return trash_with_rank(user).filter(pk__in=first.union(*others, all=True))


def visible_calendars(user: User, *, deleted: bool = False) -> QuerySet[Calendar]:
    """The calendars that a user may see, own ones first by id, each with `rank`.

    With `deleted` it is those that he could see before they were deleted.
    """
    granted = [
        viewed_rows(model, user, "calendar").values("content_object_id")
        for model in (CalendarUserPermission, CalendarGroupPermission)
    ]
    return (
        Calendar.objects.filter(~NOT_DELETED if deleted else NOT_DELETED)
        .filter(Q(owner=user) | Q(pk__in=granted[0]) | Q(pk__in=granted[1]))
        .annotate(rank=calendar_rank(user))  # type: ignore[no-redef]
        .order_by(Case(When(owner=user, then=Value(0)), default=Value(1)), F("id").asc())
    )
