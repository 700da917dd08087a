"""A series cut in two: nothing lost, nothing doubled, each part with what is its own."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid, NotFound
from events.facts import EventContent
from events.rules.content import revalidated
from events.rules.limits import LATEST
from events.rules.recurrence import Instance
from events.rules.split import Split, split_series
from events.tests.rules.series_of_all_kinds import instances, series, window_end
from events.tests.rules.test_instances import DAY, HOUR, START, content


def told(found: list[Instance], content: EventContent) -> Counter[Any]:
    """What a person sees of instances: when they are, and as what."""
    return Counter((i.start_at, i.end_at, i.patch.get("title", content.title)) for i in found)


def parts(event: EventContent, recurrence_id: str) -> Split:
    found = split_series(event, recurrence_id)
    assert found is not None
    return found


def test_a_count_is_shared_out() -> None:
    found = parts(content(rrule="FREQ=DAILY;COUNT=5"), "2031-03-12")
    assert (found.earlier.rrule, found.later.rrule) == ("FREQ=DAILY;COUNT=2", "FREQ=DAILY;COUNT=3")
    assert found.later.start_at == START + 2 * DAY


def test_a_start_that_the_rule_does_not_match_counts_in_neither() -> None:
    # START is a Monday
    found = parts(content(rrule="FREQ=WEEKLY;COUNT=4;BYDAY=TH"), "2031-03-20")
    assert (found.earlier.rrule, found.later.rrule) == (
        "FREQ=WEEKLY;COUNT=1;BYDAY=TH",
        "FREQ=WEEKLY;COUNT=3;BYDAY=TH",
    )
    found = parts(content(rrule="FREQ=WEEKLY;COUNT=4;BYDAY=TH"), "2031-03-13")
    assert (found.earlier.rrule, found.later.rrule) == ("", "FREQ=WEEKLY;COUNT=4;BYDAY=TH")


@pytest.mark.parametrize(
    ("rrule", "until"),
    [
        ("FREQ=DAILY", "FREQ=DAILY;UNTIL=20310311T090000Z"),
        ("FREQ=DAILY;UNTIL=20310401T090000Z", "FREQ=DAILY;UNTIL=20310311T090000Z"),
    ],
)
def test_the_earlier_part_ends_with_its_last_instance(rrule: str, until: str) -> None:
    found = parts(content(rrule=rrule), "2031-03-12")
    assert (found.earlier.rrule, found.later.rrule) == (until, rrule)


def test_an_all_day_series_ends_on_a_date() -> None:
    midnight = START.replace(hour=0)
    days = content(start_at=midnight, end_at=midnight + DAY, is_all_day=True, rrule="FREQ=WEEKLY")
    assert parts(days, "2031-03-24").earlier.rrule == "FREQ=WEEKLY;UNTIL=20310317"


def test_exceptions_and_kept_properties_go_with_their_instances() -> None:
    overrides: dict[str, Any] = {
        "2031-03-11T09:00:00": {"start_time": "2031-03-30T09:00:00"},
        "2031-03-12T09:00:00": {"title": "The cut"},
        "2031-03-13T09:00:00": {"excluded": True},
        "2031-03-20T12:00:00": {},
    }
    lines = {"": ["X-A:1"], "2031-03-11T09:00:00": ["X-B:2"], "2031-03-13T09:00:00": ["X-C:3"]}
    found = parts(content(recurrence_overrides=overrides, ical_properties=lines), "2031-03-12")
    assert list(found.earlier.recurrence_overrides) == ["2031-03-11T09:00:00"]
    assert list(found.later.recurrence_overrides) == list(overrides)[1:]
    assert list(found.earlier.ical_properties) == ["", "2031-03-11T09:00:00"]
    assert list(found.later.ical_properties) == ["", "2031-03-13T09:00:00"]


def test_at_an_added_date_the_rule_goes_on_from_before_it() -> None:
    added: dict[str, Any] = {"2031-03-20T15:00:00": {"title": "Extra"}}
    found = parts(content(rrule="FREQ=WEEKLY;COUNT=4", recurrence_overrides=added), "2031-03-20T15:00:00")
    assert found.earlier.rrule == "FREQ=WEEKLY;COUNT=2"
    assert (found.later.start_at, found.later.rrule) == (START + 7 * DAY, "FREQ=WEEKLY;COUNT=3")
    assert found.later.recurrence_overrides == {"2031-03-17T09:00:00": {"excluded": True}, **added}


def test_at_an_added_date_after_the_end_of_the_rule_only_dates_are_left() -> None:
    added: dict[str, Any] = {"2031-04-20T15:00:00": {}, "2031-04-21T15:00:00": {"title": "Last"}}
    found = parts(content(recurrence_overrides=added), "2031-04-20T15:00:00")
    assert found.earlier == content()
    assert (found.later.rrule, found.later.start_at) == ("", datetime(2031, 4, 20, 14, tzinfo=UTC))
    assert found.later.recurrence_overrides == added


def test_at_a_time_that_the_clocks_skip_the_wall_time_is_not_lost() -> None:
    start = datetime(2031, 3, 7, 7, 30, tzinfo=UTC)  # 02:30 in New York, which skips that on 9 March
    night = content(
        start_at=start, end_at=start + HOUR, timezone="America/New_York", rrule="FREQ=DAILY;COUNT=5"
    )
    found = parts(night, "2031-03-09T02:30:00")
    before = [one.start_at for one in instances(night, None)]
    assert [one.start_at for one in instances(found.earlier, None)] == before[:2]
    assert [one.start_at for one in instances(found.later, None)] == before[2:]


def test_an_added_date_at_a_time_that_the_clocks_skip_happens_once() -> None:
    start = datetime(2030, 3, 14, 23, 30, tzinfo=UTC)
    added = "2030-03-31T01:30:00"  # Lisbon skips that hour
    night = content(
        start_at=start,
        end_at=start + HOUR,
        timezone="Europe/Lisbon",
        rrule="FREQ=YEARLY;COUNT=1",
        recurrence_overrides={added: {}},
    )
    for rrule in (night.rrule, ""):
        found = parts(replace(night, rrule=rrule), added)
        assert [one.start_at for one in instances(found.earlier, None)] == [start]
        (only,) = instances(found.later, None)
        assert (only.recurrence_id, only.start_at) == (added, datetime(2030, 3, 31, 1, 30, tzinfo=UTC))
        assert revalidated(found.later) == found.later


def test_a_day_that_the_zone_skipped_is_in_neither_part() -> None:
    start = datetime(2011, 12, 28, 19, tzinfo=UTC)  # 09:00 in Apia, which had no 30 December 2011
    apia = content(start_at=start, end_at=start + HOUR, timezone="Pacific/Apia")
    found = parts(apia, "2011-12-31")
    assert [one.start_at for one in instances(found.earlier, None)] == [start, start + DAY]
    assert [one.start_at for one in instances(found.later, None)] == [start + i * DAY for i in (2, 3)]


@pytest.mark.parametrize("end", ["", ";COUNT=60"])
@pytest.mark.parametrize("first", ["2011-12-26T10:00", "2011-12-30T09:00"])
def test_hours_of_a_day_that_the_zone_skipped_stay_with_the_earlier_part(first: str, end: str) -> None:
    # Apia read them with the offset before the gap: so they lie between the hours of the day that follows
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    apia = content(
        start_at=start, end_at=start + HOUR, timezone="Pacific/Apia", rrule="FREQ=HOURLY;INTERVAL=5" + end
    )
    before = None if end else start + 8 * DAY
    cut = "2011-12-31T00:00:00"
    found = parts(apia, cut)
    whole = [(one.recurrence_id, one.start_at) for one in instances(apia, before)]
    for part, expected in (
        (found.earlier, [(name, at) for name, at in whole if name < cut]),
        (found.later, [(name, at) for name, at in whole if name >= cut]),
    ):
        assert [(one.recurrence_id, one.start_at) for one in instances(part, before)] == expected


def test_what_the_clocks_bring_past_the_cut_comes_before_it() -> None:
    start = datetime(2011, 12, 30, 9, tzinfo=UTC)  # 23:00 in Apia, an hour before the day that it skipped
    apia = content(
        start_at=start,
        end_at=start + HOUR,
        timezone="Pacific/Apia",
        rrule="FREQ=HOURLY;INTERVAL=5",
        recurrence_overrides={"2011-12-29T23:00:00": {"excluded": True}},
    )
    found = parts(apia, "2011-12-31T00:00:00")
    skipped = [f"2011-12-30T{hour}:00:00" for hour in ("04", "09", "14", "19")]
    assert [one.recurrence_id for one in instances(found.earlier, start + 2 * DAY)] == skipped


@pytest.mark.parametrize("added", ["2031-03-20T15:00:00", "2035-06-01T15:00:00"])
def test_a_rule_that_ended_before_the_cut_goes_on_no_longer(added: str) -> None:
    ended = content(rrule="FREQ=DAILY;UNTIL=20310312T090000Z", recurrence_overrides={added: {}})
    assert parts(ended, added).earlier.rrule == ended.rrule


@pytest.mark.parametrize("excluded", [[], ["2031-03-10T09:00:00", "2031-03-11T09:00:00"]])
def test_nothing_comes_before_the_first_instance(excluded: list[str]) -> None:
    overrides = {recurrence_id: {"excluded": True} for recurrence_id in excluded}
    first = "2031-03-12" if excluded else "2031-03-10"
    assert split_series(content(recurrence_overrides=overrides), first) is None


def test_only_an_instance_can_be_cut_at() -> None:
    with pytest.raises(NotFound):
        split_series(content(), "2031-03-16")
    with pytest.raises(Invalid):
        split_series(content(), "soon")


@settings(max_examples=200)
@given(series(), st.data())
def test_no_instance_is_lost_or_doubled(event: EventContent, data: st.DataObject) -> None:
    check(event, data)


@pytest.mark.long
@settings(max_examples=10_000)
@given(series(), st.data())
def test_no_instance_is_lost_or_doubled_at_length(event: EventContent, data: st.DataObject) -> None:
    check(event, data)


def check(event: EventContent, data: st.DataObject) -> None:
    """Both parts together hold what the series held, at any of its instances."""
    before = window_end(event)
    all_of_them = instances(event, before)
    named = [i for i in all_of_them if datetime.fromisoformat(i.recurrence_id).year < LATEST.year]
    if not named:
        return
    instance = data.draw(st.sampled_from(named[:40]))
    found = split_series(event, instance.recurrence_id)
    cut = datetime.fromisoformat(instance.recurrence_id)
    if found is None:
        assert all(datetime.fromisoformat(i.recurrence_id) >= cut for i in all_of_them)
        return
    earlier, later = instances(found.earlier, before), instances(found.later, before)
    assert told(earlier, event) + told(later, event) == told(all_of_them, event)
    assert earlier
    assert instance.recurrence_id in [i.recurrence_id for i in later] or not found.later.rrule
    assert {i.recurrence_id for i in later} == {
        i.recurrence_id for i in all_of_them if datetime.fromisoformat(i.recurrence_id) >= cut
    }
    for part in (found.earlier, found.later):
        assert revalidated(part) == part
