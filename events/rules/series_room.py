"""Where a whole series has room: the busy time around all of its occurrences, as it looks from its start."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from events.facts import OccurrenceFact
from events.rules.overlap import Span
from events.rules.wall_time import to_wall, zone

_MINUTE: Final = timedelta(minutes=1)
_TAKEN: Final = re.compile("1+")


class SeriesRoom:
    """An owner's busy time on the clocks of a zone, for the series of that zone.

    What an occurrence cannot start at is kept as a string of bits, one a minute, so that a series costs the
    same for each of its occurrences, however busy the owner is.
    """

    def __init__(self, busy: Sequence[Span], tz: str) -> None:
        self._tz = tz
        self._busy = sorted(_on_the_clocks(span, tz) for span in busy)
        self._fields: dict[timedelta, bytearray] = {}

    def taken(
        self, start_at: datetime, length: timedelta, series: Sequence[OccurrenceFact], reach: timedelta
    ) -> list[Span]:
        """The time that a slot of `length` must avoid, from `start_at` on, for the whole series to be free.

        The series moves as a whole, in wall time: its start to that of the slot, all others as far. Right
        for slots that start until `reach` after `start_at`. To the minute: a part of one counts as all of it.
        """
        if not self._busy:
            return []
        wide = reach // _MINUTE + 1
        bits = 0
        for occurrence in series:
            takes = occurrence.end_at - occurrence.start_at
            place = to_wall(occurrence.start_at, self._tz) - self._origin(takes)
            for minute in {place // _MINUTE, -(-place // _MINUTE)}:
                bits |= _part(self._field(takes), minute, wide)
        return list(self._spans(bits, to_wall(start_at, self._tz), length))

    def _origin(self, takes: timedelta) -> datetime:
        """The time on the clocks that the first bit stands for."""
        return self._busy[0][0] - takes

    def _field(self, takes: timedelta) -> bytearray:
        """The minutes at which what takes so long cannot start: it may touch what is busy at both ends."""
        if takes not in self._fields:
            origin = self._origin(takes)
            ranges = [
                ((begin - takes - origin) // _MINUTE + 1, -((origin - end) // _MINUTE))
                for begin, end in self._busy
            ]
            field = bytearray(max(end for _, end in ranges) // 8 + 1)
            done = 0
            for first, end in ranges:
                _mark(field, max(first, done), end)
                done = max(done, end)
            self._fields[takes] = field
        return self._fields[takes]

    def _spans(self, bits: int, start: datetime, length: timedelta) -> Iterator[Span]:
        """What a slot cannot overlap that cannot start at these minutes, counted from `start`."""
        for run in _TAKEN.finditer(bin(bits)[:1:-1]):
            before, behind = (start + minutes * _MINUTE for minutes in (run.start() - 1, run.end()))
            end = max(_instants(behind, self._tz))
            yield Span(min(min(_instants(before, self._tz)) + length, end - _MINUTE), end)


def _on_the_clocks(span: Span, tz: str) -> tuple[datetime, datetime]:
    """Between what times the clocks are meanwhile, though they may be set back or forth within."""
    begin, end, length = to_wall(span.start_at, tz), to_wall(span.end_at, tz), span.end_at - span.start_at
    return min(begin, end - length), max(end, begin + length)


def _instants(wall: datetime, tz: str) -> list[datetime]:
    """When the clocks show that: two instants where they show it twice, or where they skip it."""
    return [
        datetime.combine(wall, wall.time().replace(fold=fold), zone(tz)).astimezone(UTC) for fold in (0, 1)
    ]


def _mark(field: bytearray, first: int, end: int) -> None:
    """Sets the bits from the first up to, and without, the end."""
    if first < end:
        at = slice(first // 8, (end + 7) // 8)
        ones = ((1 << (end - first)) - 1) << first % 8
        marked = int.from_bytes(field[at], "little") | ones
        field[at] = marked.to_bytes(at.stop - at.start, "little")


def _part(field: bytearray, first: int, wide: int) -> int:
    """The bits from the first on, at least so many; those outside of the field are not set."""
    low = max(first, 0)
    part = field[low // 8 : max((first + wide) // 8 + 1, 0)]
    return (int.from_bytes(part, "little") >> low % 8) << (low - first)
