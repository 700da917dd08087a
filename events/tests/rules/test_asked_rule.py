"""Which rule an edit asks for, whichever of the two spellings it uses, and whatever a client sends along."""

from datetime import datetime
from typing import Any

import pytest

from core.errors import Invalid
from events.changes import EventChanges
from events.rules.asked_rule import asked_rule

MONDAY: dict[str, Any] = {"start": datetime(2031, 3, 10, 9), "tz": "UTC", "is_all_day": False}
DAILY, EVERY_OTHER_DAY, BY_HOUR = "FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;BYHOUR=9,10"


def asked(stored: str, **fields: Any) -> str | None:
    return asked_rule(stored, EventChanges(**fields), MONDAY)


@pytest.mark.parametrize("stored", ["", DAILY, BY_HOUR])
@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence_type": "none"},
        {"recurrence_type": None},
        {"recurrence_type": "none", "recurrence_pattern": None},
        {"recurrence_type": "none", "recurrence_pattern": {}},
        {"recurrence_type": None, "recurrence_pattern": None},
        {"recurrence_type": None, "recurrence_pattern": None, "rrule": None},
        {"is_recurring": False, "recurrence_type": "none"},
        {"is_recurring": False, "recurrence_type": "daily", "recurrence_pattern": {"interval": 2}},
        {"is_recurring": False, "recurrence_pattern": {"interval": 2}},
        {"rrule": None},
        {"rrule": ""},
    ],
)
def test_an_event_that_does_not_recur_is_said_in_many_ways(stored: str, fields: dict[str, Any]) -> None:
    assert asked(stored, **fields) == ""


@pytest.mark.parametrize(
    ("stored", "fields"),
    [
        ("", {}),
        ("", {"is_recurring": False}),
        (DAILY, {"is_recurring": True}),
        (DAILY, {"title": "Something else"}),
    ],
)
def test_what_says_nothing_new_leaves_the_rule_alone(stored: str, fields: dict[str, Any]) -> None:
    assert asked(stored, **fields) is None


def test_a_flag_alone_takes_the_rule_away() -> None:
    assert asked(DAILY, is_recurring=False) == ""


@pytest.mark.parametrize(
    ("stored", "fields", "rule"),
    [
        ("", {"recurrence_type": "daily"}, DAILY),
        ("", {"is_recurring": True, "recurrence_type": "daily", "recurrence_pattern": {}}, DAILY),
        ("", {"rrule": DAILY, "recurrence_type": None, "recurrence_pattern": None}, DAILY),
        ("", {"rrule": DAILY, "is_recurring": True}, DAILY),
        ("", {"rrule": DAILY, "is_recurring": False, "recurrence_type": "none"}, DAILY),
        (DAILY, {"recurrence_pattern": {"interval": 2}}, EVERY_OTHER_DAY),
        (
            DAILY,
            {"rrule": DAILY, "recurrence_type": "daily", "recurrence_pattern": {"interval": 2}},
            EVERY_OTHER_DAY,
        ),
        (
            DAILY,
            {"rrule": EVERY_OTHER_DAY, "recurrence_type": "daily", "recurrence_pattern": {"interval": 1}},
            EVERY_OTHER_DAY,
        ),
        (EVERY_OTHER_DAY, {"recurrence_type": "daily"}, EVERY_OTHER_DAY),
        (BY_HOUR, {"recurrence_type": "daily", "recurrence_pattern": None}, BY_HOUR),
    ],
)
def test_the_spelling_that_says_something_new_counts(stored: str, fields: dict[str, Any], rule: str) -> None:
    assert asked(stored, **fields) == rule


@pytest.mark.parametrize(
    ("stored", "fields"),
    [
        ("", {"is_recurring": True}),
        ("", {"is_recurring": True, "rrule": None}),
        (DAILY, {"is_recurring": True, "rrule": None}),
        ("", {"is_recurring": True, "recurrence_type": "none"}),
        ("", {"is_recurring": True, "recurrence_type": None, "recurrence_pattern": None}),
        ("", {"recurrence_pattern": {"interval": 2}}),
        (DAILY, {"recurrence_type": "none", "recurrence_pattern": {"interval": 2}}),
    ],
)
def test_what_recurs_needs_a_type_or_a_rule(stored: str, fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        asked(stored, **fields)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("recurrence_type", "required")]


def test_two_new_rules_at_once_are_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        asked("", rrule=DAILY, recurrence_type="weekly")
    assert [fault.code for fault in refusal.value.faults] == ["recurrence_spellings_differ"]


def test_a_type_of_none_is_not_blamed_for_a_pattern_that_nobody_sent() -> None:
    with pytest.raises(Invalid, match="A recurring event needs a recurrence_type or an rrule"):
        asked("", is_recurring=True, recurrence_type="none")
