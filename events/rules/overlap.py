"""Overlap of half-open intervals of time: which spans clash, and when anything is busy at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush, merge
from itertools import islice
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The time from `start_at` up to, and without, `end_at`, both aware; `key` says whose it is.

    A span that does not end after it starts holds no time, and so overlaps nothing.
    """

    start_at: datetime
    end_at: datetime
    key: int = 0


Pair: TypeAlias = tuple[Span, Span]


def overlaps(a: Span, b: Span) -> bool:
    """Whether the two share any time; one that starts when the other ends does not."""
    return max(a.start_at, b.start_at) < min(a.end_at, b.end_at)


def clashes(spans: Iterable[Span], *, limit: int | None = None) -> list[Pair]:
    """All overlapping pairs with different keys, earlier span first, in order of the later one's start.

    At most `limit` of them, if given. Takes O(n log n + pairs): spans of one key that overlap each other, as
    those of a long event that recurs often, are never looked at in pairs.
    """
    ordered = sorted(spans, key=lambda span: (span.start_at, span.end_at, span.key))
    pairs = _sweep((span, span.key) for span in ordered)
    return [(a, b) for a, b, _ in islice(pairs, limit)]


def between(left: Iterable[Span], right: Iterable[Span], *, limit: int | None = None) -> list[Pair]:
    """All overlapping pairs of one span of `left` and one of `right`, in order of the later one's start.

    Both must be sorted by start; keys are not looked at. At most `limit` pairs, if given: then neither is
    read further than these need.
    """
    ordered = merge(
        ((span, 0) for span in left), ((span, 1) for span in right), key=lambda item: item[0].start_at
    )
    pairs = ((a, b) if party else (b, a) for a, b, party in _sweep(ordered))
    return list(islice(pairs, limit))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The union of the spans: in order, apart from each other (touching ones become one), with key 0."""
    union: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start_at):
        if span.end_at <= span.start_at:
            continue
        if union and span.start_at <= union[-1].end_at:
            last = union.pop()
            union.append(Span(last.start_at, max(last.end_at, span.end_at)))
        else:
            union.append(Span(span.start_at, span.end_at))
    return union


def stretches(ordered: Iterable[Span], apart: timedelta) -> list[list[Span]]:
    """The spans, given by start, in groups between which no span goes on for longer than `apart`."""
    found: list[list[Span]] = []
    end: datetime | None = None
    for span in ordered:
        if end is None or span.start_at - end > apart:
            found.append([])
            end = span.end_at
        found[-1].append(span)
        end = max(end, span.end_at)
    return found


def clashing(spans: Iterable[Span]) -> set[Span]:
    """The spans that overlap one with another key. Takes O(n log n), however many pairs there are."""
    ordered = sorted(span for span in spans if span.end_at > span.start_at)
    found: set[Span] = set()
    # the latest end of the spans so far, and the latest of those with another key
    last: Span | None = None
    other: Span | None = None
    for span in ordered:
        before = other if last is not None and last.key == span.key else last
        if before is not None and before.end_at > span.start_at:
            found.add(span)
        if last is None or span.end_at > last.end_at:
            if last is not None and last.key != span.key:
                other = last
            last = span
        elif span.key != last.key and (other is None or span.end_at > other.end_at):
            other = span
    # the next start, and the next of another key
    last, other = None, None
    for span in reversed(ordered):
        after: Span | None = other if last is not None and last.key == span.key else last
        if after is not None and after.start_at < span.end_at:
            found.add(span)
        if last is not None and last.key != span.key:
            other = last
        last = span
    return found


def _sweep(ordered: Iterable[tuple[Span, int]]) -> Iterator[tuple[Span, Span, int]]:
    """Overlapping pairs of different parties, as (earlier, later, party of the later).

    `ordered` holds spans with their parties, by start. Open spans are kept by party, so that each step of the
    inner loops gives a pair; a heap by end tells which have closed.
    """
    open_by_party: dict[int, dict[int, Span]] = {}
    ends: list[tuple[datetime, int, int]] = []
    for number, (span, party) in enumerate(ordered):
        if span.end_at <= span.start_at:
            continue
        while ends and ends[0][0] <= span.start_at:
            _, closed, its_party = heappop(ends)
            del open_by_party[its_party][closed]
            if not open_by_party[its_party]:
                del open_by_party[its_party]
        for other, open_spans in open_by_party.items():
            if other != party:
                for earlier in open_spans.values():
                    yield earlier, span, party
        open_by_party.setdefault(party, {})[number] = span
        heappush(ends, (span.end_at, number, party))
