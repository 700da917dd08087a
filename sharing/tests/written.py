"""What is in the database, so that a test can say what an action wrote, or that it wrote nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from core.errors import DomainError
from events.enums import Role
from events.models import (
    Calendar,
    CalendarUserPermission,
    Event,
    EventUserPermission,
    HistoricalEvent,
    Occurrence,
)
from journal.models import Chain, Entry, IdempotencyClaim

MODELS: tuple[Any, ...] = (
    EventUserPermission,
    CalendarUserPermission,
    Event,
    HistoricalEvent,
    Occurrence,
    Entry,
    Chain,
    IdempotencyClaim,
)


def everything() -> list[list[tuple[Any, ...]]]:
    """Every row that sharing could write."""
    return [list(model._default_manager.order_by("pk").values_list()) for model in MODELS]


def rows_of(thing: Event | Calendar) -> dict[str, list[str]]:
    """The permissions that each user holds of his own, by username."""
    model: Any = EventUserPermission if isinstance(thing, Event) else CalendarUserPermission
    rows = model.objects.filter(content_object=thing).order_by("user__username", "permission__codename")
    held: dict[str, list[str]] = {}
    for username, codename in rows.values_list("user__username", "permission__codename"):
        held.setdefault(username, []).append(codename)
    return held


def codenames(role: Role | str, kind: str = "event") -> list[str]:
    """The rows that make a role."""
    names = {
        "viewer": ["view"],
        "editor": ["change", "view"],
        "owner": ["change", "delete", "share", "view"],
    }[Role(role).value]
    return [f"{name}_{kind}" for name in names]


def entries(after: int = 0) -> list[dict[str, Any]]:
    """What the journal was told after an entry, oldest first."""
    columns = ("actor_id", "verb", "subject_kind", "subject_id", "calendar_id", "summary", "payload")
    return list(Entry.objects.filter(pk__gt=after).order_by("pk").values(*columns))


def last_entry() -> int:
    """The id of the newest entry."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def refusal(act: Callable[..., Any], *args: Any, **named: Any) -> DomainError:
    """What was raised, and proof that nothing was written."""
    before = everything()
    with pytest.raises(DomainError) as raised:
        act(*args, **named)
    assert everything() == before
    return raised.value
