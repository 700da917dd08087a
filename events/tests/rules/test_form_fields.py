"""An event as the fields of a form, the edit between two states, and two edits brought together."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from events.changes import EventChanges
from events.facts import EventContent
from events.rules.content import edited_content, new_content
from events.rules.form_fields import (
    EventFields,
    FieldChoice,
    When,
    changes_between,
    fields_of,
    merge_fields,
    moved_to,
)
from events.rules.instances import get_instance, shown_instance
from events.rules.rule_choice import RuleChoice

START = datetime(2026, 11, 18, 14, tzinfo=UTC)


def content(**fields: Any) -> EventContent:
    values = {
        "title": "Review",
        "start_at": START,
        "end_at": START.replace(hour=15, minute=30),
        "timezone": "Europe/Berlin",
        "recurrence_overrides": {},
        "calendar_id": 7,
        **fields,
    }
    return EventContent(**values)


FIELDS = fields_of(content())


def when(**changes: Any) -> EventFields:
    return replace(FIELDS, when=replace(FIELDS.when, **changes))


def test_times_are_those_of_the_events_clocks() -> None:
    day = date(2026, 11, 18)
    assert FIELDS.when == When(False, day, time(15), day, time(16, 30), "Europe/Berlin")


def test_the_last_day_of_an_all_day_event_is_a_day_of_it() -> None:
    midnight = datetime(2026, 11, 18, tzinfo=UTC)
    all_day = content(is_all_day=True, start_at=midnight, end_at=midnight.replace(day=20))
    days = When(True, date(2026, 11, 18), None, date(2026, 11, 19), None, "Europe/Berlin")
    assert fields_of(all_day).when == days
    assert edited_content(content(), changes_between(FIELDS, fields_of(all_day))) == replace(
        all_day, transparency="opaque"
    )


def test_what_nobody_touched_is_not_asked_for() -> None:
    assert changes_between(FIELDS, FIELDS, version=3) == EventChanges(version=3)
    other = replace(FIELDS, title="Launch", tags=("a",))
    assert changes_between(FIELDS, other) == EventChanges(title="Launch", tags=("a",))


def test_start_and_end_are_asked_for_together() -> None:
    later = when(end_clock=time(17))
    assert changes_between(FIELDS, later) == EventChanges(
        start_time=datetime(2026, 11, 18, 15), end_time=datetime(2026, 11, 18, 17)
    )


def test_another_zone_keeps_the_time_on_the_clock() -> None:
    changes = changes_between(FIELDS, when(timezone="Asia/Tokyo"))
    assert edited_content(content(), changes).start_at == datetime(2026, 11, 18, 6, tzinfo=UTC)


def test_a_new_event_has_all_its_fields() -> None:
    changes = changes_between(None, FIELDS, change_reason="Why not")
    assert changes.change_reason == "Why not"
    assert new_content(changes, timezone="UTC", calendar_id=7) == content()


def test_a_rule_is_asked_for_where_it_changes() -> None:
    weekly = replace(FIELDS, rule=RuleChoice(repeats="weekly"))
    assert changes_between(FIELDS, weekly) == EventChanges(rrule="FREQ=WEEKLY;INTERVAL=1")
    assert changes_between(weekly, FIELDS) == EventChanges(rrule=None)
    assert changes_between(FIELDS, replace(FIELDS, rule=RuleChoice(interval=4))) == EventChanges()


def test_a_weekday_that_went_along_with_the_start_leaves_the_rule_to_follow() -> None:
    series = content(rrule="FREQ=WEEKLY")
    shown = fields_of(series)
    assert shown.rule.weekdays == ("WE",)
    moved = replace(
        shown,
        when=replace(shown.when, start_day=date(2026, 11, 19), end_day=date(2026, 11, 19)),
        rule=replace(shown.rule, weekdays=("TH",)),
    )
    after = edited_content(series, changes_between(shown, moved))
    assert (after.rrule, after.start_at) == ("FREQ=WEEKLY", START.replace(day=19))


def test_an_instance_is_shown_with_the_rule_of_its_series() -> None:
    series = content(rrule="FREQ=WEEKLY")
    instance = shown_instance(series, get_instance(series, "2026-11-25T15:00:00"))
    shown = fields_of(series, instance)
    assert (shown.when.start_day, shown.rule) == (date(2026, 11, 25), fields_of(series).rule)


def test_a_slot_keeps_the_length() -> None:
    assert moved_to(FIELDS, datetime(2026, 11, 19, 23)).when == When(
        False, date(2026, 11, 19), time(23), date(2026, 11, 20), time(0, 30), "Europe/Berlin"
    )
    days = when(is_all_day=True, start_clock=None, end_clock=None, end_day=date(2026, 11, 20))
    assert moved_to(days, datetime(2026, 12, 1)).when.end_day == date(2026, 12, 3)


def test_edits_of_different_fields_come_together() -> None:
    mine, theirs = replace(FIELDS, title="Mine"), replace(FIELDS, location="Theirs")
    both = replace(FIELDS, title="Mine", location="Theirs")
    assert merge_fields(FIELDS, mine, theirs) == (both, [])


def test_what_both_changed_is_to_be_decided() -> None:
    mine = replace(when(start_clock=time(9)), title="A Review", tags=("x",))
    theirs = replace(when(start_clock=time(10)), title="Review B", tags=("y",), status="tentative")
    merged, choices = merge_fields(FIELDS, mine, theirs)
    assert merged == theirs
    assert choices == [
        FieldChoice("title", "Review", "A Review", "Review B", "A Review B", True),
        FieldChoice("when", FIELDS.when, mine.when, theirs.when),
        FieldChoice("tags", (), ("x",), ("y",), ("x", "y"), True),
    ]


@pytest.mark.parametrize("also", [frozenset(), frozenset({"status"})])
def test_what_does_not_go_together_is_to_be_decided_too(also: frozenset[str]) -> None:
    mine = replace(FIELDS, status="tentative")
    _, choices = merge_fields(FIELDS, mine, FIELDS, also)
    assert [choice.name for choice in choices] == sorted(also)
