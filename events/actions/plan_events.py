"""What the writes of several events share before anything is written: calendars, new events, uids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

from django.utils.timezone import now

from accounts.actors import Actor
from accounts.models import User
from core.errors import DomainError, Fault, Invalid
from core.transactions import LockClass, lock_keys
from events.access import find_calendars, user_id_of
from events.actions.apply import horizon
from events.changes import UNSET, EventChanges
from events.enums import RANK_NEEDED, Permission
from events.errors import BatchFailed
from events.facts import EventContent
from events.models import Calendar, Event, write_content
from events.rules.content import new_content

Mode = Literal["atomic", "each"]
Calendars = Mapping[int | None, Calendar]
"""Calendars by id, and the actor's default one as None."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item of a batch: an event, or the refusal."""

    event: Event | None = None
    error: DomainError | None = None


def calendars_named(actor: Actor, ids: Collection[int], *, with_default: bool) -> Calendars:
    """Those of the calendars that the actor may see, and his default one as None; one query."""
    user_id = user_id_of(actor)
    found: dict[int | None, Calendar] = {
        calendar.pk: calendar for calendar in find_calendars(user_id, ids, with_default=with_default)
    }
    default = next((c for c in found.values() if c.is_default and c.owner_id == user_id), None)
    return found if default is None else {**found, None: default}


def calendars_for(actor: Actor, items: Sequence[EventChanges]) -> Calendars:
    """The calendars that new events go into."""
    ids = {item.calendar_id for item in items if isinstance(item.calendar_id, int)}
    return calendars_named(actor, ids, with_default=any(item.calendar_id is UNSET for item in items))


def locked_calendars(actor: Actor, items: Sequence[EventChanges]) -> Calendars:
    """The same, with their owners' schedules locked.

    They are read again after the lock: a calendar may have been deleted or taken back meanwhile.
    """
    calendars = calendars_for(actor, items)
    lock_keys(LockClass.OWNER_SCHEDULE, {calendar.owner_id for calendar in calendars.values()})
    return calendars_for(actor, items)


def planned_event(actor: Actor, changes: EventChanges, calendars: Calendars) -> tuple[Event, EventContent]:
    """A new event, unsaved, with its content; raises `Invalid` with every fault."""
    calendar = calendars.get(None if changes.calendar_id is UNSET else changes.calendar_id)
    if calendar is None:
        raise Invalid.of("calendar_id", "not_found", "There is no such calendar.")
    if calendar.rank < RANK_NEEDED[Permission.CHANGE]:
        raise Invalid.of("calendar_id", "read_only", "You may see this calendar, but not write to it.")
    tz = actor.timezone if isinstance(actor, User) else calendar.timezone
    content = new_content(changes, timezone=tz, calendar_id=calendar.pk)
    moment = now()
    event = Event(
        calendar=calendar,
        owner_id=calendar.owner_id,
        uid=_uid(changes),
        version=1,
        created_at=moment,
        updated_at=moment,
        occurrences_until=horizon(content),
    )
    event.rank = calendar.rank
    write_content(event, content)
    return event, content


def _uid(changes: EventChanges) -> str:
    if changes.uid is UNSET:
        return str(uuid4())
    uid = changes.uid.strip()
    if not 0 < len(uid) <= 255:
        raise Invalid.of("uid", "invalid", "A uid has 1 to 255 characters.")
    return uid


def uid_clashes(
    wanted: Mapping[int, tuple[int, str]], *, leaving: Collection[int] = ()
) -> dict[int, Invalid]:
    """The items whose calendar and uid are taken, by an earlier item or by an event; one query, or none.

    `leaving` are events that go to the trash before anything else is written.
    """
    if not wanted:
        return {}
    rows = Event.objects.filter(
        calendar__in={calendar for calendar, _ in wanted.values()},
        uid__in={uid for _, uid in wanted.values()},
        deleted_at=None,
    ).exclude(pk__in=leaving)
    taken, named = set(rows.values_list("calendar_id", "uid")), set[tuple[int, str]]()
    refused = {}
    for index, pair in sorted(wanted.items()):
        if pair in taken:
            refused[index] = Invalid.of("uid", "uid_taken", "Another event of this calendar has this uid.")
        elif pair in named:
            refused[index] = Invalid.of("uid", "uid_taken", "Another event of this batch has this uid.")
        else:
            named.add(pair)
    return refused


def raise_malformed(outcomes: Mapping[int, Outcome], items: str) -> None:
    """Raises `Invalid` with the faults of all that are not valid; `items` is what the wire calls them."""
    faulty = [
        (index, outcome.error)
        for index, outcome in sorted(outcomes.items())
        if isinstance(outcome.error, Invalid)
    ]
    faults = [
        Fault(f"{items}.{index}.{fault.field}", fault.code, fault.message)
        for index, error in faulty
        for fault in error.faults
    ]
    if faults:
        raise Invalid(f"Batch creation failed: {len(faulty)} of the {items} are not valid.", faults=faults)


def batch_failed(refused: Mapping[int, DomainError], field: str | None = None) -> BatchFailed:
    """The refusal of an atomic batch, with every refused item by index."""
    first = refused[min(refused)]
    named = {} if field is None else {"field": field}
    errors: list[dict[str, Any]] = [
        {**error.data, "index": index, **named, "code": error.code, "message": error.detail}
        for index, error in sorted(refused.items())
    ]
    return BatchFailed(f"Batch creation failed: {first.detail}", data={"errors": errors})
