"""What a double booking is shown as to a person, and which ones there are or would be."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Actor
from accounts.models import User
from events.access import visible_to
from events.errors import ScheduleConflict
from events.facts import Clash, EventContent
from events.rules.free_slots import starts_instead
from events.rules.wire import moment_text
from events.selectors.schedule import Candidate, busy_near, find_clashes

SEARCHED = timedelta(days=30)


def find_conflict(
    actor: Actor, owner_id: int, candidates: Sequence[Candidate], *, exclude: Collection[int]
) -> ScheduleConflict | None:
    """The refusal with every clash and the next free starts; None where there is no clash.

    Final only under the lock of the owner's schedule; without it, it tells how things are at the moment.
    """
    clashes = [clash for _, clash in find_clashes(owner_id, candidates, exclude=exclude)]
    if not clashes:
        return None
    return conflict_error(actor, owner_id, candidates[0].content, clashes, exclude=exclude)


def conflict_error(
    actor: Actor,
    owner_id: int,
    content: EventContent,
    clashes: Sequence[Clash],
    *,
    exclude: Collection[int] = (),
) -> ScheduleConflict:
    """The refusal for a person: titles and ids only of events that the actor may see."""
    seen = visible_ids(actor, {clash.event_id for clash in clashes})
    starts = suggestions(owner_id, content, exclude=exclude)
    return conflict_shown(clashes, seen, starts, is_all_day=content.is_all_day)


def conflict_shown(
    clashes: Sequence[Clash],
    seen: Collection[int],
    free_starts: Sequence[datetime],
    *,
    is_all_day: bool,
) -> ScheduleConflict:
    """The refusal where it is known which of the events may be seen, and what is free.

    Days are shown as dates, as everywhere: the clashes that are all day, and the free ones for what is.
    """
    named = next((clash.title for clash in clashes if clash.event_id in seen), None)
    detail = (
        f"Event conflicts with existing event: {named}"
        if named is not None
        else "Event conflicts with an existing event"
    )
    return ScheduleConflict(
        detail,
        data={
            "conflicts": [_shown(clash, clash.event_id in seen) for clash in clashes],
            "suggestions": [moment_text(at, is_all_day) for at in free_starts],
        },
    )


def suggestions(owner_id: int, content: EventContent, *, exclude: Collection[int]) -> list[datetime]:
    """The next three free starts of the same length, from 07:00 to 22:00 of the owner's zone."""
    length = content.end_at - content.start_at
    latest = content.start_at + SEARCHED
    busy = busy_near(owner_id, content.start_at, latest, latest + length, exclude=exclude)
    tz = User.objects.values_list("timezone", flat=True).get(pk=owner_id)
    return starts_instead(busy, length, content.start_at, tz, is_all_day=content.is_all_day)


def visible_ids(actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of the events that the actor may see."""
    if not isinstance(actor, User):
        return set(ids)
    return set(visible_to(actor.pk).filter(pk__in=ids).values_list("pk", flat=True))


def _shown(clash: Clash, may_see: bool) -> dict[str, Any]:
    times = {
        "start_time": moment_text(clash.start_at, clash.is_all_day),
        "end_time": moment_text(clash.end_at, clash.is_all_day),
    }
    return {"event_id": clash.event_id, "title": clash.title, **times} if may_see else times
