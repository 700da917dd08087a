"""One instance of a series: found, shown, edited alone, taken out; and nothing else is touched."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import Invalid, NotFound
from events.changes import EventChanges
from events.facts import EventContent
from events.rules.content import revalidated, series_of
from events.rules.instances import edited_instance, get_instance, shown_instance, without_instance
from events.rules.limits import LATEST
from events.rules.merge import OVERRIDES, three_way
from events.rules.recurrence import Instance
from events.tests.rules.series_of_all_kinds import instances, series, window_end

START = datetime(2031, 3, 10, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def content(**fields: Any) -> EventContent:
    """A daily hour in Lisbon."""
    return EventContent(
        **{
            "title": "Planning",
            "start_at": START,
            "end_at": START + HOUR,
            "timezone": "Europe/Lisbon",
            "rrule": "FREQ=DAILY;COUNT=5",
            "recurrence_overrides": {},
            "calendar_id": 1,
            **fields,
        }
    )


def edited(before: EventContent, recurrence_id: str, **changes: Any) -> Mapping[str, Any]:
    return edited_instance(before, recurrence_id, EventChanges(**changes)).recurrence_overrides


@pytest.mark.parametrize(
    "recurrence_id", ["2031-03-12T09:00:00", "2031-03-12", "2031-03-12 09:00", "2031-03-12T10:00:00+01:00"]
)
def test_an_instance_has_several_spellings(recurrence_id: str) -> None:
    found = get_instance(content(), recurrence_id)
    assert (found.recurrence_id, found.start_at) == ("2031-03-12T09:00:00", START + 2 * DAY)


@pytest.mark.parametrize(
    "recurrence_id", ["", "soon", "2031-02-30T09:00:00", "1500-01-01T09:00:00", "20310312"]
)
def test_what_is_no_recurrence_id_is_invalid(recurrence_id: str) -> None:
    with pytest.raises(Invalid) as refusal:
        get_instance(content(), recurrence_id)
    assert [fault.field for fault in refusal.value.faults] == ["recurrence_id"]


@pytest.mark.parametrize("recurrence_id", ["2031-03-09", "2031-03-15", "2031-03-12T09:00:01", "2031-03-13"])
def test_what_the_series_lacks_is_not_found(recurrence_id: str) -> None:
    excluded = content(recurrence_overrides={"2031-03-13T09:00:00": {"excluded": True}})
    with pytest.raises(NotFound):
        get_instance(excluded, recurrence_id)


def test_an_event_that_does_not_recur_has_no_instance() -> None:
    with pytest.raises(NotFound):
        get_instance(content(rrule=""), "2031-03-10T09:00:00")


def test_a_day_that_the_zone_skipped_has_no_instance_of_its_own() -> None:
    start = datetime(2011, 12, 28, 19, tzinfo=UTC)  # 09:00 in Apia, which had no 30 December 2011
    apia = content(start_at=start, end_at=start + HOUR, timezone="Pacific/Apia")
    with pytest.raises(NotFound):
        get_instance(apia, "2011-12-30")
    assert get_instance(apia, "2011-12-31").start_at == start + 2 * DAY


def test_an_instance_is_shown_as_its_patch_has_it() -> None:
    patch = {"title": "Special", "location": None, "tags": ["x"], "start_time": "2031-03-12T11:00:00"}
    here = content(location="Here", recurrence_overrides={"2031-03-12T09:00:00": patch})
    shown = shown_instance(here, get_instance(here, "2031-03-12"))
    assert shown == replace(
        here,
        title="Special",
        location="",
        tags=("x",),
        start_at=START + 2 * DAY + 2 * HOUR,
        end_at=START + 2 * DAY + 3 * HOUR,
        rrule="",
        recurrence_overrides={},
    )


def test_a_start_alone_keeps_the_length() -> None:
    at = START + 2 * DAY + 3 * HOUR
    overrides = edited(content(), "2031-03-12", start_time=at)
    assert overrides == {"2031-03-12T09:00:00": {"start_time": "2031-03-12T12:00:00"}}
    long = content(recurrence_overrides={"2031-03-12T09:00:00": {"end_time": "2031-03-12T11:00:00"}})
    assert edited(long, "2031-03-12", start_time=at) == {
        "2031-03-12T09:00:00": {"start_time": "2031-03-12T12:00:00", "end_time": "2031-03-12T14:00:00"}
    }


def test_times_are_wall_times_of_the_series() -> None:
    overrides = edited(
        content(),
        "2031-03-12",
        start_time=datetime(2031, 4, 1, 15),
        end_time=datetime(2031, 4, 1, 15, 30, tzinfo=UTC),
    )
    assert overrides == {
        "2031-03-12T09:00:00": {"start_time": "2031-04-01T15:00:00", "end_time": "2031-04-01T16:30:00"}
    }


def test_what_is_as_the_series_has_it_is_patched_no_more() -> None:
    patch = {"title": "Special", "start_time": "2031-03-12T11:00:00"}
    here = content(recurrence_overrides={"2031-03-12T09:00:00": patch})
    assert edited(here, "2031-03-12", title="Planning") == {
        "2031-03-12T09:00:00": {"start_time": "2031-03-12T11:00:00"}
    }
    assert edited(here, "2031-03-12", title="Planning", start_time=START + 2 * DAY) == {}


def test_an_added_date_stays_without_a_patch() -> None:
    here = content(recurrence_overrides={"2031-03-20T09:00:00": {"title": "Extra"}})
    assert edited(here, "2031-03-20", title="Planning") == {"2031-03-20T09:00:00": {}}


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"end_time": START + 2 * DAY}, ["end_time"]),
        ({"start_time": LATEST}, ["start_time"]),
        ({"title": "", "location": "x" * 501, "status": "maybe"}, ["title", "location", "status"]),
        ({"is_all_day": True, "uid": "x", "rrule": None}, ["is_all_day", "rrule", "uid"]),
        ({"timezone": "UTC", "tags": [""]}, ["timezone", "tags.0"]),
    ],
)
def test_every_fault_is_named(changes: dict[str, Any], faulty: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        edited(content(), "2031-03-12", **changes)
    assert [fault.field for fault in refusal.value.faults] == faulty


def one_of(event: EventContent, data: st.DataObject) -> Instance:
    """An instance that can be named."""
    named = [i for i in instances(event, window_end(event)) if i.start_at.year < 2190]
    assume(named)
    return data.draw(st.sampled_from(named[:20]))


def told(event: EventContent) -> dict[str, Any]:
    """What is seen of each instance, by id."""
    shown = {}
    for one in instances(event, window_end(event)):
        as_event = shown_instance(event, one)
        shown[one.recurrence_id] = (one.start_at, one.end_at, as_event.title, as_event.location)
    return shown


@settings(max_examples=100)
@given(series(), st.data())
def test_an_edit_of_one_instance_touches_no_other(event: EventContent, data: st.DataObject) -> None:
    one = one_of(event, data)
    by = timedelta(days=data.draw(st.integers(-2, 2)))
    asked = EventChanges(
        title=data.draw(st.sampled_from(["Planning", "New"])), start_time=_moment(one, event, by)
    )
    try:
        after = edited_instance(event, one.recurrence_id, asked)
    except Invalid:
        return
    assert revalidated(after) == after
    before, now = told(event), told(after)
    start, end, title, _ = now.pop(one.recurrence_id)
    old_start, old_end, _, _ = before.pop(one.recurrence_id)
    assert (start, end - start, title) == (old_start + by, old_end - old_start, asked.title)
    assert now == before


def _moment(one: Instance, event: EventContent, by: timedelta) -> Any:
    at = one.start_at + by
    # the second of two equal hours has no wall time of its own
    assume(_wall_has(at, event))
    return at.date() if event.is_all_day else at


def _wall_has(at: datetime, event: EventContent) -> bool:
    from events.rules.wall_time import to_utc, to_wall  # beside its one use

    tz = series_of(event).tz
    return to_utc(to_wall(at, tz), tz) == at


@settings(max_examples=100)
@given(series(), st.data())
def test_an_instance_that_is_taken_out_is_the_only_one_missing(
    event: EventContent, data: st.DataObject
) -> None:
    one = one_of(event, data)
    after = without_instance(event, one.recurrence_id)
    before = told(event)
    del before[one.recurrence_id]
    assert told(after) == before
    assert revalidated(after) == after


@settings(max_examples=100)
@given(series(), st.data())
def test_two_edits_of_instances_at_once_merge_to_both(event: EventContent, data: st.DataObject) -> None:
    mine, theirs = one_of(event, data), one_of(event, data)
    to_title, to_location = EventChanges(title="Mine"), EventChanges(location="Theirs")
    a = edited_instance(event, mine.recurrence_id, to_title)
    b = edited_instance(event, theirs.recurrence_id, to_location)
    merge = three_way(
        {OVERRIDES: event.recurrence_overrides},
        {OVERRIDES: a.recurrence_overrides},
        {OVERRIDES: b.recurrence_overrides},
    )
    assert not merge.conflicts
    one_after_the_other = edited_instance(b, mine.recurrence_id, to_title)
    assert merge.merged[OVERRIDES] == one_after_the_other.recurrence_overrides
