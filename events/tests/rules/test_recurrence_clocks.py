"""Instances of a series where the clocks of its zone change."""

from datetime import timedelta

from events.rules.recurrence import expand
from events.tests.rules.instances import series, spans


def test_nine_o_clock_stays_nine_o_clock_when_summer_time_begins() -> None:
    assert spans(expand(series("FREQ=DAILY;COUNT=4"), None, None)) == [
        ("2026-03-27T09:00:00", "2026-03-27T09:00", "2026-03-27T10:00"),
        ("2026-03-28T09:00:00", "2026-03-28T09:00", "2026-03-28T10:00"),
        ("2026-03-29T09:00:00", "2026-03-29T08:00", "2026-03-29T09:00"),
        ("2026-03-30T09:00:00", "2026-03-30T08:00", "2026-03-30T09:00"),
    ]


def test_an_instance_in_a_gap_moves_forward_and_keeps_its_id_and_length() -> None:
    nightly = series("FREQ=DAILY;COUNT=3", "2026-03-07T02:30", "2026-03-07T03:00", tz="America/New_York")

    assert spans(expand(nightly, None, None)) == [
        ("2026-03-07T02:30:00", "2026-03-07T07:30", "2026-03-07T08:00"),
        ("2026-03-08T02:30:00", "2026-03-08T07:30", "2026-03-08T08:00"),
        ("2026-03-09T02:30:00", "2026-03-09T06:30", "2026-03-09T07:00"),
    ]


def test_a_gap_of_half_an_hour() -> None:
    nightly = series("FREQ=DAILY;COUNT=3", "2026-10-03T02:15", "2026-10-03T02:45", tz="Australia/Lord_Howe")

    assert [start for _, start, _ in spans(expand(nightly, None, None))] == [
        "2026-10-02T15:45",
        "2026-10-03T15:45",
        "2026-10-04T15:15",
    ]


def test_an_offset_of_three_quarters_of_an_hour() -> None:
    weekly = series("FREQ=WEEKLY;COUNT=2", "2026-01-01T05:00", "2026-01-01T06:00", tz="Asia/Kathmandu")

    assert [start for _, start, _ in spans(expand(weekly, None, None))] == [
        "2025-12-31T23:15",
        "2026-01-07T23:15",
    ]


def test_of_an_hour_that_comes_twice_the_first_counts() -> None:
    nightly = series("FREQ=DAILY;COUNT=2", "2026-10-31T01:30", "2026-10-31T02:00", tz="America/New_York")

    assert [start for _, start, _ in spans(expand(nightly, None, None))] == [
        "2026-10-31T05:30",
        "2026-11-01T05:30",
    ]


def test_the_day_that_apia_skipped_does_not_come_twice() -> None:
    daily = series("FREQ=DAILY;COUNT=4", "2011-12-28T09:00", "2011-12-28T10:00", tz="Pacific/Apia")

    assert spans(expand(daily, None, None)) == [
        ("2011-12-28T09:00:00", "2011-12-28T19:00", "2011-12-28T20:00"),
        ("2011-12-29T09:00:00", "2011-12-29T19:00", "2011-12-29T20:00"),
        ("2011-12-31T09:00:00", "2011-12-30T19:00", "2011-12-30T20:00"),
    ]


def test_a_weekly_event_on_the_day_that_apia_skipped_moves_to_the_next() -> None:
    weekly = series("FREQ=WEEKLY;COUNT=2", "2011-12-23T09:00", "2011-12-23T10:00", tz="Pacific/Apia")

    assert spans(expand(weekly, None, None))[1] == (
        "2011-12-30T09:00:00",
        "2011-12-30T19:00",
        "2011-12-30T20:00",
    )


def test_an_hour_skipped_by_the_clocks_does_not_double_the_next() -> None:
    hourly = series("FREQ=HOURLY;COUNT=4", "2026-03-08T01:00", "2026-03-08T01:30", tz="America/New_York")

    assert spans(expand(hourly, None, None)) == [
        ("2026-03-08T01:00:00", "2026-03-08T06:00", "2026-03-08T06:30"),
        ("2026-03-08T03:00:00", "2026-03-08T07:00", "2026-03-08T07:30"),
        ("2026-03-08T04:00:00", "2026-03-08T08:00", "2026-03-08T08:30"),
    ]


def test_all_instances_last_exactly_as_long_as_the_first() -> None:
    nights = series("FREQ=DAILY;COUNT=3", "2026-03-27T23:00", "2026-03-28T06:00")

    assert [i.end_at - i.start_at for i in expand(nights, None, None)] == [timedelta(hours=7)] * 3
