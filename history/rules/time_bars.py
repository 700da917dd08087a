"""A change of time as two bars above a scale: whole numbers, ready to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WIDTH: Final = 320
NARROWEST: Final = 3
_DAY: Final = timedelta(days=1)
_STEPS: Final = (
    *(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12)),
    *(timedelta(days=days) for days in (1, 2, 7, 14, 28, 91, 182, 364)),
)
_MOST_TICKS: Final = 7

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar begins and how wide it is, of `WIDTH` in all."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale, and the wall time that it stands for."""

    x: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TimeBars:
    """Both times on one scale; `by_day` where its ticks are days and not hours."""

    before: Bar
    after: Bar
    ticks: Sequence[Tick]
    by_day: bool


def time_bars(before: Span, after: Span) -> TimeBars:
    """Two spans of naive wall times, of which each ends after it starts, on a scale of full hours or days."""
    first, last = min(before[0], after[0]), max(before[1], after[1])
    step = next((step for step in _STEPS if _ticks_of(step, first, last) <= _MOST_TICKS), _STEPS[-1])
    while _ticks_of(step, first, last) > _MOST_TICKS:
        step *= 2
    begin = _floor(first, step)
    count = -((begin - last) // step)
    length = step * count

    def place(at: datetime) -> int:
        return round((at - begin) / length * WIDTH)

    def bar(span: Span) -> Bar:
        x = min(place(span[0]), WIDTH - NARROWEST)
        return Bar(x, max(place(span[1]) - x, NARROWEST))

    ticks = [Tick(place(begin + step * number), begin + step * number) for number in range(count + 1)]
    return TimeBars(bar(before), bar(after), ticks, step >= _DAY)


def _ticks_of(step: timedelta, first: datetime, last: datetime) -> int:
    begin = _floor(first, step)
    return -((begin - last) // step)


def _floor(at: datetime, step: timedelta) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if step >= _DAY else midnight + (at - midnight) // step * step
