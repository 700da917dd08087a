"""Ending an event in the trash for good: the row, its grants and occurrences go; that it was stays known."""

from collections.abc import Collection, Iterator
from datetime import datetime

from accounts.actors import Actor
from accounts.models import User
from core.actors import System
from events.access import LockedEvent, lock_event, lock_events
from events.actions.apply import Change, count_written, event_fact
from events.actions.road import on_the_road
from events.enums import Permission, Verb
from events.models import Event
from journal.actions.record import record
from journal.facts import Fact


@on_the_road
def purge_event(*, actor: Actor, event_id: int) -> None:
    """Deletes the event with a last version, as its history allows no two rows of one number.

    Raises `NotFound` (also for an event that is not in the trash) and `Forbidden` for anyone but owners.
    """
    locked = lock_event(actor, event_id, Permission.DELETE, trashed=True)
    record([_ended(locked)], actor_id=actor.id)
    count_written(Verb.PURGED)


@on_the_road
def purge_events(*, actor: Actor, event_ids: Collection[int]) -> int:
    """Deletes, each as `purge_event` does, those of the events that the actor may; returns how many."""
    found = lock_events(actor, dict.fromkeys(event_ids, Permission.DELETE), trashed=True)
    facts = [_ended(each) for each in found.values() if isinstance(each, LockedEvent)]
    record(facts, actor_id=actor.id)
    count_written(Verb.PURGED, len(facts))
    return len(facts)


def purge_trash(*, before: datetime, dry_run: bool = False) -> Iterator[int]:
    """Purges what was deleted before that instant, each event in its own transaction; yields their ids."""
    for event_id in Event.objects.filter(deleted_at__lt=before).order_by("pk").values_list("pk", flat=True):
        if not dry_run:
            purge_event(actor=System(), event_id=event_id)
        yield event_id


def count_purgeable(before: datetime) -> int:
    """How many events `purge_trash` would end."""
    return Event.objects.filter(deleted_at__lt=before).count()


def _ended(locked: LockedEvent) -> Fact:
    """Deletes the row with its last version, and says that it was."""
    event = locked.event
    event.version += 1
    event._history_user = locked.actor if isinstance(locked.actor, User) else None  # type: ignore[attr-defined]
    change = Change(verb=Verb.PURGED)
    event._version_facts = {"verb": change.verb, "restored_from": None}  # type: ignore[attr-defined]
    fact = event_fact(event, change, [])
    event.delete()
    return fact
