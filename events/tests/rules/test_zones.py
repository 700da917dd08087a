"""Recurrence in every zone that there is: wall time stays, gaps move forward, and dates never shift."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.rules.recurrence import Instance, Series, expand
from events.rules.wall_time import NOT_PLACES, to_utc, to_wall

ZONES = sorted(available_timezones() - NOT_PLACES)
DAY = timedelta(days=1)

starts = st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1)).map(
    lambda wall: wall.replace(second=0, microsecond=0, minute=wall.minute // 15 * 15)
)


def daily(start: datetime, tz: str, length: timedelta) -> Series:
    """A series of a year and a bit that begins at a wall time."""
    return Series(start, start + length, tz, False, "FREQ=DAILY;COUNT=400", {}, length)


def check(start: datetime, tz: str) -> None:
    """Each instance shows the clock of the start, or is in a gap and as much later as the gap is long."""
    series = daily(start, tz, timedelta(hours=1))
    found = expand(series, None, None)
    seen = [one.start_at for one in found]
    assert seen == sorted(set(seen))
    for one in found:
        wall, shown = datetime.fromisoformat(one.recurrence_id), to_wall(one.start_at, tz)
        if shown != wall:
            assert shown > wall
            # The clocks never show it: a moment before the gap they show less, and after it more.
            assert to_wall(one.start_at - (shown - wall), tz) != wall
        assert one.end_at - one.start_at == timedelta(hours=1)
        # of two instants that show the same, it is the first
        assert all(
            to_wall(one.start_at - timedelta(minutes=minutes), tz) != wall for minutes in (30, 60, 120, 1440)
        )
    # Only days that the zone left out altogether are missing.
    missing = 400 - len(found)
    assert missing <= 1
    assert missing == 0 or any(later - earlier > DAY for earlier, later in _days(found))


def _days(found: list[Instance]) -> list[tuple[date, date]]:
    return list(pairwise(datetime.fromisoformat(one.recurrence_id).date() for one in found))


@settings(max_examples=60)
@given(starts, st.sampled_from(ZONES))
def test_wall_time_stays_in_every_zone(start: datetime, tz: str) -> None:
    check(to_wall(to_utc(start, tz), tz), tz)


@pytest.mark.long
@settings(max_examples=3000)
@given(starts, st.sampled_from(ZONES))
def test_wall_time_stays_in_every_zone_at_length(start: datetime, tz: str) -> None:
    check(to_wall(to_utc(start, tz), tz), tz)


@pytest.mark.parametrize(
    ("tz", "start", "gap"),
    [
        ("Europe/Lisbon", datetime(2031, 3, 29, 1, 30), timedelta(hours=1)),
        ("America/New_York", datetime(2031, 3, 8, 2, 30), timedelta(hours=1)),
        ("Australia/Lord_Howe", datetime(2031, 10, 4, 2, 15), timedelta(minutes=30)),
    ],
)
def test_in_a_gap_an_instance_moves_forward_by_it(tz: str, start: datetime, gap: timedelta) -> None:
    shown = [to_wall(one.start_at, tz) for one in expand(daily(start, tz, gap), None, None, limit=3)]
    assert shown == [start, start + DAY + gap, start + 2 * DAY]


@pytest.mark.parametrize(
    ("tz", "start", "offsets"),
    [
        ("Europe/Lisbon", datetime(2031, 10, 25, 1, 30), (1, 1, 0)),
        ("America/New_York", datetime(2031, 11, 1, 1, 30), (-4, -4, -5)),
        ("Australia/Lord_Howe", datetime(2031, 4, 5, 1, 45), (11, 11, 10.5)),
    ],
)
def test_an_hour_that_comes_twice_is_the_first(
    tz: str, start: datetime, offsets: tuple[float, float, float]
) -> None:
    found = expand(daily(start, tz, timedelta(hours=1)), None, None, limit=3)
    wanted = [
        (start + i * DAY - timedelta(hours=offset)).replace(tzinfo=UTC) for i, offset in enumerate(offsets)
    ]
    assert [one.start_at for one in found] == wanted


def test_kathmandu_has_nothing_to_change() -> None:
    found = expand(daily(datetime(2031, 1, 1, 9), "Asia/Kathmandu", DAY), None, None)
    assert {one.start_at.time().isoformat() for one in found} == {"03:15:00"}
    assert len(found) == 400


def test_apia_s_skipped_day_has_no_instance_and_the_clock_stays() -> None:
    found = expand(daily(datetime(2011, 12, 28, 9), "Pacific/Apia", DAY), None, None, limit=4)
    assert [to_wall(one.start_at, "Pacific/Apia") for one in found] == [
        datetime(2011, 12, day, 9) for day in (28, 29, 31)
    ] + [datetime(2012, 1, 1, 9)]


@settings(max_examples=50)
@given(starts, st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))
def test_all_day_instances_never_shift(start: datetime, freq: str) -> None:
    day = start.replace(hour=0, minute=0)
    series = Series(day, day + DAY, "UTC", True, f"FREQ={freq};COUNT=40", {})
    for one in expand(series, None, None):
        assert one.start_at.isoformat() == f"{one.recurrence_id}T00:00:00+00:00"
        assert one.end_at - one.start_at == DAY
