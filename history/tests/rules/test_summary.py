"""Tests of summaries: right in words and amounts, and without a word of the event itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.enums import Verb
from history.rules.diff import CONTENT_FIELDS, field_changes
from history.rules.summary import summary_of, time_shift_in_words

BASE: dict[str, Any] = {
    "title": "Standup",
    "description": None,
    "location": None,
    "start_time": "2026-03-27T09:00:00Z",
    "end_time": "2026-03-27T10:00:00Z",
    "timezone": "Europe/Berlin",
    "is_all_day": False,
    "rrule": None,
    "recurrence_overrides": {},
    "tags": [],
    "status": "confirmed",
    "transparency": "opaque",
    "calendar_id": 1,
    "is_deleted": False,
}
MOVED = {"start_time": "2026-03-27T10:00:00Z", "end_time": "2026-03-27T11:30:00Z"}
ALL_DAY = {"is_all_day": True, "start_time": "2026-03-27", "end_time": "2026-03-28"}


def summary(edit: dict[str, Any], **options: Any) -> str:
    return summary_of(field_changes(BASE, {**BASE, **edit}), **options)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({}, "Other properties changed"),
        ({"title": "Daily"}, "Title changed"),
        ({"title": "Daily", "location": "Room 2"}, "Title, location changed"),
        ({"title": "x", **MOVED}, "Title changed; moved 1 h later, 30 min longer"),
        (MOVED, "Moved 1 h later, 30 min longer"),
        ({"end_time": "2026-03-27T09:45:00Z"}, "15 min shorter"),
        ({"start_time": "2026-03-27T08:30:00Z"}, "Moved 30 min earlier, 30 min longer"),
        (ALL_DAY, "Now all day"),
        ({**ALL_DAY, "tags": ["x"]}, "Tags changed; now all day"),
        ({"timezone": "UTC", "calendar_id": 2}, "Time zone, calendar changed"),
        ({"rrule": "x", "is_recurring": True, "recurrence_type": "daily"}, "Recurrence changed"),
        ({"recurrence_overrides": {"d": {}}}, "Single dates changed"),
        ({"is_deleted": True}, "Moved to trash"),
        ({"start_time": "odd"}, "Start changed"),
        ({"start_time": None, "end_time": "2026-03-27"}, "Start, end changed"),
        ({"color_scheme": 1}, "Color scheme changed"),
    ],
)
def test_a_summary_names_the_fields_and_the_amounts_of_time(edit: dict[str, Any], said: str) -> None:
    assert summary(edit) == said


@pytest.mark.parametrize(
    ("verb", "edit", "said"),
    [
        (Verb.CREATED, MOVED, "Created"),
        (Verb.DELETED, {"is_deleted": True}, "Moved to trash"),
        (Verb.RESTORED, {}, "Restored"),
        (Verb.RESTORED, MOVED, "Restored: moved 1 h later, 30 min longer"),
        (Verb.ROLLED_BACK, {"title": "x"}, "Rolled back to version 3: title changed"),
        (Verb.ROLLED_BACK, {}, "Rolled back to version 3"),
        (Verb.MERGED, {"title": "x"}, "Merged: title changed"),
        (Verb.TRANSFERRED, {"calendar_id": 2}, "Transferred to another owner"),
        (Verb.PURGED, {}, "Deleted for good"),
    ],
)
def test_a_summary_begins_with_what_was_done(verb: Verb, edit: dict[str, Any], said: str) -> None:
    assert summary(edit, verb=verb, version=3) == said


def test_every_verb_has_a_summary() -> None:
    assert all(summary_of({}, verb=verb) for verb in Verb)


def test_a_restored_event_is_not_said_to_be_restored_twice() -> None:
    changes = field_changes({**BASE, "is_deleted": True}, BASE)
    assert summary_of(changes, verb=Verb.RESTORED) == "Restored"
    assert summary_of(changes) == "Restored"
    assert summary_of(changes, verb=Verb.ROLLED_BACK, version=2) == "Rolled back to version 2: restored"


edits = st.dictionaries(st.sampled_from(CONTENT_FIELDS), st.just("SECRET") | st.just(["SECRET"]))


@given(edits, st.sampled_from(Verb))
def test_no_value_is_ever_in_a_summary(edit: dict[str, Any], verb: Verb) -> None:
    assert "SECRET" not in summary(edit, verb=verb, version=1)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            ("2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z"),
            ("2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z"),
            "",
        ),
        (
            ("2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z"),
            ("2026-03-27T10:00:00Z", "2026-03-27T11:30:00Z"),
            "1 h later, 30 min longer",
        ),
        (
            ("2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z"),
            ("2026-03-27T11:00:00+02:00", "2026-03-27T12:00:00+02:00"),
            "",
        ),
        (
            ("2026-03-27T09:00:00Z", "2026-03-27T10:00:00Z"),
            ("2026-03-25T07:44:30Z", "2026-03-25T08:44:30.500000Z"),
            "2 days 1 h 15 min 30 s earlier, less than 1 s longer",
        ),
        (("2026-03-27", "2026-03-28"), ("2026-03-28", "2026-03-30"), "1 day later, 1 day longer"),
        (("2026-03-27", "2026-03-28"), ("2026-03-28T09:00:00Z", "2026-03-28T10:00:00Z"), ""),
        (("2026-03-27T09:00:00", "odd"), ("2026-03-27T10:00:00", "odd"), ""),
    ],
)
def test_a_shift_is_told_in_words(before: tuple[str, str], after: tuple[str, str], said: str) -> None:
    assert time_shift_in_words(*before, *after) == said


def test_the_same_time_on_another_day_counts_in_days_across_a_change_of_clocks() -> None:
    shift = ("2026-03-28T09:00:00Z", "2026-03-28T10:00:00Z", "2026-03-29T08:00:00Z", "2026-03-29T09:00:00Z")
    assert time_shift_in_words(*shift) == "23 h later"
    assert time_shift_in_words(*shift, tz="Europe/Berlin") == "1 day later"
    edit = {"start_time": shift[2], "end_time": shift[3]}
    changes = field_changes({**BASE, "start_time": shift[0], "end_time": shift[1]}, {**BASE, **edit})
    assert summary_of(changes, tz="Europe/Berlin") == "Moved 1 day later"


def test_a_move_within_the_hour_that_comes_twice_is_elapsed_time() -> None:
    shift = ("2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:30:00Z", "2026-10-25T01:45:00Z")
    assert time_shift_in_words(*shift, tz="Europe/Berlin") == "1 h later"


def test_a_change_of_zone_makes_the_shift_elapsed_time() -> None:
    edit = {"timezone": "UTC", "start_time": "2026-03-30T09:00:00Z", "end_time": "2026-03-30T10:00:00Z"}
    assert summary(edit, tz="UTC") == "Time zone changed; moved 3 days later"
    assert summary(edit, tz="Europe/Berlin") == "Time zone changed; moved 3 days later"


@given(st.integers(-(10**6), 10**6), st.integers(-3599, 10**6))
def test_a_shift_and_the_way_back_differ_in_direction_alone(moved: int, longer: int) -> None:
    def wire(seconds: int) -> str:
        return (datetime(2026, 3, 27, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()

    there = time_shift_in_words(wire(0), wire(3600), wire(moved), wire(moved + 3600 + longer))
    back = time_shift_in_words(wire(moved), wire(moved + 3600 + longer), wire(0), wire(3600))
    swapped = {"later": "earlier", "earlier": "later", "longer": "shorter", "shorter": "longer"}
    assert back == " ".join(
        swapped.get(word.rstrip(","), word.rstrip(",")) + "," * word.endswith(",") for word in there.split()
    )
