"""The two spellings of a recurrence rule, and the rules that are refused."""

from typing import Any

import pytest

from contract.client import Client, new_event
from contract.expect import invalid


@pytest.mark.parametrize(
    ("rrule", "kind", "pattern"),
    [
        ("FREQ=DAILY", "daily", {"interval": 1}),
        ("FREQ=DAILY;INTERVAL=3;COUNT=4", "daily", {"interval": 3, "count": 4}),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "weekly", {"interval": 1, "by_weekday": ["MO", "WE"]}),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "monthly", {"interval": 1, "by_month_day": [10]}),
        (
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10",
            "yearly",
            {"interval": 1, "by_month": [3], "by_month_day": [10]},
        ),
        ("FREQ=HOURLY;COUNT=3;INTERVAL=2", "hourly", {"interval": 2, "count": 3}),
    ],
)
def test_rrule_and_pattern_are_two_spellings_of_one_rule(
    ann: Client, rrule: str, kind: str, pattern: dict[str, Any]
) -> None:
    by_rule = ann.create(rrule=rrule, transparency="transparent")
    by_pattern = ann.create(recurrence_type=kind, recurrence_pattern=pattern, transparency="transparent")
    assert set(by_rule["rrule"].split(";")) == set(rrule.split(";"))
    for name in ("is_recurring", "recurrence_type", "recurrence_pattern", "rrule"):
        assert by_rule[name] == by_pattern[name]
    assert (by_rule["is_recurring"], by_rule["recurrence_type"]) == (True, kind)


def test_what_a_pattern_cannot_spell_shows_as_null(ann: Client) -> None:
    event = ann.create(rrule="FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO")
    assert (event["is_recurring"], event["recurrence_type"], event["recurrence_pattern"]) == (
        True,
        "yearly",
        None,
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence_type": "none"},
        {"recurrence_type": "none", "recurrence_pattern": {}},
        {"recurrence_type": None, "recurrence_pattern": None},
        {"is_recurring": False, "recurrence_type": "none", "recurrence_pattern": None},
    ],
)
def test_the_type_none_is_that_of_an_event_which_does_not_recur(ann: Client, fields: dict[str, Any]) -> None:
    single = ann.create(transparency="transparent", **fields)
    series = ann.create(transparency="transparent", recurrence_type="weekly")
    for event in (single, ann.edit(series["id"], **fields)):
        assert (event["is_recurring"], event["recurrence_type"], event["recurrence_pattern"]) == (
            False,
            "none",
            None,
        )


def test_an_unknown_key_of_a_pattern_is_refused_and_the_known_ones_named(ann: Client) -> None:
    refused = ann.post("/events/", new_event(recurrence_type="daily", recurrence_pattern={"every": 2}))
    document = invalid(refused, "recurrence_pattern.every")
    for known in (
        *("interval", "count", "until", "weekdays_only", "by_weekday", "by_month_day", "by_month"),
        "by_set_position",
    ):
        assert known in document["errors"][0]["message"]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "nonsense", "FREQ=DAILY;COUNT=0"]
)
def test_rules_that_are_wrong_or_too_many_are_refused(ann: Client, rule: str) -> None:
    invalid(ann.post("/events/", new_event(rrule=rule)), "rrule")
