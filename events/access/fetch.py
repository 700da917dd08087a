"""Fetching and authorising in one step: unseen is 404, seen but forbidden is 403."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from accounts.actors import Actor
from accounts.models import User
from core.actors import System
from core.compiled import Compiled, P
from core.errors import Forbidden, NotAuthenticated, NotFound
from core.transactions import LockClass, lock_keys
from events.access.roles import (
    calendar_rank,
    event_rank,
    events_with_rank,
    is_visible,
    trash_with_rank,
    visible_calendars,
)
from events.enums import RANK_NEEDED, Permission, Role
from events.models import Calendar, Event

FORBIDDEN = {
    Permission.CHANGE: "You may see this event, but only editors and owners may change it.",
    Permission.DELETE: "Only owners can delete events",
    Permission.SHARE: "Only owners can share events",
}

_FIELDS = Event._meta.concrete_fields
_ATTNAMES = [field.attname for field in _FIELDS]
_ID = Event._meta.get_field("id")
_USER_ID = User._meta.get_field("id")


class OwnerChanged(Exception):
    """The event was given to somebody else between the look-up and the lock: the write starts over."""


@dataclass(frozen=True, slots=True)
class LockedEvent:
    """An event whose owner's schedule and row this transaction holds, fetched for an actor who may do so.

    Only `lock_event` and `lock_events` make one, and only one of these can be written.
    """

    event: Event
    role: Role
    actor: Actor


def _one(shape: tuple[bool, bool]) -> Any:
    locked, trashed = shape
    user = P("user", _USER_ID)
    rows = trash_with_rank(user) if trashed else events_with_rank(user)
    rows = rows.filter(is_visible(user), pk=P("id", _ID))
    if locked:
        rows = rows.select_for_update(of=("self",))
    return rows.order_by().values_list(*_ATTNAMES, F("rank"))


def _several(shape: tuple[bool, bool]) -> Any:
    locked, trashed = shape
    user = P("user", _USER_ID)
    rows = trash_with_rank(user) if trashed else events_with_rank(user)
    rows = rows.filter(is_visible(user), pk__anyof=P("ids", _ID, many=True))
    if locked:
        rows = rows.select_for_update(of=("self",))
    # rows are locked in the order that they come in
    return rows.order_by("pk").values_list(*_ATTNAMES, F("rank"))


_one_event = Compiled(_one)
_several_events = Compiled(_several)


def user_id_of(actor: Actor) -> int:
    """The id of the person who acts; raises `NotAuthenticated` for anybody else."""
    if not isinstance(actor, User):
        raise NotAuthenticated("Sign in to do this.")
    return int(actor.pk)


def get_event(actor: Actor, event_id: int, permission: Permission = Permission.VIEW) -> Event:
    """The event, with `rank` (of the actor's role); one query.

    Raises `NotFound` where the actor may not know that it exists, `Forbidden` where the role is too low.
    The system may do everything.
    """
    return _fetched(actor, event_id, permission)


def get_trashed_event(actor: Actor, event_id: int, permission: Permission = Permission.VIEW) -> Event:
    """The same for an event that lies in the trash."""
    return _fetched(actor, event_id, permission, trashed=True)


def get_known_event(actor: Actor, event_id: int) -> Event:
    """The event whether or not it lies in the trash: its history stays readable; one query, or two."""
    try:
        return get_event(actor, event_id)
    except NotFound:
        return get_trashed_event(actor, event_id)


def find_events(user_id: int, event_ids: Collection[int], *, trashed: bool = False) -> dict[int, Event]:
    """Those of the events that the user may see, by id, each with `rank`; one query, none without ids.

    With `trashed` it is those that lie in the trash.
    """
    return {event.pk: event for event in _read(user_id, event_ids, locked=False, trashed=trashed)}


def lock_event(
    actor: Actor,
    event_id: int,
    permission: Permission,
    *,
    also_owners: tuple[int, ...] = (),
    trashed: bool = False,
) -> LockedEvent:
    """The event under the lock of its owner's schedule (and of `also_owners`) and of its row.

    With `trashed` it is one that lies in the trash. Must run in a transaction. Strangers take no lock;
    schedules are locked by ascending id; the event is read and authorised again after the lock. Raises as
    `get_event`, and `OwnerChanged` for the road to start over.
    """
    owner_id = _fetched(actor, event_id, permission, trashed=trashed).owner_id
    lock_keys(LockClass.OWNER_SCHEDULE, {owner_id, *also_owners})
    event = _fetched(actor, event_id, permission, locked=True, trashed=trashed)
    if event.owner_id != owner_id:
        raise OwnerChanged
    return LockedEvent(event, role_of(event), actor)


def lock_events(
    actor: Actor,
    wanted: Mapping[int, Permission],
    *,
    also_owners: Collection[int] = (),
    trashed: bool = False,
) -> dict[int, "LockedEvent | NotFound | Forbidden"]:
    """Many events as `lock_event` locks one: for each id the locked event, or why the actor may not have it.

    Two statements, and one for each owner. Raises `OwnerChanged` as it does.
    """
    first = _fetched_many(actor, wanted, trashed=trashed)
    owners = {found.owner_id for found in first.values() if isinstance(found, Event)}
    lock_keys(LockClass.OWNER_SCHEDULE, owners | set(also_owners))
    mine = {pk: wanted[pk] for pk, found in first.items() if isinstance(found, Event)}
    outcome: dict[int, LockedEvent | NotFound | Forbidden] = {
        pk: found for pk, found in first.items() if not isinstance(found, Event)
    }
    for pk, found in _fetched_many(actor, mine, locked=True, trashed=trashed).items():
        if not isinstance(found, Event):
            outcome[pk] = found
        elif found.owner_id not in owners:
            raise OwnerChanged
        else:
            outcome[pk] = LockedEvent(found, role_of(found), actor)
    return outcome


def role_of(thing: Event | Calendar) -> Role:
    """The actor's role on something that this module fetched."""
    role = Role.of_rank(thing.rank)
    if role is None:
        raise NotFound("Event not found")
    return role


def _fetched(
    actor: Actor, event_id: int, permission: Permission, *, locked: bool = False, trashed: bool = False
) -> Event:
    if isinstance(actor, System):
        return _for_system(event_id, locked, trashed)
    rows = _one_event({"user": user_id_of(actor), "id": event_id}, (locked, trashed))
    if not rows:
        raise NotFound("Event not found")
    event = Event.from_db("default", _ATTNAMES, rows[0][:-1])
    event.rank = rows[0][-1]
    if event.rank < RANK_NEEDED[permission]:
        raise Forbidden(FORBIDDEN[permission])
    return event


def _fetched_many(
    actor: Actor, wanted: Mapping[int, Permission], *, locked: bool = False, trashed: bool = False
) -> dict[int, Event | NotFound | Forbidden]:
    found: dict[int, Event | NotFound | Forbidden] = {pk: NotFound("Event not found") for pk in wanted}
    for event in _read(user_id_of(actor), wanted, locked=locked, trashed=trashed):
        permission = wanted[event.pk]
        found[event.pk] = event if event.rank >= RANK_NEEDED[permission] else Forbidden(FORBIDDEN[permission])
    return found


def _read(user_id: int, event_ids: Collection[int], *, locked: bool, trashed: bool) -> Iterator[Event]:
    if not event_ids:
        return
    for row in _several_events({"user": user_id, "ids": list(event_ids)}, (locked, trashed)):
        event = Event.from_db("default", _ATTNAMES, row[:-1])
        event.rank = row[-1]
        yield event


def _for_system(event_id: int, locked: bool, trashed: bool) -> Event:
    rows = Event.objects.filter(pk=event_id, deleted_at__isnull=not trashed)
    event = (rows.select_for_update() if locked else rows).first()
    if event is None:
        raise NotFound("Event not found")
    event.rank = Role.OWNER.rank
    return event


def get_calendar(
    actor: Actor, calendar_id: int, permission: Permission = Permission.VIEW, *, deleted: bool = False
) -> Calendar:
    """The calendar, with `rank`; raises `NotFound` or `Forbidden` as `get_event` does.

    With `deleted` it is one that has been deleted.
    """
    by_system = isinstance(actor, System)
    if by_system:
        rows = Calendar.objects.filter(deleted_at__isnull=not deleted)
    else:
        rows = visible_calendars(user_id_of(actor), deleted=deleted)
    calendar = rows.filter(pk=calendar_id).first()
    if calendar is None:
        raise NotFound("Calendar not found")
    if by_system:
        calendar.rank = Role.OWNER.rank
    if calendar.rank < RANK_NEEDED[permission]:
        raise Forbidden(
            "Only owners can share calendars"
            if permission is Permission.SHARE
            else "You may see this calendar, but your role does not allow this."
        )
    return calendar


def lock_calendar(
    actor: Actor, calendar_id: int, permission: Permission, *, deleted: bool = False
) -> Calendar:
    """The calendar under the lock of its owner's schedule, authorised before it and after it.

    Must run in a transaction; raises as `get_calendar`.
    """
    owner_id = get_calendar(actor, calendar_id, permission, deleted=deleted).owner_id
    lock_keys(LockClass.OWNER_SCHEDULE, {owner_id})
    return get_calendar(actor, calendar_id, permission, deleted=deleted)


def may(user: User, permission: Permission, thing: Event | Calendar) -> bool:
    """Whether the user's role on the thing holds the permission: what `user.has_perm` answers."""
    ranked: QuerySet[Any] = (
        Event.objects.annotate(found=event_rank(user.pk))
        if isinstance(thing, Event)
        else Calendar.objects.annotate(found=calendar_rank(user.pk))
    )
    rank = ranked.filter(pk=thing.pk, deleted_at=None).values_list("found", flat=True).first()
    return (rank or 0) >= RANK_NEEDED[permission]
