"""Side by side: in which lane of a day an event is drawn, so that none covers another."""

from collections.abc import Sequence
from typing import NamedTuple


class Lane(NamedTuple):
    """The lane of an event, from 0, and how many there are where it stands."""

    lane: int
    lanes: int


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
