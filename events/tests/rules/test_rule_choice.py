"""What a form can say about a recurrence, and what it shows of one."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given

from core.errors import Invalid
from events.rules.recurrence import canonical_rrule
from events.rules.rule_choice import RuleChoice, choice_of, rule_text
from events.tests.rules.rules_of_all_kinds import rules

START = datetime(2026, 11, 18, 14)  # the third Wednesday


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (RuleChoice(), ""),
        (RuleChoice(repeats="daily", interval=2), "FREQ=DAILY;INTERVAL=2"),
        (RuleChoice(repeats="weekly", weekdays=("WE",)), "FREQ=WEEKLY;INTERVAL=1"),
        (RuleChoice(repeats="weekly", weekdays=("FR", "MO")), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,FR"),
        (RuleChoice(repeats="monthly", month_day=18), "FREQ=MONTHLY;INTERVAL=1"),
        (RuleChoice(repeats="monthly", month_day=-1), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1"),
        (RuleChoice(repeats="monthly", month_by="weekday"), "FREQ=MONTHLY;INTERVAL=1;BYDAY=3WE"),
        (
            RuleChoice(repeats="monthly", month_by="weekday", ordinal=-1, weekday="FR"),
            "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR",
        ),
        (RuleChoice(repeats="yearly", ends="count", count=3), "FREQ=YEARLY;INTERVAL=1;COUNT=3"),
        (
            RuleChoice(repeats="daily", ends="until", until=date(2026, 12, 18)),
            "FREQ=DAILY;INTERVAL=1;UNTIL=20261218",
        ),
        (RuleChoice(repeats="custom", text=" FREQ=HOURLY;COUNT=3 "), "FREQ=HOURLY;COUNT=3"),
    ],
)
def test_fields_become_a_rule(choice: RuleChoice, text: str) -> None:
    assert rule_text(choice, START) == text


@pytest.mark.parametrize(
    ("choice", "fields"),
    [
        (RuleChoice(repeats="custom"), ["text"]),
        (RuleChoice(repeats="daily", interval=None), ["interval"]),
        (RuleChoice(repeats="daily", ends="until"), ["until"]),
        (RuleChoice(repeats="daily", interval=None, ends="count"), ["interval", "count"]),
    ],
)
def test_what_has_to_be_said_is_asked_for(choice: RuleChoice, fields: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        rule_text(choice, START)
    assert [fault.field for fault in refusal.value.faults] == fields


def of(text: str, tz: str = "Europe/Lisbon", is_all_day: bool = False) -> RuleChoice:
    start = START.replace(hour=0) if is_all_day else START
    rrule = canonical_rrule(text, start=start, tz=tz, is_all_day=is_all_day)
    return choice_of(rrule, start=start, tz=tz, is_all_day=is_all_day)


def test_a_form_shows_what_a_rule_says() -> None:
    own: dict[str, Any] = {"month_day": 18, "ordinal": 3, "weekday": "WE", "weekdays": ("WE",)}
    assert of("") == RuleChoice(**own)
    assert of("FREQ=WEEKLY") == RuleChoice(repeats="weekly", **own)
    assert of("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=4") == RuleChoice(
        repeats="weekly", **{**own, "weekdays": ("MO", "TU", "WE", "TH", "FR")}, ends="count", count=4
    )
    assert of("FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2") == RuleChoice(
        repeats="monthly",
        interval=2,
        month_by="weekday",
        month_day=18,
        ordinal=-1,
        weekday="FR",
        weekdays=("WE",),
    )
    assert of("FREQ=MONTHLY;BYMONTHDAY=2") == RuleChoice(repeats="monthly", **{**own, "month_day": 2})


def test_an_end_is_shown_as_the_last_day() -> None:
    own: dict[str, Any] = {
        "month_day": 18,
        "ordinal": 3,
        "weekday": "WE",
        "weekdays": ("WE",),
        "ends": "until",
    }
    daily = RuleChoice(repeats="daily", until=date(2026, 12, 18), **own)
    assert of("FREQ=DAILY;UNTIL=20261218") == daily
    assert of("FREQ=DAILY;UNTIL=20261218T235959", tz="Asia/Tokyo") == daily
    assert of("FREQ=DAILY;UNTIL=20261219T100000") == daily  # before that day's instance
    assert of("FREQ=DAILY;UNTIL=20261218", is_all_day=True) == daily


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY;COUNT=3",
        "FREQ=YEARLY;BYMONTH=3",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=DAILY;BYDAY=MO",
    ],
)
def test_what_the_fields_cannot_say_is_custom(text: str) -> None:
    choice = of(text)
    assert (choice.repeats, choice.text) == ("custom", text)


@given(rules())
def test_what_a_form_shows_it_asks_for_again(rule: str) -> None:
    try:
        rrule = canonical_rrule(rule, start=START, tz="Europe/Lisbon", is_all_day=False)
    except Invalid:
        return
    shown = choice_of(rrule, start=START, tz="Europe/Lisbon", is_all_day=False)
    again = canonical_rrule(rule_text(shown, START), start=START, tz="Europe/Lisbon", is_all_day=False)
    assert choice_of(again, start=START, tz="Europe/Lisbon", is_all_day=False) == shown
