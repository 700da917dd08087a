"""Refusing a double booking: what a write adds is compared with the owner's schedule, under its lock."""

from collections.abc import Collection, Sequence

from accounts.actors import Actor
from core.metrics import conflicts_refused_total
from events.facts import EventContent
from events.selectors.conflicts import find_conflict
from events.selectors.schedule import Candidate


def refuse_conflicts(
    actor: Actor,
    owner_id: int,
    candidates: Sequence[Candidate],
    *,
    exclude: Collection[int],
    wanted: EventContent | None = None,
) -> None:
    """Raises `ScheduleConflict` as `find_conflict` finds it; returns where there is none."""
    conflict = find_conflict(actor, owner_id, candidates, exclude=exclude, wanted=wanted)
    if conflict is not None:
        conflicts_refused_total.inc()
        raise conflict
