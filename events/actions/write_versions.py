"""Events together with their version rows, written by statements that are put together once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.actors import Actor
from accounts.models import User
from core.actors import current_source
from core.compiled import Insert, Update
from events.enums import Verb
from events.models import Event, HistoricalEvent

_COLUMNS = [field.attname for field in HistoricalEvent._meta.concrete_fields]
_insert_events = Insert(Event)
_insert_versions = Insert(HistoricalEvent)
_update_event = Update(Event, [field.name for field in Event._meta.concrete_fields if not field.primary_key])


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What versions that are written together share: who did what at which instant, through which door."""

    actor: Actor
    verb: Verb
    at: datetime
    restored_from: int | None = None


def insert_with_versions(events: Sequence[Event], facts: VersionFacts) -> None:
    """Inserts new events, each with its first version and its `_change_reason`; two statements."""
    _insert_events(events)
    insert_versions(events, facts, history_type="+")


def update_with_version(event: Event, facts: VersionFacts) -> None:
    """Saves every column of an event whose row is locked, with a version; two statements.

    Raises `Event.DoesNotExist` where the row is gone.
    """
    if not _update_event(event):
        raise Event.DoesNotExist(f"event {event.pk} has no row")
    insert_versions([event], facts, history_type="~")


def insert_versions(events: Sequence[Event], facts: VersionFacts, *, history_type: str) -> None:
    """A version row for each event as it is now: what simple history's `bulk_history_create` would insert."""
    shared = {
        "history_id": None,
        "history_date": facts.at,
        "history_type": history_type,
        "history_user_id": facts.actor.pk if isinstance(facts.actor, User) else None,
        "verb": facts.verb,
        "source": current_source(),
        "restored_from": facts.restored_from,
    }
    _insert_versions([_version(event, shared) for event in events])


def _version(event: Event, shared: Mapping[str, Any]) -> Model:
    own = {"history_change_reason": getattr(event, "_change_reason", None)}
    values = [
        shared[name] if name in shared else own[name] if name in own else getattr(event, name)
        for name in _COLUMNS
    ]
    # by position: to name thirty columns to a model's constructor takes three times as long
    row: Model = HistoricalEvent.from_db(None, _COLUMNS, values)
    return row
