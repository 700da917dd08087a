"""Which row of a week of the month grid an event is drawn in, and how many a day has no room for."""

from collections.abc import Sequence
from typing import NamedTuple

DAYS = 7


class Bar(NamedTuple):
    """One event in one week: its place among those given, its first column (0 to 6), columns, and row from 0.

    `continues_before` and `continues_after` tell that the week cut it off.
    """

    item: int
    column: int
    span: int
    row: int
    continues_before: bool
    continues_after: bool


class WeekRows(NamedTuple):
    """A week as it is drawn: its bars by column and row, and of each day how many events are not."""

    bars: tuple[Bar, ...]
    hidden: tuple[int, ...]


def lay_out_week(items: Sequence[tuple[int, int]], slots: int, days: int = DAYS) -> WeekRows:
    """The week with at most `slots` rows, of events given by the first and the last day they take.

    Days are numbered from the week's first, from 0; others are cut off, and an event outside them all is not
    there. A view of fewer `days` is a shorter week. Earlier events come first, of one day the longer, then in
    the order given. Each takes the first row that is free on all its days; one that finds none is counted as
    hidden on each of them.
    """
    clipped = [
        (max(first, 0), min(last, days - 1), index)
        for index, (first, last) in enumerate(items)
        if first < days and last >= 0
    ]
    clipped.sort(key=lambda each: (each[0], each[0] - each[1], each[2]))
    free_from = [0] * slots
    hidden = [0] * days
    bars = []
    for first, last, index in clipped:
        row = next((row for row in range(slots) if free_from[row] <= first), None)
        if row is None:
            for day in range(first, last + 1):
                hidden[day] += 1
            continue
        free_from[row] = last + 1
        before, after = items[index][0] < 0, items[index][1] >= days
        bars.append(Bar(index, first, last - first + 1, row, before, after))
    bars.sort(key=lambda bar: (bar.column, bar.row))
    return WeekRows(tuple(bars), tuple(hidden))
