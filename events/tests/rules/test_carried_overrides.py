"""What becomes of the exceptions of a series that is edited."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.rules.overrides import carried_overrides
from events.rules.recurrence import Series, expand

START = datetime(2026, 3, 27, 9)
WEEKLY = Series(START, START + timedelta(hours=1), "Europe/Lisbon", False, "FREQ=WEEKLY", {})
NEXT = "2026-04-03T09:00:00"


def carried(patch: dict[str, Any], *, key: str = NEXT, **changes: Any) -> tuple[dict[str, Any], list[str]]:
    old = replace(WEEKLY, overrides={key: patch})
    return carried_overrides(old, replace(old, overrides={}, **changes))


def moved_by(delta: timedelta) -> dict[str, Any]:
    return {"start": WEEKLY.start + delta, "end": WEEKLY.end + delta}


def test_an_override_keeps_its_day_when_the_time_of_day_changes() -> None:
    assert carried({"title": "x"}, **moved_by(timedelta(hours=2))) == (
        {"2026-04-03T11:00:00": {"title": "x"}},
        [],
    )


def test_an_override_moves_with_the_weekday() -> None:
    assert carried({"excluded": True}, **moved_by(timedelta(days=1))) == (
        {"2026-04-04T09:00:00": {"excluded": True}},
        [],
    )


def test_an_override_stays_when_the_series_begins_a_week_earlier_or_later() -> None:
    assert carried({"title": "x"}, **moved_by(timedelta(days=-7))) == ({NEXT: {"title": "x"}}, [])
    assert carried({"title": "x"}, **moved_by(timedelta(days=7))) == ({NEXT: {"title": "x"}}, [])


def test_an_override_without_an_instance_is_left_behind() -> None:
    assert carried({"title": "x"}, rrule="FREQ=WEEKLY;COUNT=1") == ({}, [NEXT])
    assert carried({"excluded": True}, rrule="") == ({}, [NEXT])


def test_an_added_date_stays_added() -> None:
    added = "2026-04-05T18:00:00"

    assert carried({}, key=added, rrule="FREQ=MONTHLY") == ({added: {}}, [])
    assert carried({}, key=added, **moved_by(timedelta(hours=1))) == ({"2026-04-05T19:00:00": {}}, [])


def test_a_moved_instance_stays_where_it_was_moved_to() -> None:
    patch = {"start_time": "2026-04-04T15:00:00", "end_time": "2026-04-04T16:00:00"}

    assert carried(patch, **moved_by(timedelta(hours=2))) == ({"2026-04-03T11:00:00": patch}, [])


def test_an_instance_moved_to_where_the_series_goes_is_moved_no_more() -> None:
    patch = {"start_time": "2026-04-03T11:00:00", "title": "x"}

    assert carried(patch, **moved_by(timedelta(hours=2))) == ({"2026-04-03T11:00:00": {"title": "x"}}, [])


def test_an_end_that_the_new_start_has_passed_is_dropped() -> None:
    patch = {"end_time": "2026-04-03T10:30:00"}

    assert carried(patch, **moved_by(timedelta(hours=2))) == ({"2026-04-03T11:00:00": {}}, [])


def test_in_another_zone_overrides_keep_their_instant() -> None:
    # The same instants: 09:00 in Lisbon is 18:00 in Tokyo, 17:00 once Lisbon has summer time.
    tokyo: dict[str, Any] = {
        "tz": "Asia/Tokyo",
        "start": datetime(2026, 3, 27, 18),
        "end": datetime(2026, 3, 27, 19),
    }
    patch = {"start_time": "2026-04-03T12:00:00"}

    assert carried(patch, **tokyo) == ({"2026-04-03T18:00:00": {"start_time": "2026-04-03T20:00:00"}}, [])


def test_in_a_zone_where_it_is_the_day_before_overrides_move_a_day() -> None:
    night = Series(
        datetime(2026, 3, 27, 1),
        datetime(2026, 3, 27, 2),
        "Europe/Lisbon",
        False,
        "FREQ=DAILY",
        {"2026-03-28T01:00:00": {"excluded": True}},
    )
    new_york = replace(
        night,
        tz="America/New_York",
        start=datetime(2026, 3, 26, 21),
        end=datetime(2026, 3, 26, 22),
        overrides={},
    )

    assert carried_overrides(night, new_york) == ({"2026-03-27T21:00:00": {"excluded": True}}, [])


def test_an_event_that_becomes_all_day_keeps_the_days_of_its_overrides_and_no_times() -> None:
    patch = {"start_time": "2026-04-04T15:00:00", "title": "x"}
    all_day: dict[str, Any] = {
        "start": datetime(2026, 3, 27),
        "end": datetime(2026, 3, 28),
        "tz": "UTC",
        "is_all_day": True,
    }

    assert carried(patch, **all_day) == ({"2026-04-03": {"title": "x"}}, [])


def test_an_event_that_is_all_day_no_more_keeps_the_days_of_its_overrides() -> None:
    dates = Series(
        datetime(2026, 3, 27),
        datetime(2026, 3, 28),
        "UTC",
        True,
        "FREQ=WEEKLY",
        {"2026-04-03": {"excluded": True}},
    )

    assert carried_overrides(dates, replace(WEEKLY, overrides={})) == ({NEXT: {"excluded": True}}, [])


def test_two_overrides_that_come_to_one_instance_leave_the_second_behind() -> None:
    old = replace(
        WEEKLY,
        rrule="FREQ=DAILY;BYHOUR=9,15",
        overrides={NEXT: {"title": "a"}, "2026-04-03T15:00:00": {"title": "b"}},
    )
    new = Series(datetime(2026, 3, 27), datetime(2026, 3, 28), "UTC", True, "FREQ=DAILY", {})

    assert carried_overrides(old, new) == ({"2026-04-03": {"title": "a"}}, ["2026-04-03T15:00:00"])


@settings(max_examples=60)
@given(
    st.dictionaries(st.integers(0, 30), st.sampled_from([{"excluded": True}, {"title": "x"}]), max_size=6),
    st.integers(-23, 23),
)
def test_a_series_that_moves_within_the_day_keeps_its_exceptions(
    patches: dict[int, dict[str, Any]], hours: int
) -> None:
    daily = Series(
        datetime(2026, 3, 2, 12), datetime(2026, 3, 2, 13), "UTC", False, "FREQ=DAILY;COUNT=31", {}
    )
    old = replace(
        daily,
        overrides={(daily.start + timedelta(days=day)).isoformat(): patch for day, patch in patches.items()},
    )
    start = datetime.combine(daily.start, (daily.start + timedelta(hours=hours)).time())
    new = replace(daily, start=start, end=start + timedelta(hours=1))

    kept, left = carried_overrides(old, new)

    assert left == []
    assert [(i.start_at.date(), i.patch) for i in expand(replace(new, overrides=kept), None, None)] == [
        (i.start_at.date(), i.patch) for i in expand(old, None, None)
    ]
