"""Instances of a series in a window: zones, overrides, windows, limits."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.rules.recurrence import Instance, Series, expand, is_finite, last_end, yields
from events.tests.rules.instances import Overrides, series, spans
from events.tests.rules.rules_of_all_kinds import rules


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ids(instances: list[Instance]) -> list[str]:
    return [i.recurrence_id for i in instances]


def test_an_all_day_event_is_dates_and_whole_days() -> None:
    trips = series("FREQ=WEEKLY;COUNT=2", "2026-03-27", "2026-03-30")

    assert spans(expand(trips, None, None)) == [
        ("2026-03-27", "2026-03-27T00:00", "2026-03-30T00:00"),
        ("2026-04-03", "2026-04-03T00:00", "2026-04-06T00:00"),
    ]


def test_an_event_without_rule_has_one_instance() -> None:
    assert spans(expand(series(""), None, None)) == [
        ("2026-03-27T09:00:00", "2026-03-27T09:00", "2026-03-27T10:00")
    ]


def test_a_start_that_the_rule_does_not_match_comes_first_and_is_not_counted() -> None:
    assert ids(expand(series("FREQ=WEEKLY;COUNT=2;BYDAY=MO"), None, None)) == [
        "2026-03-27T09:00:00",
        "2026-03-30T09:00:00",
        "2026-04-06T09:00:00",
    ]


def test_a_rule_that_never_yields_leaves_the_start() -> None:
    never = series("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")

    assert ids(expand(never, None, at("2900-01-01"))) == ["2026-03-27T09:00:00"]


def test_until_includes_an_instance_at_that_very_instant() -> None:
    assert ids(expand(series("FREQ=DAILY;UNTIL=20260329T080000Z"), None, None))[-1] == "2026-03-29T09:00:00"
    assert ids(expand(series("FREQ=DAILY;UNTIL=20260329T075959Z"), None, None))[-1] == "2026-03-28T09:00:00"


def test_until_of_an_all_day_event_is_its_last_day() -> None:
    assert ids(expand(series("FREQ=DAILY;UNTIL=20260329", "2026-03-27", "2026-03-28"), None, None)) == [
        "2026-03-27",
        "2026-03-28",
        "2026-03-29",
    ]


@pytest.mark.parametrize(
    ("rrule", "finite"),
    [("", True), ("FREQ=DAILY", False), ("FREQ=DAILY;COUNT=3", True), ("FREQ=DAILY;UNTIL=20300101", True)],
)
def test_a_rule_is_finite_with_count_or_until(rrule: str, finite: bool) -> None:
    assert is_finite(rrule) is finite


def test_an_endless_series_needs_a_window_with_an_end() -> None:
    with pytest.raises(ValueError, match="window"):
        expand(series("FREQ=DAILY"), None, None)


def test_last_end_of_series_of_each_kind() -> None:
    assert last_end(series("")) == at("2026-03-27T10:00")
    assert last_end(series("FREQ=DAILY")) is None
    assert last_end(series("FREQ=DAILY;COUNT=3")) == at("2026-03-29T09:00")
    assert last_end(series("FREQ=DAILY;UNTIL=20260328T235959Z")) == at("2026-03-28T10:00")


def test_last_end_looks_at_overrides() -> None:
    cut = {"2026-03-29T09:00:00": {"excluded": True}}
    moved = {"2026-03-27T09:00:00": {"start_time": "2026-05-01T09:00:00"}}
    nothing = {"2026-03-27T09:00:00": {"excluded": True}}

    assert last_end(series("FREQ=DAILY;COUNT=3", overrides=cut)) == at("2026-03-28T10:00")
    assert last_end(series("FREQ=DAILY;COUNT=3", overrides=moved)) == at("2026-05-01T09:00")
    assert last_end(series("", overrides=nothing)) == at("2026-03-27T10:00")


def test_yields_asks_the_start_and_the_rule_but_not_the_overrides() -> None:
    weekly = series(
        "FREQ=WEEKLY;UNTIL=20260403T080000Z", overrides={"2026-04-03T09:00:00": {"excluded": True}}
    )

    days = ["2026-03-27", "2026-04-03", "2026-04-04", "2026-04-10", "2026-03-20"]
    assert [yields(weekly, datetime.fromisoformat(f"{day}T09:00")) for day in days] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_an_excluded_instance_is_gone_even_the_first() -> None:
    without = {"2026-03-27T09:00:00": {"excluded": True}, "2026-03-29T09:00:00": {"excluded": True}}

    assert ids(expand(series("FREQ=DAILY;COUNT=4", overrides=without), None, None)) == [
        "2026-03-28T09:00:00",
        "2026-03-30T09:00:00",
    ]


def test_a_patch_travels_with_its_instance() -> None:
    patched = expand(
        series("FREQ=DAILY;COUNT=2", overrides={"2026-03-28T09:00:00": {"title": "Other"}}), None, None
    )

    assert [i.patch for i in patched] == [{}, {"title": "Other"}]


def test_a_moved_instance_is_found_where_it_is_now_and_not_where_it_was() -> None:
    moved = series("FREQ=DAILY", overrides={"2026-03-28T09:00:00": {"start_time": "2026-06-01T15:00:00"}})

    assert ids(expand(moved, at("2026-03-28T00:00"), at("2026-03-29T00:00"))) == []
    assert spans(expand(moved, at("2026-06-01T00:00"), at("2026-06-02T00:00"))) == [
        ("2026-06-01T09:00:00", "2026-06-01T08:00", "2026-06-01T09:00"),
        ("2026-03-28T09:00:00", "2026-06-01T14:00", "2026-06-01T15:00"),
    ]


def test_an_end_in_a_patch_changes_the_length() -> None:
    longer = {"2026-03-28T09:00:00": {"end_time": "2026-03-28T12:00:00"}}

    assert spans(expand(series("FREQ=DAILY;COUNT=2", overrides=longer), None, None))[1] == (
        "2026-03-28T09:00:00",
        "2026-03-28T09:00",
        "2026-03-28T12:00",
    )


@pytest.mark.parametrize("rrule", ["", "FREQ=WEEKLY;COUNT=1"])
def test_an_override_on_a_date_that_the_rule_lacks_adds_it(rrule: str) -> None:
    added = series(rrule, overrides={"2026-04-01T18:00:00": {}})

    assert spans(expand(added, None, None)) == [
        ("2026-03-27T09:00:00", "2026-03-27T09:00", "2026-03-27T10:00"),
        ("2026-04-01T18:00:00", "2026-04-01T17:00", "2026-04-01T18:00"),
    ]


def test_overrides_of_an_all_day_event_are_dates() -> None:
    moved: Overrides = {"2026-03-28": {"start_time": "2026-04-10"}, "2026-03-29": {"excluded": True}}

    assert spans(
        expand(series("FREQ=DAILY;COUNT=3", "2026-03-27", "2026-03-28", overrides=moved), None, None)
    ) == [
        ("2026-03-27", "2026-03-27T00:00", "2026-03-28T00:00"),
        ("2026-03-28", "2026-04-10T00:00", "2026-04-11T00:00"),
    ]


def test_a_window_is_half_open() -> None:
    daily = series("FREQ=DAILY")

    assert ids(expand(daily, at("2026-03-27T10:00"), at("2026-03-28T09:00"))) == []
    assert ids(expand(daily, at("2026-03-27T09:59"), at("2026-03-28T09:01"))) == [
        "2026-03-27T09:00:00",
        "2026-03-28T09:00:00",
    ]


def test_an_instance_that_began_long_before_the_window_is_in_it() -> None:
    yearly = series("FREQ=YEARLY", "2020-01-01T00:00", "2020-10-01T00:00")

    assert ids(expand(yearly, at("2026-08-01"), at("2026-08-02"))) == ["2026-01-01T00:00:00"]


def test_a_window_may_reach_as_far_as_time_does() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

    assert len(expand(series("FREQ=YEARLY", tz="America/New_York"), first, last)) == 2999 - 2026 + 1


STARTS = st.datetimes(datetime(1999, 1, 1), datetime(2030, 1, 1)).map(
    lambda d: d.replace(microsecond=0, fold=0)
)
ZONES = st.sampled_from(["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])


@st.composite
def series_of_all_kinds(draw: st.DrawFn) -> Series:
    start, tz = draw(STARTS), draw(ZONES)
    end = start + draw(st.sampled_from([timedelta(hours=1), timedelta(hours=25), timedelta(days=40)]))
    bare = Series(start, end, tz, False, draw(rules()), {})
    first = start.replace(tzinfo=UTC)
    known = ids(expand(bare, None, first + timedelta(days=800), limit=12))
    moves = st.fixed_dictionaries({"start_time": STARTS.map(datetime.isoformat)})
    patches: st.SearchStrategy[Mapping[str, Any]] = st.one_of(st.just({"excluded": True}), st.just({}), moves)
    overrides = draw(st.dictionaries(st.sampled_from(known), patches, max_size=4))
    return Series(start, end, tz, False, bare.rrule, overrides)


@settings(max_examples=60)
@given(series_of_all_kinds(), st.integers(-400, 1500), st.integers(1, 60 * 24))
def test_a_narrow_window_has_what_a_wide_one_has_there(anyhow: Series, days: int, hours: int) -> None:
    after = anyhow.start.replace(tzinfo=UTC) + timedelta(days=days)
    before = after + timedelta(hours=hours)

    wide = expand(anyhow, after - timedelta(days=60), before + timedelta(days=60))

    assert expand(anyhow, after, before) == [i for i in wide if i.end_at > after and i.start_at < before]


@settings(max_examples=60)
@given(series_of_all_kinds(), st.integers(-400, 1500), st.integers(0, 60))
def test_a_limit_gives_the_first_ones(anyhow: Series, days: int, limit: int) -> None:
    after = anyhow.start.replace(tzinfo=UTC) + timedelta(days=days)
    before = after + timedelta(days=400)

    assert expand(anyhow, after, before, limit=limit) == expand(anyhow, after, before)[:limit]


@settings(max_examples=30)
@given(series_of_all_kinds())
def test_instances_are_in_order_and_no_two_of_the_rule_are_at_once(anyhow: Series) -> None:
    first = anyhow.start.replace(tzinfo=UTC)
    found = expand(anyhow, None, first + timedelta(days=700))
    starts = [i.start_at for i in found if i.recurrence_id not in anyhow.overrides]

    assert found == sorted(found, key=lambda i: (i.start_at, i.recurrence_id))
    assert len(set(starts)) == len(starts)
