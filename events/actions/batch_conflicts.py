"""Double bookings of a batch: every item is judged on the state in which the batch leaves the schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.models import User
from core.metrics import conflicts_refused_total
from events.actions.write_events import Write
from events.errors import ScheduleConflict
from events.facts import Clash, EventContent, OccurrenceFact
from events.rules.added_time import busy_additions
from events.rules.free_slots import starts_instead
from events.rules.occurrences import is_endless, occurrences
from events.rules.overlap import Span, merged, stretches
from events.rules.taken_time import losers
from events.selectors.conflicts import SEARCHED, conflict_shown, visible_ids
from events.selectors.schedule import FAR_APART, MOST_CLASHES, Candidate, busy_near, find_clashes


def refused_writes(actor: Actor, writes: Sequence[Write]) -> dict[int, ScheduleConflict]:
    """The writes that would double-book their owner, by index, each with its refusal.

    Time that another write of the batch gives up is free, so events may swap their times. Of two writes that
    want the same time the earlier wins, and a refused one holds what it held. The schedules are locked. The
    number of statements does not depend on that of the writes, but for refused ones that lie months apart.
    """
    by_owner: dict[int, list[Write]] = {}
    for write in writes:
        if write.moves:
            by_owner.setdefault(write.event.owner_id, []).append(write)
    refused: dict[int, ScheduleConflict] = {}
    for owner_id, own in sorted(by_owner.items()):
        refused.update(_refused_of(actor, owner_id, own))
    if refused:
        conflicts_refused_total.inc(len(refused))
    return refused


@dataclass(frozen=True, slots=True)
class _Busy:
    """The busy time of one write."""

    added: list[OccurrenceFact]
    kept: list[OccurrenceFact]
    held: list[OccurrenceFact]


def _refused_of(actor: Actor, owner_id: int, writes: Sequence[Write]) -> dict[int, ScheduleConflict]:
    busy = {write.index: _busy(write) for write in writes}
    ids = [write.event.pk for write in writes if write.event.pk]
    candidates = [
        Candidate(write.index, write.after, busy[write.index].added)
        for write in writes
        if write.after is not None
    ]
    outside = _outside(owner_id, candidates, ids)
    beyond = _beyond_rows(writes, busy)
    inside = losers(
        {key: _spans(key, [*each.added, *beyond.get(key, ())]) for key, each in busy.items()},
        {key: _spans(key, each.kept) for key, each in busy.items()},
        {key: _spans(key, each.held) for key, each in busy.items()},
        outside,
    )
    if not outside and not inside:
        return {}
    lost = [write for write in writes if write.index in outside or write.index in inside]
    stay = [
        each.held if key in outside or key in inside else [*each.kept, *each.added]
        for key, each in busy.items()
    ]
    free = _Free(owner_id, [w.after for w in lost if w.after], ids, [o for facts in stay for o in facts])
    seen = visible_ids(actor, {clash.event_id for clashes in outside.values() for clash in clashes})
    refused = {}
    for write in lost:
        assert write.after is not None  # what goes to the trash takes no time
        error = conflict_shown(
            outside.get(write.index, ()),
            seen,
            free.starts(write.after),
            is_all_day=write.after.is_all_day,
        )
        if write.index not in outside:
            error.detail = f"Event conflicts with item {inside[write.index]} of this batch"
            error.data["conflicts"] = [{"index": inside[write.index]}]
        refused[write.index] = error
    return refused


def _busy(write: Write) -> _Busy:
    added = busy_additions(write.had, write.has)
    new = {(fact.start_at, fact.end_at) for fact in added}
    kept = [fact for fact in write.has if fact.is_busy and (fact.start_at, fact.end_at) not in new]
    return _Busy(added, kept, [fact for fact in write.had if fact.is_busy])


def _spans(key: int, facts: Sequence[OccurrenceFact]) -> list[Span]:
    return [Span(fact.start_at, fact.end_at, key) for fact in facts]


def _outside(owner_id: int, candidates: Sequence[Candidate], ids: Sequence[int]) -> dict[int, list[Clash]]:
    """The clashes with events that the batch does not move; asked again where one answer cannot hold all."""
    found: dict[int, list[Clash]] = {}
    while True:
        pairs = find_clashes(owner_id, [c for c in candidates if c.key not in found], exclude=ids)
        for key, clash in pairs:
            found.setdefault(key, []).append(clash)
        if len(pairs) < MOST_CLASHES:
            return found


def _beyond_rows(writes: Sequence[Write], busy: Mapping[int, _Busy]) -> dict[int, list[OccurrenceFact]]:
    """What endless rules of the batch take where other items of it reach further than their rows do."""
    endless = [
        (write.index, write.after, write.has, max(fact.end_at for fact in write.has))
        for write in writes
        if write.has and write.after is not None and is_endless(write.after)
    ]
    if not endless:
        return {}
    nearest = min(last for *_, last in endless)
    late = [(key, fact) for key, each in busy.items() for fact in each.added if fact.end_at > nearest]
    more: dict[int, list[OccurrenceFact]] = {}
    for index, content, has, last in endless:
        far = merged(
            Span(max(fact.start_at, last), fact.end_at)
            for key, fact in late
            if key != index and fact.end_at > last
        )
        known = {fact.recurrence_id for fact in has}
        more[index] = [
            fact
            for window in far
            for fact in occurrences(content, window.start_at, window.end_at)
            if fact.is_busy and fact.recurrence_id not in known
        ]
    return more


class _Free:
    """Free starts around what a batch leaves behind, from one look at the schedule for all that is near."""

    def __init__(
        self,
        owner_id: int,
        wanted: Sequence[EventContent],
        exclude: Sequence[int],
        taken: Sequence[OccurrenceFact],
    ) -> None:
        # by when their slots begin, each with its place among what is wanted
        starts = sorted(Span(c.start_at, c.start_at + SEARCHED, place) for place, c in enumerate(wanted))
        held: list[Span] = []
        for near in stretches(starts, FAR_APART):
            latest = max(span.end_at for span in near)
            longest = max(wanted[span.key].end_at - wanted[span.key].start_at for span in near)
            held += busy_near(owner_id, near[0].start_at, latest, latest + longest, exclude=exclude)
        self._busy = merged([*held, *_spans(0, taken)])
        self._zone = User.objects.values_list("timezone", flat=True).get(pk=owner_id)

    def starts(self, content: EventContent) -> list[datetime]:
        """The next three free starts for the content."""
        length = content.end_at - content.start_at
        until = content.start_at + SEARCHED + length
        near = [s for s in self._busy if s.end_at > content.start_at and s.start_at < until]
        return starts_instead(near, length, content.start_at, self._zone, is_all_day=content.is_all_day)
