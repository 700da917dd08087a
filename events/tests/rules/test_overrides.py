"""Exceptions of a series: their one spelling, and every refusal."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from events.rules.overrides import KEYS, canonical_overrides

START = datetime(2026, 3, 27, 9)
FIELD = "recurrence_overrides"
DAY = "2026-03-28T09:00:00"


def canonical(value: Any, *, is_all_day: bool = False) -> dict[str, dict[str, Any]]:
    if is_all_day:
        first = datetime(2026, 3, 27)
        return canonical_overrides(
            value, series_start=first, series_end=first + timedelta(days=1), tz="UTC", is_all_day=True
        )
    return canonical_overrides(
        value,
        series_start=START,
        series_end=START + timedelta(hours=1),
        tz="Europe/Lisbon",
        is_all_day=False,
    )


def faults(value: Any, *, is_all_day: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        canonical(value, is_all_day=is_all_day)
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_overrides_come_out_sorted_by_id() -> None:
    assert list(canonical({"2026-03-30T09:00:00": {}, DAY: {"excluded": True}})) == [
        DAY,
        "2026-03-30T09:00:00",
    ]


@pytest.mark.parametrize(
    "key",
    [
        "2026-03-29T09:00:00",
        "2026-03-29T09:00",
        "2026-03-29 09:00:00",
        "2026-03-29t09:00:00",
        "2026-03-29T08:00:00Z",
        "2026-03-29T10:00:00+02:00",
        "2026-03-29",
    ],
)
def test_an_id_is_wall_time_however_it_is_sent(key: str) -> None:
    assert canonical({key: {}}) == {"2026-03-29T09:00:00": {}}


@pytest.mark.parametrize("key", ["2026-03-29", "2026-03-29T00:00:00", "2026-03-29T00:00:00Z"])
def test_an_id_of_an_all_day_event_is_a_date(key: str) -> None:
    assert canonical({key: {"excluded": True}}, is_all_day=True) == {"2026-03-29": {"excluded": True}}


def test_a_patch_with_all_its_keys() -> None:
    patch = {
        "title": "  Later ",
        "description": None,
        "location": " Room 2 ",
        "start_time": "2026-04-01T10:00:00Z",
        "end_time": "2026-04-01T12:30",
        "status": "tentative",
        "transparency": "transparent",
        "tags": [" a ", "b", "a"],
    }

    assert set(patch) == set(KEYS)
    assert canonical({DAY: patch}) == {
        DAY: {
            "title": "Later",
            "description": None,
            "location": "Room 2",
            "start_time": "2026-04-01T11:00:00",
            "end_time": "2026-04-01T12:30:00",
            "status": "tentative",
            "transparency": "transparent",
            "tags": ["a", "b"],
        }
    }


def test_excluded_false_says_nothing() -> None:
    assert canonical({DAY: {"excluded": False}}) == {DAY: {}}
    assert canonical({DAY: {"excluded": False, "title": "x"}}) == {DAY: {"title": "x"}}


def test_a_start_that_moves_nothing_is_left_out() -> None:
    assert canonical({DAY: {"start_time": DAY, "title": "x"}}) == {DAY: {"title": "x"}}


def test_an_empty_text_is_none() -> None:
    assert canonical({DAY: {"description": "", "location": " "}}) == {
        DAY: {"description": None, "location": None}
    }


def test_times_of_an_all_day_event_are_dates() -> None:
    moved = {"2026-03-28": {"start_time": "2026-04-01", "end_time": "2026-04-03"}}

    assert canonical(moved, is_all_day=True) == moved


@pytest.mark.parametrize("value", [None, [], "x", 3, True])
def test_overrides_are_an_object(value: Any) -> None:
    assert faults(value) == [(FIELD, "wrong_type")]


def test_a_thousand_overrides_are_the_most() -> None:
    many: dict[str, Any] = {(START + timedelta(days=day)).isoformat(): {} for day in range(1001)}

    assert faults(many) == [(FIELD, "too_many_overrides")]
    many.pop(START.isoformat())
    assert len(canonical(many)) == 1000


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "2026-02-30T09:00:00",
        "2026-03-28T24:00:00",
        "20260328T090000",
        "2026-W13-6",
        "2026-03-28T09",
        "1899-12-31T09:00:00",
        "2200-01-01T09:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_time_is_no_id(key: str) -> None:
    assert faults({key: {}}) == [(f"{FIELD}.{key}", "recurrence_id_invalid")]


def test_an_id_of_an_all_day_event_has_no_time() -> None:
    assert faults({DAY: {}}, is_all_day=True) == [(f"{FIELD}.{DAY}", "recurrence_id_invalid")]


@pytest.mark.parametrize(
    ("patch", "field", "code"),
    [
        (None, "", "wrong_type"),
        ([], "", "wrong_type"),
        ({"excluded": 1}, ".excluded", "wrong_type"),
        ({"excluded": True, "title": "x"}, ".excluded", "excluded_and_changed"),
        ({"name": "x"}, ".name", "unknown_key"),
        ({"rrule": "FREQ=DAILY"}, ".rrule", "unknown_key"),
        ({"title": None}, ".title", "wrong_type"),
        ({"title": 3}, ".title", "wrong_type"),
        ({"title": "  "}, ".title", "blank"),
        ({"title": "x" * 201}, ".title", "max_length"),
        ({"location": "x" * 501}, ".location", "max_length"),
        ({"description": ["x"]}, ".description", "wrong_type"),
        ({"status": "done"}, ".status", "invalid_choice"),
        ({"status": []}, ".status", "invalid_choice"),
        ({"transparency": None}, ".transparency", "invalid_choice"),
        ({"tags": "x"}, ".tags", "wrong_type"),
        ({"tags": [1]}, ".tags", "wrong_type"),
        ({"tags": [""]}, ".tags", "invalid"),
        ({"tags": [str(n) for n in range(51)]}, ".tags", "invalid"),
        ({"start_time": None}, ".start_time", "invalid"),
        ({"start_time": "2026-04-01"}, ".start_time", "invalid"),
        ({"end_time": "noon"}, ".end_time", "invalid"),
        ({"end_time": DAY}, ".end_time", "end_before_start"),
        (
            {"start_time": "2026-04-01T10:00", "end_time": "2026-04-01T09:00"},
            ".end_time",
            "end_before_start",
        ),
    ],
)
def test_every_fault_is_named_by_its_key(patch: Any, field: str, code: str) -> None:
    assert faults({DAY: patch}) == [(f"{FIELD}.{DAY}{field}", code)]


def test_all_faults_of_all_overrides_come_together() -> None:
    value = {DAY: {"title": "", "colour": 1}, "x": {}, "2026-03-30": {"status": "gone"}}

    assert faults(value) == [
        (f"{FIELD}.{DAY}.title", "blank"),
        (f"{FIELD}.{DAY}.colour", "unknown_key"),
        (f"{FIELD}.x", "recurrence_id_invalid"),
        (f"{FIELD}.2026-03-30.status", "invalid_choice"),
    ]


def test_two_spellings_of_one_id_are_refused() -> None:
    assert faults({DAY: {}, "2026-03-28T09:00:00Z": {}}) == [
        (f"{FIELD}.2026-03-28T09:00:00Z", "override_twice")
    ]


def test_nothing_comes_before_the_start_but_may_be_excluded_there() -> None:
    before = "2026-03-20T09:00:00"

    assert faults({before: {}}) == [(f"{FIELD}.{before}", "override_before_start")]
    assert canonical({before: {"excluded": True}}) == {before: {"excluded": True}}


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Invalid) as refused:
        canonical({DAY: {"name": "x"}})

    assert refused.value.faults[0].message == (
        "Unknown key: an override has excluded, or any of title, description, location, start_time, "
        "end_time, status, transparency, tags."
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
TIMES = st.datetimes(START, datetime(2030, 1, 1)).map(datetime.isoformat)
PATCHES = st.dictionaries(st.sampled_from([*KEYS, "excluded"]), JSON | TIMES, max_size=4)


@settings(max_examples=200)
@given(st.dictionaries(TIMES | st.text(max_size=20), PATCHES | JSON, max_size=4) | JSON)
def test_any_json_is_canonical_after_once_or_refused(value: Any) -> None:
    with suppress(Invalid):
        once = canonical(value)
        assert canonical(once) == once
