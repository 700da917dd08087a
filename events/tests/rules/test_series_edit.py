"""Edits of a whole series, as such and as seen from one of its instances."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from events.changes import EventChanges
from events.facts import EventContent
from events.rules.content import revalidated, series_of
from events.rules.series_edit import SeriesEdit, edited_series
from events.rules.wall_time import to_utc, to_wall
from events.tests.rules.series_of_all_kinds import instances, series, window_end
from events.tests.rules.test_instances import DAY, HOUR, START, content


def edit(before: EventContent, recurrence_id: str | None = None, **changes: Any) -> SeriesEdit:
    return edited_series(before, EventChanges(**changes), recurrence_id)


def starts(event: EventContent) -> list[datetime]:
    return [one.start_at for one in instances(event, window_end(event))]


def test_an_edit_without_exceptions_drops_none() -> None:
    assert edit(content(), rrule="FREQ=WEEKLY;COUNT=2").dropped is None


def test_an_edit_that_moves_nothing_is_not_about_exceptions() -> None:
    here = content(recurrence_overrides={"2031-03-12T09:00:00": {"title": "Special"}})
    assert edit(here, title="New").dropped is None
    assert edit(here, rrule="FREQ=DAILY;COUNT=4", recurrence_overrides={}).dropped is None


def test_exceptions_go_as_far_as_a_series_that_an_instance_moves() -> None:
    overrides: dict[str, Any] = {
        "2031-03-12T09:00:00": {"title": "Special"},
        "2031-03-13T09:00:00": {"excluded": True},
        "2031-03-20T09:00:00": {},
    }
    done = edit(content(recurrence_overrides=overrides), "2031-03-11", start_time=START + 2 * DAY + HOUR)
    assert done.content.recurrence_overrides == {
        "2031-03-13T10:00:00": {"title": "Special"},
        "2031-03-14T10:00:00": {"excluded": True},
        "2031-03-21T10:00:00": {},
    }
    assert done.dropped == []


def test_an_exclusion_of_nothing_outlasts_an_edit_that_moves_nothing() -> None:
    stray = {"2031-03-12T15:00:00": {"excluded": True}}
    done = edit(content(recurrence_overrides=stray), "2031-03-12", title="New")
    assert (done.content.recurrence_overrides, done.dropped) == (stray, None)


def test_what_cannot_be_kept_is_named() -> None:
    overrides = {"2031-03-12T09:00:00": {"title": "A"}, "2031-03-17T09:00:00": {"excluded": True}}
    here = content(rrule="FREQ=DAILY;COUNT=9", recurrence_overrides=overrides)
    done = edit(here, rrule="FREQ=WEEKLY;COUNT=2")
    assert done.dropped == ["2031-03-12T09:00:00"]
    assert done.content.recurrence_overrides == {"2031-03-17T09:00:00": {"excluded": True}}


def test_the_series_moves_as_far_as_the_instance_in_wall_time() -> None:
    # Lisbon's clocks go forward on 30 March 2031
    here = content(start_at=START + 18 * DAY, end_at=START + 18 * DAY + HOUR)
    done = edit(here, "2031-03-31", start_time=datetime(2031, 3, 31, 11), end_time=datetime(2031, 3, 31, 13))
    assert done.content.start_at == START + 18 * DAY + 2 * HOUR
    assert done.content.end_at == START + 18 * DAY + 4 * HOUR
    assert starts(done.content)[2:4] == [START + 20 * DAY + HOUR, START + 21 * DAY + HOUR]


def test_a_start_alone_takes_the_end_along() -> None:
    done = edit(content(), "2031-03-12", start_time=START + 2 * DAY + 5 * HOUR)
    assert (done.content.start_at, done.content.end_at) == (START + 5 * HOUR, START + 6 * HOUR)


def test_an_end_alone_changes_the_length() -> None:
    done = edit(content(), "2031-03-12", end_time=START + 2 * DAY + 3 * HOUR)
    assert (done.content.start_at, done.content.end_at) == (START, START + 3 * HOUR)


def test_times_as_they_are_change_nothing() -> None:
    overrides = {"2031-03-12T09:00:00": {"start_time": "2031-03-12T15:00:00"}}
    here = content(recurrence_overrides=overrides)
    seen = START + 2 * DAY + 6 * HOUR
    assert edit(here, "2031-03-12", start_time=seen, end_time=seen + HOUR).content == here


def test_another_zone_and_another_time_are_those_of_the_instance() -> None:
    # On 28 March New York has summer time already, in the week before too; Lisbon has not.
    start = datetime(2031, 3, 3, 14, tzinfo=UTC)  # 09:00 in New York, before its clocks go forward
    here = content(
        start_at=start, end_at=start + HOUR, timezone="America/New_York", rrule="FREQ=WEEKLY;COUNT=4"
    )
    done = edit(
        here,
        "2031-03-17",
        timezone="Europe/Lisbon",
        start_time=datetime(2031, 3, 17, 13),
        end_time=datetime(2031, 3, 17, 14),
    )
    assert starts(done.content) == [datetime(2031, 3, day, 13, tzinfo=UTC) for day in (3, 10, 17, 24)]


def test_a_series_becomes_all_day_by_an_instance() -> None:
    done = edit(
        content(), "2031-03-12", is_all_day=True, start_time=date(2031, 3, 13), end_time=date(2031, 3, 15)
    )
    assert done.content.is_all_day
    midnight = datetime(2031, 3, 11, tzinfo=UTC)
    assert (done.content.start_at, done.content.end_at) == (midnight, midnight + 2 * DAY)
    back = edit(
        done.content,
        "2031-03-13",
        is_all_day=False,
        start_time=datetime(2031, 3, 13, 9),
        end_time=datetime(2031, 3, 13, 10),
    )
    assert (back.content.start_at, back.content.end_at) == (START + DAY, START + DAY + HOUR)


def test_a_rule_that_is_sent_along_is_taken_as_it_is() -> None:
    here = content(rrule="FREQ=WEEKLY;COUNT=3;BYDAY=MO")
    done = edit(here, "2031-03-17", start_time=START + 8 * DAY, rrule="FREQ=WEEKLY;COUNT=3;BYDAY=TU,WE")
    assert done.content.rrule == "FREQ=WEEKLY;COUNT=3;BYDAY=TU,WE"


def test_an_instance_that_could_not_come_along_is_refused() -> None:
    # The first of every month, put on the day before, would be the 28th of every month.
    first = datetime(2031, 3, 1, tzinfo=UTC)
    here = content(start_at=first, end_at=first + HOUR, rrule="FREQ=MONTHLY", timezone="UTC")
    assert edit(here, "2031-04-01", start_time=datetime(2031, 4, 2)).content.start_at == first + DAY
    with pytest.raises(Invalid) as refusal:
        edit(here, "2031-04-01", start_time=datetime(2031, 3, 31, 23))
    assert [fault.code for fault in refusal.value.faults] == ["rule_cannot_shift"]


def test_an_instance_in_a_gap_goes_where_it_is_put() -> None:
    # New York's clocks skip 02:30 on 9 March 2031, so that instance is seen at 03:30
    start = datetime(2031, 3, 7, 7, 30, tzinfo=UTC)
    here = content(start_at=start, end_at=start + HOUR, timezone="America/New_York")
    seen = start + 2 * DAY
    assert edit(here, "2031-03-09T02:30:00", start_time=seen, end_time=seen + HOUR).content == here
    done = edit(here, "2031-03-09T02:30:00", start_time=datetime(2031, 3, 9, 4, 30))
    assert starts(done.content)[:3] == [start + 2 * HOUR, start + DAY + 2 * HOUR, seen + HOUR]


def test_faults_of_the_instance_are_those_of_the_edit() -> None:
    with pytest.raises(Invalid) as refusal:
        edit(content(), "2031-03-12", title="", end_time=START)
    assert [fault.field for fault in refusal.value.faults] == ["title", "end_time"]


@settings(max_examples=150)
@given(series(), st.integers(-26, 26), st.data())
def test_all_move_as_far_and_the_named_one_is_where_it_was_put(
    event: EventContent, hours: int, data: st.DataObject
) -> None:
    found = [i for i in instances(event, window_end(event)) if i.start_at.year < 2190][:20]
    assume(found)
    one = data.draw(st.sampled_from(found))
    by = timedelta(days=hours % 5) if event.is_all_day else timedelta(hours=hours)
    at = one.start_at + by
    try:
        done = edit(event, one.recurrence_id, start_time=at.date() if event.is_all_day else at)
    except Invalid:
        return  # the rule cannot go along
    assert revalidated(done.content) == done.content
    if event.timezone == "UTC":
        assert done.content.start_at - event.start_at == by
    moved = instances(done.content, at + DAY)
    tz = series_of(event).tz
    assert to_utc(to_wall(at, tz), tz) in [each.start_at for each in moved]
    assert series_of(done.content).duration == series_of(event).duration
