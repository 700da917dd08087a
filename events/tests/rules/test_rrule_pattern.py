"""The JSON spelling of a rule: what it can say, every fault, and the way there and back."""

from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from events.rules.rrule_canonical import canonical_rrule
from events.rules.rrule_pattern import from_pattern, to_pattern
from events.tests.rules.rules_of_all_kinds import either_sign, rules

START = datetime(2026, 3, 27, 9)


def rule_of(recurrence_type: str, pattern: Any, *, is_all_day: bool = False) -> str:
    start, tz = (datetime(2026, 3, 27), "UTC") if is_all_day else (START, "Europe/Lisbon")
    return from_pattern(recurrence_type, pattern, start=start, tz=tz, is_all_day=is_all_day)


def faults(recurrence_type: str, pattern: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        rule_of(recurrence_type, pattern)
    return [(fault.field, fault.code) for fault in refused.value.faults]


SPELLINGS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("", "none", None),
    ("FREQ=HOURLY;INTERVAL=6", "hourly", {"interval": 6}),
    ("FREQ=DAILY", "daily", {"interval": 1}),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "daily", {"interval": 1, "weekdays_only": True}),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "weekly", {"interval": 2, "weekdays_only": True}),
    ("FREQ=WEEKLY;COUNT=5;BYDAY=MO,FR", "weekly", {"interval": 1, "count": 5, "by_weekday": ["MO", "FR"]}),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "monthly",
        {"interval": 1, "by_weekday": ["MO", "TU", "WE", "TH", "FR"], "by_set_position": [-1]},
    ),
    ("FREQ=MONTHLY;BYDAY=-1FR,2MO", "monthly", {"interval": 1, "by_weekday": ["-1FR", "2MO"]}),
    (
        "FREQ=YEARLY;UNTIL=20301231T120000Z;BYMONTH=1,6;BYMONTHDAY=-1",
        "yearly",
        {"interval": 1, "until": "2030-12-31T12:00:00Z", "by_month_day": [-1], "by_month": [1, 6]},
    ),
]


@pytest.mark.parametrize(("rrule", "recurrence_type", "pattern"), SPELLINGS)
def test_two_spellings_of_one_rule(rrule: str, recurrence_type: str, pattern: dict[str, Any] | None) -> None:
    assert to_pattern(rrule) == (recurrence_type, pattern)
    assert rule_of(recurrence_type, pattern) == rrule


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=DAILY;BYHOUR=9,12",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
    ],
)
def test_what_a_pattern_cannot_spell_is_none_beside_its_type(rrule: str) -> None:
    assert to_pattern(rrule) == (rrule.split(";")[0].removeprefix("FREQ=").lower(), None)


def test_the_pattern_is_the_callers_own() -> None:
    _, pattern = to_pattern("FREQ=WEEKLY;BYDAY=MO,FR")
    assert pattern is not None
    pattern["by_weekday"].append("SU")

    assert to_pattern("FREQ=WEEKLY;BYDAY=MO,FR")[1] == {"interval": 1, "by_weekday": ["MO", "FR"]}


@settings(max_examples=150)
@given(rules())
def test_a_rule_comes_back_from_its_pattern(text: str) -> None:
    rrule = canonical_rrule(text, start=START, tz="Europe/Lisbon", is_all_day=False)
    recurrence_type, pattern = to_pattern(rrule)
    assume(pattern is not None)

    assert rule_of(recurrence_type, pattern) == rrule


PATTERNS = st.fixed_dictionaries(
    {"interval": st.integers(1, 99)},
    optional={
        "count": st.integers(1, 100),
        "by_weekday": st.lists(st.sampled_from(["MO", "tu", 2, "SU", "1MO", "-1FR"]), max_size=4),
        "by_month_day": st.lists(either_sign(31), max_size=4),
        "by_month": st.lists(st.integers(1, 12), max_size=4),
    },
)


@settings(max_examples=100)
@given(st.sampled_from(["monthly", "yearly"]), PATTERNS)
def test_a_pattern_comes_back_with_its_lists_sorted(recurrence_type: str, pattern: dict[str, Any]) -> None:
    rrule = rule_of(recurrence_type, pattern)
    shown_type, shown = to_pattern(rrule)
    assert shown is not None

    assert (shown_type, shown["interval"], shown.get("count")) == (
        recurrence_type,
        pattern["interval"],
        pattern.get("count"),
    )
    for key in ("by_month_day", "by_month"):
        assert shown.get(key, []) == sorted(set(pattern.get(key, [])))
    assert rule_of(shown_type, shown) == rrule


@pytest.mark.parametrize(
    ("recurrence_type", "pattern", "expected"),
    [
        ("none", None, ""),
        ("none", {}, ""),
        ("daily", None, "FREQ=DAILY"),
        ("daily", {}, "FREQ=DAILY"),
        ("daily", {"interval": 1, "count": None, "until": None, "by_weekday": []}, "FREQ=DAILY"),
        ("weekly", {"by_weekday": [0, "we", 4]}, "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("weekly", {"weekdays_only": False, "by_weekday": ["SA"]}, "FREQ=WEEKLY;BYDAY=SA"),
        (
            "monthly",
            {"weekdays_only": True, "by_set_position": [1]},
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
        ),
        ("daily", {"until": "2026-07-01"}, "FREQ=DAILY;UNTIL=20260701T225959Z"),
        ("daily", {"until": "2026-07-01T09:00"}, "FREQ=DAILY;UNTIL=20260701T080000Z"),
        ("daily", {"until": "2026-07-01T09:00:00+02:00"}, "FREQ=DAILY;UNTIL=20260701T070000Z"),
        ("daily", {"until": "2026-07-01t09:00:00.500z"}, "FREQ=DAILY;UNTIL=20260701T090000Z"),
    ],
)
def test_what_clients_send(recurrence_type: str, pattern: Any, expected: str) -> None:
    assert rule_of(recurrence_type, pattern) == expected


def test_until_of_an_all_day_event_is_a_date_in_both_spellings() -> None:
    rrule = rule_of("daily", {"until": "2026-07-01"}, is_all_day=True)

    assert rrule == "FREQ=DAILY;UNTIL=20260701"
    assert to_pattern(rrule) == ("daily", {"interval": 1, "until": "2026-07-01"})


PATTERN = "recurrence_pattern"


@pytest.mark.parametrize(
    ("recurrence_type", "pattern", "expected"),
    [
        ("often", None, [("recurrence_type", "invalid_choice")]),
        ("none", {"interval": 2}, [("recurrence_type", "pattern_without_type")]),
        ("daily", [], [(PATTERN, "wrong_type")]),
        ("daily", "FREQ=DAILY", [(PATTERN, "wrong_type")]),
        ("daily", {"every": 2}, [(f"{PATTERN}.every", "unknown_key")]),
        ("daily", {"interval": "2"}, [(f"{PATTERN}.interval", "wrong_type")]),
        ("daily", {"interval": True}, [(f"{PATTERN}.interval", "wrong_type")]),
        ("daily", {"interval": 0}, [(f"{PATTERN}.interval", "rrule_value_invalid")]),
        ("daily", {"interval": 10**30}, [(f"{PATTERN}.interval", "rrule_value_invalid")]),
        ("daily", {"count": 1.5}, [(f"{PATTERN}.count", "wrong_type")]),
        ("daily", {"until": 20260701}, [(f"{PATTERN}.until", "wrong_type")]),
        ("daily", {"until": "tomorrow"}, [(f"{PATTERN}.until", "wrong_type")]),
        ("daily", {"until": "2026-02-30"}, [(f"{PATTERN}.until", "wrong_type")]),
        ("daily", {"until": "9999-12-31T23:59:59-05:00"}, [(f"{PATTERN}.until", "wrong_type")]),
        ("daily", {"until": "2026-01-01"}, [(f"{PATTERN}.until", "rrule_until_before_start")]),
        ("weekly", {"weekdays_only": 1}, [(f"{PATTERN}.weekdays_only", "wrong_type")]),
        ("weekly", {"by_weekday": "MO"}, [(f"{PATTERN}.by_weekday", "wrong_type")]),
        ("weekly", {"by_weekday": [7]}, [(f"{PATTERN}.by_weekday", "wrong_type")]),
        ("weekly", {"by_weekday": ["MO;COUNT=1"]}, [(f"{PATTERN}.by_weekday", "wrong_type")]),
        ("weekly", {"by_weekday": ["1MO"]}, [(f"{PATTERN}.by_weekday", "rrule_part_not_allowed")]),
        ("weekly", {"by_month_day": [1]}, [(f"{PATTERN}.by_month_day", "rrule_part_not_allowed")]),
        ("monthly", {"by_month_day": [32]}, [(f"{PATTERN}.by_month_day", "rrule_value_invalid")]),
        ("monthly", {"by_set_position": [1]}, [(f"{PATTERN}.by_set_position", "rrule_part_not_allowed")]),
        (
            "weekly",
            {"weekdays_only": True, "by_weekday": ["MO"]},
            [(f"{PATTERN}.weekdays_only", "weekdays_only_and_by_weekday")],
        ),
        ("daily", {"count": 2, "until": "2026-07-01"}, [(f"{PATTERN}.count", "rrule_count_and_until")]),
        ("hourly", {}, [(PATTERN, "rrule_too_many")]),
        (
            "sometimes",
            {"every": 2, "interval": "x", "count": 0, "by_month": [13], "by_month_day": [1, "2"]},
            [
                ("recurrence_type", "invalid_choice"),
                (f"{PATTERN}.every", "unknown_key"),
                (f"{PATTERN}.interval", "wrong_type"),
                (f"{PATTERN}.by_month_day", "wrong_type"),
                (f"{PATTERN}.count", "rrule_value_invalid"),
                (f"{PATTERN}.by_month", "rrule_value_invalid"),
            ],
        ),
    ],
)
def test_every_fault_is_named_by_its_key(
    recurrence_type: str, pattern: Any, expected: list[tuple[str, str]]
) -> None:
    assert faults(recurrence_type, pattern) == expected


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Invalid) as refused:
        rule_of("daily", {"every": 2})

    assert refused.value.faults[0].message == (
        "Unknown key: a recurrence_pattern has the keys interval, count, until, weekdays_only, by_weekday, "
        "by_month_day, by_month, by_set_position."
    )


def test_hourly_events_of_an_all_day_kind_are_a_fault_of_the_type() -> None:
    with pytest.raises(Invalid) as refused:
        rule_of("hourly", {"interval": 24}, is_all_day=True)

    assert [(f.field, f.code) for f in refused.value.faults] == [
        ("recurrence_type", "rrule_part_not_allowed")
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["interval", "count", "until", "weekdays_only", "by_weekday", "by_month_day", "by_month"]
)


@settings(max_examples=200)
@given(
    st.sampled_from(["none", "daily", "weekly", "monthly", "yearly", "x"]), st.dictionaries(KEYS, JSON) | JSON
)
def test_any_json_is_a_pattern_or_refused(recurrence_type: str, pattern: Any) -> None:
    with suppress(Invalid):
        rule_of(recurrence_type, pattern)
