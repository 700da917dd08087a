"""Side by side: in which lane of a day an event is drawn, so that none covers another."""

from collections.abc import Sequence
from typing import NamedTuple


class Lane(NamedTuple):
    """The lane of an event, from 0, and how many there are where it stands."""

    lane: int
    lanes: int


class Rest(NamedTuple):
    """Spans that are too many to stand side by side: from the first start to the last end, and their number.

    It takes the last lane.
    """

    start: int
    end: int
    number: int


class SideBySide(NamedTuple):
    """The lane of each span, in the order given, or None for what is in one of the rests."""

    lanes: tuple[Lane | None, ...]
    rests: tuple[Rest, ...]


def side_by_side(spans: Sequence[tuple[int, int]], most: int) -> SideBySide:
    """The half-open spans in at most so many lanes; where more are needed, the last is that of a rest."""
    lanes: list[Lane | None] = [Lane(lane, min(lanes, most)) for lane, lanes in lanes_of(spans)]
    beyond = [index for index, lane in enumerate(lanes) if lane is not None and lane.lane >= most - 1]
    rests = []
    for crowd in _crowds(spans, beyond):
        if len(crowd) == 1:
            continue
        for index in crowd:
            lanes[index] = None
        start, end = min(spans[index][0] for index in crowd), max(spans[index][1] for index in crowd)
        rests.append(Rest(start, end, len(crowd)))
    return SideBySide(tuple(lanes), tuple(rests))


def _crowds(spans: Sequence[tuple[int, int]], indices: Sequence[int]) -> list[list[int]]:
    """Those that overlap, directly or through others; one alone is in the last lane that there may be."""
    crowds: list[list[int]] = []
    end = 0
    for index in sorted(indices, key=lambda index: spans[index]):
        if not crowds or spans[index][0] >= end:
            crowds.append([])
        crowds[-1].append(index)
        end = max(end, spans[index][1])
    return crowds


def lanes_of(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """The lane of each half-open span, in the order given.

    Spans that overlap, directly or through others, share the width of the day; each takes the first lane that
    is free when it begins, the longer of two that begin together first. No more lanes are made than spans
    that overlap at one time.
    """
    order = sorted(range(len(spans)), key=lambda index: (spans[index][0], -spans[index][1], index))
    placed: list[Lane] = [Lane(0, 1)] * len(spans)
    group: list[tuple[int, int]] = []
    free_from: list[int] = []

    def close() -> None:
        for index, lane in group:
            placed[index] = Lane(lane, len(free_from))
        group.clear()
        free_from.clear()

    for index in order:
        start, end = spans[index]
        if free_from and start >= max(free_from):
            close()
        lane = next((lane for lane, free in enumerate(free_from) if free <= start), len(free_from))
        if lane == len(free_from):
            free_from.append(end)
        else:
            free_from[lane] = end
        group.append((index, lane))
    close()
    return placed
