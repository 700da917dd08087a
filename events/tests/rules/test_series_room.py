"""Where a whole series has room: proved by moving it there."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.facts import OccurrenceFact
from events.rules.free_slots import next_free_starts
from events.rules.overlap import Span, overlaps
from events.rules.series_room import SeriesRoom
from events.rules.wall_time import to_utc, to_wall

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2031, 3, 10, 9, tzinfo=UTC)
REACH = 30 * DAY


def busy(*hours: float, takes: float = 1) -> list[Span]:
    """Busy spans, each so many hours after the start of the series."""
    return [Span(START + hour * HOUR, START + (hour + takes) * HOUR) for hour in hours]


def series(*hours: float, takes: float = 1) -> list[OccurrenceFact]:
    return [OccurrenceFact("", span.start_at, span.end_at, True) for span in busy(*hours, takes=takes)]


def free(taken: list[Span], *, count: int = 3) -> list[float]:
    """The next starts of an hour from the start on, in hours after it."""
    found = next_free_starts(taken, HOUR, START, "UTC", count=count)
    return [(start - START) / HOUR for start in found]


def test_a_start_is_taken_where_any_occurrence_would_be() -> None:
    daily = series(0, 24, 48)
    taken = SeriesRoom(busy(24, 50, 25.5), "UTC").taken(START, HOUR, daily, REACH)
    # the second is in the way of two until half past two, the third of one until three hours later
    assert free(taken) == [3, 4, 5]
    taken = SeriesRoom(busy(24, 26), "UTC").taken(START, HOUR, daily, REACH)
    assert free(taken) == [1, 3, 4]  # exactly between the two


def test_an_occurrence_that_is_longer_or_shorter_has_its_own_room() -> None:
    room = SeriesRoom(busy(26), "UTC")
    assert free(room.taken(START, HOUR, [*series(0), *series(24, takes=2)], REACH)) == [0, 3, 4]
    assert free(room.taken(START, HOUR, [*series(0), *series(24, takes=0.5)], REACH)) == [0, 1, 3]


def test_an_occurrence_before_the_start_counts() -> None:
    room = SeriesRoom(busy(-20), "UTC")
    assert free(room.taken(START, HOUR, series(-21, 0), REACH)) == [0, 2, 3]
    assert free(room.taken(START, HOUR, series(-800, 0), REACH)) == [0, 1, 2]


def test_parts_of_minutes_count_as_whole_ones() -> None:
    second = timedelta(seconds=1)
    room = SeriesRoom([Span(START + DAY, START + DAY + HOUR + second)], "UTC")
    taken = room.taken(START, HOUR, series(0, 24), REACH)
    assert next_free_starts(taken, HOUR, START, "UTC", count=1) == [START + HOUR + timedelta(minutes=1)]


def test_where_nothing_is_busy_everything_is_free() -> None:
    assert SeriesRoom([], "UTC").taken(START, HOUR, series(0, 24), REACH) == []


def test_a_series_keeps_its_wall_time_where_the_clocks_change() -> None:
    zone, start = "Europe/Berlin", datetime(2031, 3, 28, 9, tzinfo=UTC)  # 10:00, two days before
    daily = [OccurrenceFact("", at, at + HOUR, True) for at in (start, start + DAY, start + 2 * DAY - HOUR)]
    held = [Span(start + 2 * DAY - HOUR, start + 2 * DAY)]  # 10:00 of summer time
    taken = SeriesRoom(held, zone).taken(start, HOUR, daily, REACH)
    ends = [start + HOUR, start + DAY + HOUR, start + 2 * DAY]
    assert [span.end_at for span in taken] == ends


minutes = st.integers(0, 40 * 24 * 60 // 5).map(lambda n: n * timedelta(minutes=5))
lengths = st.sampled_from([5, 30, 60, 90, 600, 2000]).map(lambda n: n * timedelta(minutes=1))
spans = st.builds(lambda at, takes: Span(at, at + takes), minutes.map(lambda n: START - DAY + n), lengths)
zones = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/New_York"])


@given(st.lists(spans, max_size=30), st.lists(spans, min_size=1, max_size=8), lengths, zones)
def test_the_whole_series_is_free_where_the_slot_is(
    held: list[Span], at: list[Span], length: timedelta, zone: str
) -> None:
    occurrences = [OccurrenceFact("", span.start_at, span.end_at, True) for span in at]
    taken = SeriesRoom(held, zone).taken(START, length, occurrences, REACH)
    for slot in next_free_starts(taken, length, START, zone, count=20):
        by = to_wall(slot, zone) - to_wall(START, zone)
        for each in at:
            moved = to_utc(to_wall(each.start_at, zone) + by, zone)
            there = Span(moved, moved + (each.end_at - each.start_at))
            assert not any(overlaps(there, other) for other in held)


@given(st.lists(spans, max_size=20), st.lists(minutes, min_size=1, max_size=8), lengths, minutes)
def test_a_start_is_taken_only_where_something_is_in_the_way(
    held: list[Span], offsets: list[timedelta], length: timedelta, by: timedelta
) -> None:
    by = min(by, REACH)
    occurrences = [OccurrenceFact("", START + at, START + at + length, True) for at in offsets]
    taken = SeriesRoom(held, "UTC").taken(START, length, occurrences, REACH)
    is_taken = any(overlaps(Span(START + by, START + by + length), span) for span in taken)
    moved = [Span(one.start_at + by, one.end_at + by) for one in occurrences]
    assert is_taken == any(overlaps(one, other) for one in moved for other in held)
