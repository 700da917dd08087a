"""Everybody who can open an event or a calendar, as its owners look at it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Max, Q

from accounts.actors import Actor
from accounts.models import User
from events.access import role_of, user_id_of
from events.access.roles import rank_of_rows
from events.enums import Permission, Role
from events.models import Event
from sharing.enums import Kind
from sharing.facts import AccessList, PersonWithAccess
from sharing.selectors.permissions import USER_ROWS, get_shared, reasons_of


def access_list(actor: Actor, kind: Kind, subject_id: int) -> AccessList:
    """The creator, then those who hold a role of their own, oldest first, then who comes in by other ways.

    The other ways are groups, and for an event its calendar. Raises `NotFound` where the actor may not see
    the thing. Four queries, whatever the number of people.
    """
    thing = get_shared(actor, kind, subject_id)
    user_id = user_id_of(actor)
    creator = User.objects.only("username", "full_name").get(pk=thing.owner_id)
    first = PersonWithAccess(
        user_id=creator.pk,
        username=creator.username,
        full_name=creator.full_name,
        role=Role.OWNER,
        is_creator=True,
        since=thing.created_at,
    )
    direct = _direct(kind, subject_id)
    known = {creator.pk, *(person.user_id for person in direct)}
    my_role = role_of(thing)
    return AccessList(
        kind=kind,
        subject_id=thing.pk,
        title=thing.title if isinstance(thing, Event) else thing.name,
        calendar_id=thing.calendar_id if isinstance(thing, Event) else thing.pk,
        reader_id=user_id,
        reader_role=my_role,
        people=[first, *direct],
        others=_others(kind, thing, known),
    )


def _direct(kind: Kind, subject_id: int) -> list[PersonWithAccess]:
    view = Q(permission__codename=f"{Permission.VIEW}_{kind}")
    rows: Sequence[dict[str, Any]] = (
        USER_ROWS[kind]
        ._default_manager.filter(content_object_id=subject_id)
        .values("user_id", username=F("user__username"), full_name=F("user__full_name"))
        .annotate(
            rank=Max(rank_of_rows(kind)),
            by_username=Max("granted_by__username", filter=view),
            by_name=Max("granted_by__full_name", filter=view),
            at=Max("granted_at", filter=view),
            row=Max("pk", filter=view),
        )
        .filter(row__isnull=False)
        .order_by("at", "row")
    )
    return [
        PersonWithAccess(
            user_id=row["user_id"],
            username=row["username"],
            full_name=row["full_name"],
            role=Role.of_rank(row["rank"]) or Role.VIEWER,
            since=row["at"],
            granted_by=row["by_name"] or row["by_username"],
        )
        for row in rows
    ]


def _others(kind: Kind, thing: Any, known: set[int]) -> list[PersonWithAccess]:
    found: dict[int, PersonWithAccess] = {}
    for user_id, username, full_name, rank, since in reasons_of(kind, thing):
        role = Role.of_rank(rank)
        if role is None or user_id in known:
            continue
        other = found.get(user_id)
        if other is not None:
            role, since = max(role, other.role, key=lambda each: each.rank), min(since, other.since)
        found[user_id] = PersonWithAccess(
            user_id=user_id, username=username, full_name=full_name, role=role, since=since
        )
    return sorted(found.values(), key=lambda person: (person.since, person.user_id))
