"""The next free times for an event of a given length, to offer when the wanted one is taken."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from events.rules.overlap import Span, merged

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def next_free_starts(
    busy: Sequence[Span],
    length: timedelta,
    after: datetime,
    tz: str,
    *,
    is_all_day: bool = False,
    day_start: time = time(7),
    day_end: time = time(22),
    count: int = 3,
    step: timedelta = timedelta(minutes=15),
    until: datetime | None = None,
    horizon_days: int = 30,
) -> list[datetime]:
    """The first `count` free starts at or after `after`, in UTC and in order, whose slots do not overlap.

    A slot lies between `day_start` and `day_end`, wall time of the zone `tz`, and begins where busy time ends
    or on a multiple of `step` of that zone's clock. One that is longer than such a day begins at the time of
    day of `after`, on its day or a later one. An all-day slot begins at a midnight of UTC, as all-day events
    are stored.

    Starts lie within `horizon_days` of `after` and slots end by `until`, if given: `busy` must cover the
    slots too. There are fewer where there is no room, and none at the ends of the calendar (years 1 and
    9999). `after` and `until` are aware. Raises ValueError for a day, length or step that is not positive.
    """
    if day_end <= day_start or length <= timedelta(0) or step <= timedelta(0):
        raise ValueError("the day, the length and the step must be positive")
    after = after.astimezone(UTC)
    horizon = timedelta(days=horizon_days)
    if not _has_room(after, horizon + length):
        return []
    latest = after + horizon
    limit = latest + length if until is None else min(latest + length, until.astimezone(UTC))
    free = gaps(merged(busy), after, limit)
    zone = ZoneInfo(tz)
    if is_all_day:
        starts = _whole_days(free, length, _midnights(after, latest))
    elif length > datetime.combine(date.min, day_end) - datetime.combine(date.min, day_start):
        starts = _whole_days(free, length, _same_times_of_day(after, latest, zone))
    else:
        windows = _windows(after, latest, zone, day_start, day_end)
        starts = _within_windows(free, length, windows, _Clock(zone, step, after))
    return list(islice((start for start in starts if start <= latest), count))


def gaps(busy: Sequence[Span], after: datetime, limit: datetime) -> list[Span]:
    """What is left free between the two instants by busy spans in order and apart."""
    free = []
    begin = after
    for span in busy:
        if span.start_at >= limit:
            break
        if span.start_at > begin:
            free.append(Span(begin, span.start_at))
        begin = max(begin, span.end_at)
    if begin < limit:
        free.append(Span(begin, limit))
    return free


def weekends(after: datetime, before: datetime, tz: str) -> list[Span]:
    """The Saturdays and Sundays of the zone that the window touches: whole, in order, and in UTC."""
    zone = ZoneInfo(tz)
    day, last = after.astimezone(zone).date(), before.astimezone(zone).date()
    found = []
    while day <= last:
        if day.weekday() > 4:
            begin, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + _DAY))
            found.append(Span(begin, end))
        day += _DAY
    return merged(found)


def starts_instead(
    busy: Sequence[Span], length: timedelta, refused: datetime, tz: str, *, is_all_day: bool
) -> list[datetime]:
    """The next three free starts but for the refused one: a series may be free there, and not later on."""
    starts = next_free_starts(busy, length, refused, tz, is_all_day=is_all_day, count=4)
    return [start for start in starts if start != refused][:3]


@dataclass(frozen=True, slots=True)
class _Clock:
    """The times at which a slot may begin."""

    zone: ZoneInfo
    step: timedelta
    after: datetime

    def first_start(self, instant: datetime) -> datetime:
        """The first start in free time from here on: at once, but for `after`, which is any instant."""
        return self.on_step(instant) if instant == self.after else self._up_to(instant, _MINUTE)

    def on_step(self, instant: datetime) -> datetime:
        return self._up_to(instant, self.step)

    def _up_to(self, instant: datetime, step: timedelta) -> datetime:
        """The next multiple of the step on the wall clock: offsets need not be whole hours."""
        wall = instant.astimezone(self.zone).replace(tzinfo=None)
        over = (wall - datetime.combine(wall.date(), time())) % step
        return instant + (step - over) if over else instant


def _has_room(after: datetime, needed: timedelta) -> bool:
    """Whether `after` can be moved that far, and into any zone, without leaving what a datetime can hold."""
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return after - first > 3 * _DAY and last - after > needed + 3 * _DAY


def _midnights(after: datetime, latest: datetime) -> Iterator[datetime]:
    midnight = after.replace(hour=0, minute=0, second=0, microsecond=0)
    while midnight <= latest:
        yield midnight
        midnight += _DAY


def _same_times_of_day(after: datetime, latest: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """`after` and its wall time on later days; a time in a DST gap moves on by the gap (RFC 5545, 3.3.5)."""
    start, wall = after, after.astimezone(zone).replace(tzinfo=None)
    while start <= latest:
        yield start
        wall += _DAY
        start = wall.replace(tzinfo=zone).astimezone(UTC)


def _windows(
    after: datetime, latest: datetime, zone: ZoneInfo, day_start: time, day_end: time
) -> Iterator[Span]:
    """The days of the zone from that of `after` on; one that the zone leaves out is none."""
    day = after.astimezone(zone).date()
    opens = closes = datetime.combine(day, day_start, zone).astimezone(UTC)
    while opens <= latest:
        if opens >= closes:
            closes = datetime.combine(day, day_end, zone).astimezone(UTC)
            yield Span(opens, closes)
        day += _DAY
        opens = datetime.combine(day, day_start, zone).astimezone(UTC)


def _whole_days(free: Sequence[Span], length: timedelta, starts: Iterable[datetime]) -> Iterator[datetime]:
    """Those of the starts whose slots are free and do not overlap the one before."""
    for start in starts:
        index = bisect_right(free, start, key=lambda gap: gap.start_at) - 1
        if index >= 0 and start + length <= free[index].end_at:
            yield start
            # What is taken now is free no longer; the starts are in order, so what lies before it is past.
            free = [Span(start + length, free[index].end_at), *free[index + 1 :]]


def _within_windows(
    free: Sequence[Span], length: timedelta, windows: Iterable[Span], clock: _Clock
) -> Iterator[datetime]:
    """Starts of slots that fit into what is free of each window, one behind the other."""
    index = 0
    for window in windows:
        while index < len(free) and free[index].start_at < window.end_at:
            gap = free[index]
            start = clock.first_start(max(gap.start_at, window.start_at))
            while start + length <= min(gap.end_at, window.end_at):
                yield start
                start = clock.on_step(start + length)
            if gap.end_at > window.end_at:
                break
            index += 1
