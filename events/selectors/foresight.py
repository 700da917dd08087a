"""What a write would come to, and what an event clashes with as it stands: looked at without a lock."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.utils.timezone import now

from accounts.actors import Actor
from accounts.models import User
from events.access import get_event, user_id_of, visible_calendars
from events.changes import UNSET, EventChanges, Scope
from events.enums import Permission
from events.errors import ScheduleConflict
from events.facts import EventContent, OccurrenceFact
from events.models import Event, content_of
from events.rules.added_time import busy_additions
from events.rules.content import new_content
from events.rules.instances import get_instance, shown_instance
from events.rules.occurrences import horizon_of, occurrences
from events.rules.scoped_edit import scoped_edit
from events.selectors.conflicts import conflict_error, find_conflict
from events.selectors.schedule import Candidate, find_clashes

LOOKED_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The content that a write would leave, and the refusal that it would meet if it insisted on its time."""

    content: EventContent
    conflict: ScheduleConflict | None


@dataclass(frozen=True, slots=True)
class PresentConflict:
    """What an event clashes with, and which instance of it does: "" for an event that does not recur."""

    recurrence_id: str
    instance: EventContent
    conflict: ScheduleConflict


def foresee_creation(actor: Actor, changes: EventChanges) -> Foreseen:
    """What making the event would come to; raises `Invalid` with every fault of its fields."""
    user_id = user_id_of(actor)
    assert isinstance(actor, User)
    calendar_id = None if changes.calendar_id is UNSET else changes.calendar_id
    content = new_content(changes, timezone=actor.timezone, calendar_id=calendar_id or 0)
    calendar = visible_calendars(user_id).filter(pk=calendar_id).first() if calendar_id else None
    owner_id = calendar.owner_id if calendar is not None else user_id
    return _foreseen(actor, owner_id, None, content, exclude=[])


def foresee_edit(actor: Actor, event_id: int, changes: EventChanges, scope: Scope) -> Foreseen:
    """What the edit would come to if it were made on the event as it is now.

    Raises `NotFound`, `Forbidden`, and `Invalid` with every fault.
    """
    event = get_event(actor, event_id, Permission.CHANGE)
    before, after = scoped_edit(content_of(event), changes, scope)
    return _foreseen(actor, event.owner_id, before, after, exclude=[event.pk])


def find_present_conflict(
    actor: Actor, event: Event, recurrence_id: str | None = None
) -> PresentConflict | None:
    """What the event was saved over, as far as it is not past; of a series the first such instance.

    `event` was fetched for the actor. Looks `LOOKED_AHEAD` far; at one instance where `recurrence_id` is
    given. Raises `Invalid` and `NotFound` for what is no instance.
    """
    at, content = now(), content_of(event)
    if recurrence_id is not None:
        content = shown_instance(content, get_instance(content, recurrence_id))
    own = [o for o in occurrences(content, at, at + LOOKED_AHEAD) if o.is_busy]
    pairs = find_clashes(event.owner_id, [Candidate(0, content, own)], exclude=[event.pk])
    if not pairs:
        return None
    first = pairs[0][1]
    mine = next(o for o in own if o.start_at < first.end_at and first.start_at < o.end_at)
    instance = replace(content, start_at=mine.start_at, end_at=mine.end_at, rrule="", recurrence_overrides={})
    clashes = [clash for _, clash in pairs if clash.start_at < mine.end_at and mine.start_at < clash.end_at]
    conflict = conflict_error(actor, event.owner_id, instance, clashes, exclude=[event.pk])
    return PresentConflict(recurrence_id or mine.recurrence_id, instance, conflict)


def _foreseen(
    actor: Actor,
    owner_id: int,
    before: EventContent | None,
    after: EventContent,
    *,
    exclude: list[int],
) -> Foreseen:
    added = busy_additions([] if before is None else _expanded(before), _expanded(after))
    return Foreseen(after, find_conflict(actor, owner_id, [Candidate(0, after, added)], exclude=exclude))


def _expanded(content: EventContent) -> list[OccurrenceFact]:
    horizon = timedelta(days=settings.OCCURRENCE_HORIZON_DAYS)
    return occurrences(content, None, horizon_of(content, now=now(), horizon=horizon))
