"""Times that the clocks skip: the gap that they are in, and what an event is told that has no length then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Fault, Invalid
from events.changes import EventChanges
from events.rules.content import edited_content, new_content
from events.rules.skipped_time import Gap, end_fault, find_gap
from events.rules.wall_time import to_utc, to_wall

NO_END = Fault("end_time", "end_before_start", "The end must be after the start.")
SKIPPED = Fault(
    "start_time",
    "time_skipped",
    "02:30 does not exist on that day in Europe/Berlin: the clocks go from 02:00 to 03:00.",
)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("tz", "time", "first", "after"),
    [
        ("Europe/Berlin", "2031-03-30T02:30", "2031-03-30T02:00", "2031-03-30T03:00"),
        ("Europe/Berlin", "2031-03-30T02:00", "2031-03-30T02:00", "2031-03-30T03:00"),
        ("Europe/Berlin", "2031-03-30T02:59:59.5", "2031-03-30T02:00", "2031-03-30T03:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:00", "2026-10-04T02:30"),
        ("Africa/Cairo", "2031-04-25T00:10", "2031-04-25T00:00", "2031-04-25T01:00"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T00:00", "2011-12-31T00:00"),
    ],
)
def test_a_skipped_time_lies_in_a_gap(tz: str, time: str, first: str, after: str) -> None:
    assert find_gap(wall(time), tz) == Gap(wall(first), wall(after))


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
)
def test_there_is_a_gap_where_the_clocks_never_show_the_time(tz: str, time: datetime) -> None:
    gap = find_gap(time, tz)
    assert (gap is not None) == (to_wall(to_utc(time, tz), tz) != time)
    assert gap is None or gap.first <= time < gap.after


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        ("2031-03-30T02:30", "2031-03-30T03:30", SKIPPED),
        ("2031-03-30T02:30", "2031-03-30T03:00", SKIPPED),
        ("2031-03-30T02:30", "2031-03-30T02:15", NO_END),
        ("2031-03-30T04:00", "2031-03-30T03:30", NO_END),
        ("2031-03-30T02:30+01:00", "2031-03-30T03:30+02:00", NO_END),
    ],
)
def test_the_gap_is_named_where_it_is_to_blame(start: str, end: str, fault: Fault) -> None:
    assert end_fault(wall(start), wall(end), "Europe/Berlin") == fault


def test_an_event_that_keeps_its_length_is_read_as_rfc_5545_says() -> None:
    asked = EventChanges(
        title="Night shift", start_time=wall("2031-03-30T02:30"), end_time=wall("2031-03-30T04:00")
    )
    made = new_content(asked, timezone="Europe/Berlin", calendar_id=1)
    assert made.start_at == datetime(2031, 3, 30, 1, 30, tzinfo=UTC)
    assert made.end_at - made.start_at == timedelta(minutes=30)


def test_an_edit_and_a_date_of_a_series_are_told_the_same() -> None:
    asked = EventChanges(
        title="Night shift",
        start_time=wall("2031-03-28T02:30"),
        end_time=wall("2031-03-28T03:30"),
        rrule="FREQ=DAILY;COUNT=5",
    )
    made = new_content(asked, timezone="Europe/Berlin", calendar_id=1)
    moved = EventChanges(start_time=wall("2031-03-30T02:30"), end_time=wall("2031-03-30T03:30"))
    with pytest.raises(Invalid) as refused:
        edited_content(made, moved)
    assert refused.value.faults == (SKIPPED,)
    patch = {"2031-03-29T02:30:00": {"start_time": "2031-03-30T02:30:00", "end_time": "2031-03-30T03:30:00"}}
    with pytest.raises(Invalid) as refused:
        edited_content(made, EventChanges(recurrence_overrides=patch))
    assert [(fault.code, fault.message) for fault in refused.value.faults] == [
        ("time_skipped", SKIPPED.message)
    ]
