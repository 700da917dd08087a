"""Tests of the free starts that are offered: never busy, inside the day, in order, as many as asked."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.free_slots import next_free_starts
from events.rules.overlap import Span, overlaps

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
ORIGIN = datetime(2026, 3, 27, tzinfo=UTC)  # two days before the clocks of Europe go forward
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")

instants = st.integers(0, 10 * 24 * 60).map(lambda n: ORIGIN + timedelta(minutes=n))
busy_spans = st.lists(
    st.builds(lambda start, length: Span(start, start + length * QUARTER), instants, st.integers(0, 120)),
    max_size=12,
)
lengths = st.integers(1, 60).map(lambda n: n * QUARTER)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def busy(*texts: tuple[str, str], zone: str = "UTC") -> list[Span]:
    return [Span(at(start, zone), at(end, zone)) for start, end in texts]


def slots(starts: list[datetime], length: timedelta) -> list[Span]:
    return [Span(start, start + length) for start in starts]


@given(busy_spans, lengths, instants, st.sampled_from(ZONES))
def test_slots_are_free_in_order_apart_and_inside_the_day(
    taken: list[Span], length: timedelta, after: datetime, zone: str
) -> None:
    found = slots(next_free_starts(taken, length, after, zone), length)
    assert len(found) == 3
    assert not any(overlaps(slot, span) for slot in found for span in taken)
    assert found[0].start_at >= after
    assert all(a.end_at <= b.start_at for a, b in pairwise(found))
    for slot in found:
        begins, ends = (i.astimezone(ZoneInfo(zone)) for i in (slot.start_at, slot.end_at))
        assert begins.date() == ends.date()
        assert time(7) <= begins.time() <= ends.time() <= time(22)
        assert begins.second == begins.microsecond == 0


@given(busy_spans, lengths, instants, st.sampled_from(ZONES))
def test_no_start_on_a_quarter_before_the_first_found_would_do(
    taken: list[Span], length: timedelta, after: datetime, zone: str
) -> None:
    """The brute force: every quarter-hour up to the first start, tried one by one."""
    first = next_free_starts(taken, length, after, zone, count=1)[0]
    start = after + (-(after - ORIGIN)) % QUARTER
    while start < first:
        begins, ends = start.astimezone(ZoneInfo(zone)), (start + length).astimezone(ZoneInfo(zone))
        in_day = begins.date() == ends.date() and time(7) <= begins.time() and ends.time() <= time(22)
        slot = Span(start, start + length)
        assert not in_day or any(overlaps(slot, span) for span in taken)
        start += QUARTER


@given(busy_spans, st.integers(1, 4), instants)
def test_all_day_slots_are_whole_free_days_of_utc(taken: list[Span], days: int, after: datetime) -> None:
    length = timedelta(days=days)
    found = slots(next_free_starts(taken, length, after, "Asia/Tokyo", is_all_day=True), length)
    assert len(found) == 3
    assert {slot.start_at.time() for slot in found} == {time(0)}
    assert found[0].start_at >= after
    assert not any(overlaps(slot, span) for slot in found for span in taken)
    assert all(a.end_at <= b.start_at for a, b in pairwise(found))


@given(busy_spans, st.integers(61, 400).map(lambda n: n * QUARTER), instants, st.sampled_from(ZONES))
def test_what_is_longer_than_a_day_keeps_its_time_of_day(
    taken: list[Span], length: timedelta, after: datetime, zone: str
) -> None:
    found = slots(next_free_starts(taken, length, after, zone), length)
    assert len(found) == 3
    assert not any(overlaps(slot, span) for slot in found for span in taken)
    assert all(a.end_at <= b.start_at for a, b in pairwise(found))
    wall = after.astimezone(ZoneInfo(zone))
    for slot in found:
        same = datetime.combine(slot.start_at.astimezone(ZoneInfo(zone)).date(), wall.time(), wall.tzinfo)
        assert slot.start_at == same.astimezone(UTC) or slot.start_at == after


@given(st.integers(0, 20), lengths, instants)
def test_an_empty_calendar_gives_as_many_as_are_asked_for(
    count: int, length: timedelta, after: datetime
) -> None:
    assert len(next_free_starts([], length, after, "UTC", count=count)) == count


def test_slots_begin_where_busy_time_ends_and_follow_on_the_quarter() -> None:
    taken = busy(("2026-03-27 09:00", "2026-03-27 10:20"), ("2026-03-27 11:30", "2026-03-27 21:00"))
    assert next_free_starts(taken, HOUR, at("2026-03-27 09:30"), "UTC") == [
        at("2026-03-27 10:20"),
        at("2026-03-27 21:00"),
        at("2026-03-28 07:00"),
    ]
    assert next_free_starts(taken, timedelta(minutes=20), at("2026-03-27 10:00"), "UTC") == [
        at("2026-03-27 10:20"),
        at("2026-03-27 10:45"),
        at("2026-03-27 21:00"),
    ]


def test_the_first_slot_begins_on_the_quarter_after_the_instant_asked_for() -> None:
    assert next_free_starts([], HOUR, at("2026-03-27 09:07"), "UTC", count=2) == [
        at("2026-03-27 09:15"),
        at("2026-03-27 10:15"),
    ]
    assert next_free_starts([], HOUR, at("2026-03-27 09:15"), "UTC", count=1) == [at("2026-03-27 09:15")]


def test_busy_time_that_ends_within_a_minute_gives_a_start_on_the_next() -> None:
    taken = busy(("2026-03-27 09:00", "2026-03-27 10:20:31"))
    assert next_free_starts(taken, HOUR, at("2026-03-27 09:30"), "UTC", count=1) == [at("2026-03-27 10:21")]


def test_the_day_is_that_of_the_zone_on_both_sides_of_a_change_of_clocks() -> None:
    taken = busy(("2026-03-28 06:00", "2026-03-28 21:30"), zone="Europe/Berlin")
    starts = next_free_starts(taken, 12 * HOUR, at("2026-03-27 07:00", "Europe/Berlin"), "Europe/Berlin")
    assert starts == [at("2026-03-27 06:00"), at("2026-03-29 05:00"), at("2026-03-30 05:00")]


def test_a_long_slot_keeps_the_wall_time_across_a_change_of_clocks() -> None:
    starts = next_free_starts(
        [], 24 * HOUR, at("2026-03-27 09:10", "Europe/Berlin"), "Europe/Berlin", count=4
    )
    assert starts == [at(f"2026-03-{day} 09:10", "Europe/Berlin") for day in (27, 28, 30, 31)]


def test_a_long_slot_in_the_gap_moves_on_by_it() -> None:
    after = at("2026-03-28 02:30", "Europe/Berlin")
    taken = [Span(after, after + HOUR)]
    starts = next_free_starts(taken, 16 * HOUR, after, "Europe/Berlin", count=2)
    assert starts == [at("2026-03-29 03:30", "Europe/Berlin"), at("2026-03-30 02:30", "Europe/Berlin")]


def test_a_date_that_the_zone_leaves_out_gives_no_slots() -> None:
    starts = next_free_starts([], 15 * HOUR, at("2011-12-29 07:00", "Pacific/Apia"), "Pacific/Apia", count=3)
    assert [start.astimezone(ZoneInfo("Pacific/Apia")).date() for start in starts] == [
        date(2011, 12, 29),
        date(2011, 12, 31),
        date(2012, 1, 1),
    ]


def test_slots_end_by_until_and_begin_within_the_horizon() -> None:
    after = at("2026-03-27 20:00")
    until = at("2026-03-27 21:59")
    assert next_free_starts([], HOUR, after, "UTC", until=until) == [after]
    assert next_free_starts([], HOUR, after, "UTC", until=after) == []
    assert next_free_starts([], 10 * HOUR, after, "UTC", horizon_days=2) == [
        at("2026-03-28 07:00"),
        at("2026-03-29 07:00"),
    ]
    full = [Span(after, after + timedelta(days=31))]
    assert next_free_starts(full, HOUR, after, "UTC") == []
    assert next_free_starts(full, HOUR, after, "UTC", horizon_days=32, count=1) == [at("2026-04-27 20:00")]


def test_starts_are_in_utc_whatever_the_zone_of_after() -> None:
    after = datetime(2026, 3, 27, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
    (start,) = next_free_starts([], HOUR, after, "Asia/Tokyo", count=1)
    assert (start.isoformat(), start.tzinfo) == ("2026-03-27T03:00:00+00:00", UTC)


@pytest.mark.parametrize("is_all_day", [False, True])
@pytest.mark.parametrize("after", [datetime.min, datetime.max, datetime(9999, 12, 20)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_give_no_slots(after: datetime, zone: str, is_all_day: bool) -> None:
    assert next_free_starts([], HOUR, after.replace(tzinfo=UTC), zone, is_all_day=is_all_day) == []
    assert next_free_starts([], timedelta.max / 3, at("2026-03-27 07:00"), zone, is_all_day=is_all_day) == []


@pytest.mark.parametrize(
    ("length", "options"),
    [
        (timedelta(0), {}),
        (HOUR, {"step": timedelta(0)}),
        (HOUR, {"day_start": time(22), "day_end": time(7)}),
    ],
)
def test_what_is_not_positive_is_refused(length: timedelta, options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        next_free_starts([], length, ORIGIN, "UTC", **options)  # type: ignore[arg-type]


def test_a_crowded_calendar_takes_no_more_than_reading_it_once() -> None:
    taken = [Span(ORIGIN + n * QUARTER, ORIGIN + n * QUARTER + 0.9 * QUARTER) for n in range(50_000)]
    began = perf_counter()
    assert next_free_starts(taken, HOUR, ORIGIN, "Europe/Berlin", horizon_days=400) == []
    assert next_free_starts(taken, 30 * HOUR, ORIGIN, "Europe/Berlin", horizon_days=400) == []
    assert perf_counter() - began < 5
