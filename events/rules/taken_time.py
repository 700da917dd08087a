"""Time that the items of a batch take, one after the other: which of them stand in each other's way."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from events.rules.overlap import Span

_Taken: TypeAlias = tuple[datetime, datetime, int]


class TakenTime:
    """Spans of several items, searched by time; spans of one item may overlap each other."""

    def __init__(self) -> None:
        self._spans: list[_Taken] = []
        self._longest = timedelta(0)

    def add(self, spans: Iterable[Span]) -> None:
        """Takes the time of the spans."""
        for span in spans:
            self._spans.append((span.start_at, span.end_at, span.key))
            self._longest = max(self._longest, span.end_at - span.start_at)
        # what was sorted stays one run, so this costs little
        self._spans.sort()

    def find(self, span: Span) -> int | None:
        """The key of another item that holds any of the span's time."""
        at = bisect_left(self._spans, (span.end_at,))
        earliest = span.start_at - self._longest
        while at and self._spans[at - 1][0] >= earliest:
            at -= 1
            _, end_at, key = self._spans[at]
            if key != span.key and end_at > span.start_at:
                return key
        return None


def losers(
    added: Mapping[int, Sequence[Span]],
    kept: Mapping[int, Sequence[Span]],
    held: Mapping[int, Sequence[Span]],
    refused: Iterable[int],
) -> dict[int, int]:
    """The items that must be refused because of another item of their batch, each with that item.

    Items are numbers, in order: the earlier one wins. `added` is the time that an item would newly take,
    `kept` what it takes of what it held before, `held` all that it held: an item that is refused, those
    `refused` already among them, goes on holding it. So two items may swap their times, and one that counted
    on the time of another that stays is refused with it.
    """
    gone = set(refused)
    lost: dict[int, int] = {}
    while True:
        newly = _one_round(added, kept, held, gone)
        if not newly:
            return lost
        lost.update(newly)
        gone.update(newly)


def _one_round(
    added: Mapping[int, Sequence[Span]],
    kept: Mapping[int, Sequence[Span]],
    held: Mapping[int, Sequence[Span]],
    gone: set[int],
) -> dict[int, int]:
    taken = TakenTime()
    for item in added:
        taken.add(held[item] if item in gone else kept[item])
    lost: dict[int, int] = {}
    for item in sorted(set(added) - gone):
        other = next((key for span in added[item] if (key := taken.find(span)) is not None), None)
        if other is None:
            taken.add(added[item])
        else:
            lost[item] = other
    return lost
