"""Roles as they are held on an event or a calendar, by people and by groups, for the admin site."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery

from events.access.roles import rank_of_rows
from events.models import (
    Calendar,
    CalendarGroupPermission,
    CalendarUserPermission,
    Event,
    EventGroupPermission,
    EventUserPermission,
)


def roles_held(model: type[Model]) -> QuerySet[Any]:
    """One row for each role of a grant table, with its `rank`: the view row, which says who granted it."""
    kind = str(model._meta.get_field("content_object").related_model._meta.model_name)  # type: ignore[union-attr]
    holder = "user_id" if hasattr(model, "user") else "group_id"
    rows = model._default_manager
    same = rows.filter(content_object_id=OuterRef("content_object_id"), **{holder: OuterRef(holder)})
    rank = same.order_by().values("content_object_id").annotate(rank=Max(rank_of_rows(kind))).values("rank")
    held: QuerySet[Any] = rows.filter(permission__codename=f"view_{kind}").annotate(rank=Subquery(rank))
    return held


def grants_on(thing: Event | Calendar) -> Sequence[Any]:
    """The rows of `roles_held` on one thing, those of people first, each oldest first; two queries."""
    on_event = isinstance(thing, Event)
    users = EventUserPermission if on_event else CalendarUserPermission
    groups = EventGroupPermission if on_event else CalendarGroupPermission
    return [
        *roles_held(users)
        .filter(content_object=thing.pk)
        .select_related("user", "granted_by")
        .order_by("granted_at", "pk"),
        *roles_held(groups)
        .filter(content_object=thing.pk)
        .select_related("group", "granted_by")
        .order_by("granted_at", "pk"),
    ]
