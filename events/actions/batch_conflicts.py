"""Double bookings of a batch: every item is judged on the state in which the batch leaves the schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accounts.actors import Actor
from core.metrics import conflicts_refused_total
from events.actions.write_events import Write
from events.errors import ScheduleConflict
from events.facts import Clash, OccurrenceFact
from events.rules.added_time import busy_additions
from events.rules.occurrences import is_endless, occurrences
from events.rules.overlap import Span, between, merged
from events.rules.taken_time import losers
from events.selectors.conflicts import conflict_shown, visible_ids
from events.selectors.free_starts import FreeStarts, Wanted
from events.selectors.schedule import MOST_CLASHES, Candidate, find_clashes

_NEW: Final = 0
"""Stands for the id of an event that has none yet."""


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
    added = {key: _spans(key, [*each.added, *beyond.get(key, ())]) for key, each in busy.items()}
    inside = losers(
        added,
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
    wanted = {w.index: Wanted.of(w.after, w.has) for w in lost if w.after is not None}
    taken = (span for facts in stay for span in _spans(0, facts))
    free = FreeStarts(owner_id, wanted.values(), exclude=ids, taken=taken)
    seen = visible_ids(actor, {clash.event_id for clashes in outside.values() for clash in clashes})
    items = {write.index: write for write in writes}
    refused = {}
    for write in lost:
        assert write.after is not None  # what goes to the trash takes no time
        starts, is_all_day = free.of(wanted[write.index]), write.after.is_all_day
        if write.index in outside:
            error = conflict_shown(outside[write.index], seen, starts, is_all_day=is_all_day)
        else:
            other = inside[write.index]
            theirs = [*added[other], *_spans(other, [*busy[other].kept, *busy[other].held])]
            clash = _sibling(items[other], added[write.index], theirs)
            error = conflict_shown([clash], {clash.event_id}, starts, is_all_day=is_all_day)
            error.data["conflicts"] = [_numbered(error.data["conflicts"][0], other)]
        refused[write.index] = error
    return refused


def _sibling(other: Write, mine: Sequence[Span], theirs: Sequence[Span]) -> Clash:
    """The first time at which another item of the batch is in the way; who writes it may see it."""
    ((_, span),) = between(sorted(mine), sorted(theirs), limit=1)
    content = other.after or other.before
    assert content is not None
    return Clash(other.event.pk or _NEW, content.title, span.start_at, span.end_at, content.is_all_day)


def _numbered(shown: Mapping[str, Any], index: int) -> dict[str, Any]:
    """The conflict as a client finds it in its batch."""
    known = {name: value for name, value in shown.items() if value != _NEW or name != "event_id"}
    return {"index": index, **known}


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
