"""The one spelling of a rule, and every refusal."""

import time
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from events.rules.rrule_canonical import canonical_rrule
from events.tests.rules.rules_of_all_kinds import rules

START = datetime(2026, 3, 27, 9)
ALL_HOURS = ",".join(map(str, range(24)))
ALL_DAYS = "MO,TU,WE,TH,FR,SA,SU"


def canonical(text: str, *, is_all_day: bool = False, start: datetime = START) -> str:
    if is_all_day:
        return canonical_rrule(text, start=datetime(2026, 3, 27), tz="UTC", is_all_day=True)
    return canonical_rrule(text, start=start, tz="Europe/Lisbon", is_all_day=False)


def codes(text: str, *, is_all_day: bool = False, start: datetime = START) -> list[str]:
    with pytest.raises(Invalid) as refused:
        canonical(text, is_all_day=is_all_day, start=start)
    assert {fault.field for fault in refused.value.faults} == {"rrule"}
    assert all(fault.message.endswith(".") and len(fault.message) < 300 for fault in refused.value.faults)
    return [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \n", ""),
        ("FREQ=DAILY", "FREQ=DAILY"),
        (" rrule:freq=weekly;byday=fr,mo ", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("RRULE: FREQ=DAILY", "FREQ=DAILY"),
        ("INTERVAL=1;WKST=MO;FREQ=DAILY", "FREQ=DAILY"),
        ("WKST=SU;BYDAY=TU;INTERVAL=2;FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=+1MO,-1FR,WE", "FREQ=MONTHLY;BYDAY=-1FR,WE,1MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=31,1,-1,31", "FREQ=MONTHLY;BYMONTHDAY=-1,1,31"),
        ("FREQ=YEARLY;BYMONTH=06,01;BYMONTHDAY=07", "FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=7"),
        (
            "BYSETPOS=-1;BYDAY=MO,TU;BYHOUR=9,8;COUNT=3;FREQ=MONTHLY",
            "FREQ=MONTHLY;COUNT=3;BYDAY=MO,TU;BYHOUR=8,9;BYSETPOS=-1",
        ),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    assert canonical(text) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20260401T120000Z", "20260401T120000Z"),
        ("20260401T120000", "20260401T110000Z"),
        ("20260401", "20260401T225959Z"),
        ("20261201", "20261201T235959Z"),
        ("20260327T090000", "20260327T090000Z"),
    ],
)
def test_until_of_a_timed_event_is_an_instant_in_utc(until: str, expected: str) -> None:
    assert canonical(f"FREQ=DAILY;UNTIL={until}") == f"FREQ=DAILY;UNTIL={expected}"


@pytest.mark.parametrize("until", ["20260401", "20260401T120000Z", "20260401T000000"])
def test_until_of_an_all_day_event_is_a_date(until: str) -> None:
    assert canonical(f"FREQ=DAILY;UNTIL={until}", is_all_day=True) == "FREQ=DAILY;UNTIL=20260401"


@settings(max_examples=100)
@given(rules())
def test_the_canonical_spelling_is_its_own(text: str) -> None:
    once = canonical(text)

    assert canonical(once) == once
    assert sorted(once.split(";")[0:1]) == [part for part in text.split(";") if part.startswith("FREQ")]


@settings(max_examples=200)
@given(st.text(alphabet="FREQDAILYWKSTOUN=;,:0123456789TZ+- é\n", max_size=80) | st.text(max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with suppress(Invalid):
        canonical(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X" * 1001, ["rrule_too_long"]),
        ("RRULE:", ["rrule_malformed", "rrule_frequency_missing"]),
        ("FREQ=DAILY;", ["rrule_malformed"]),
        ("FREQ=DAILY;COUNT", ["rrule_malformed"]),
        ("FREQ=DAILY;COUNT=", ["rrule_malformed"]),
        ("FREQ=DAILY\nRRULE:FREQ=WEEKLY", ["rrule_value_invalid"]),
        ("INTERVAL=2", ["rrule_frequency_missing"]),
        ("FREQ=SOMETIMES", ["rrule_value_invalid"]),
        ("FREQ=SECONDLY", ["rrule_frequency_refused"]),
        ("FREQ=MINUTELY;INTERVAL=30", ["rrule_frequency_refused"]),
        ("FREQ=DAILY;BYSECOND=0", ["rrule_part_refused"]),
        ("FREQ=DAILY;BYMINUTE=0,30", ["rrule_part_refused"]),
        ("FREQ=DAILY;RSCALE=GREGORIAN", ["rrule_part_unknown"]),
        ("FREQ=DAILY;X-NAME=1", ["rrule_part_unknown"]),
        ("FREQ=DAILY;FREQ=DAILY", ["rrule_part_twice"]),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", ["rrule_count_and_until"]),
        ("FREQ=DAILY;UNTIL=20260327T085959Z", ["rrule_until_before_start"]),
        ("FREQ=DAILY;UNTIL=20260326", ["rrule_until_before_start"]),
        ("FREQ=DAILY;BYWEEKNO=3", ["rrule_part_not_allowed"]),
        ("FREQ=DAILY;BYYEARDAY=3", ["rrule_part_not_allowed"]),
        ("FREQ=WEEKLY;BYYEARDAY=3", ["rrule_part_not_allowed"]),
        ("FREQ=MONTHLY;BYYEARDAY=3", ["rrule_part_not_allowed"]),
        ("FREQ=WEEKLY;BYMONTHDAY=3", ["rrule_part_not_allowed"]),
        ("FREQ=DAILY;BYDAY=1MO", ["rrule_part_not_allowed"]),
        ("FREQ=WEEKLY;BYDAY=-1MO", ["rrule_part_not_allowed"]),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", ["rrule_part_not_allowed"]),
        ("FREQ=MONTHLY;BYSETPOS=1", ["rrule_part_not_allowed"]),
        ("FREQ=MONTHLY;BYDAY=6MO", ["rrule_value_invalid"]),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=-6MO", ["rrule_value_invalid"]),
        ("FREQ=HOURLY", ["rrule_too_many"]),
        ("FREQ=DAILY;COUNT=20001", ["rrule_too_many"]),
        ("FREQ=DAILY;UNTIL=21000101", ["rrule_too_many"]),
        (
            "FREQ=WEEKLY;COUNT=0;INTERVAL=x;FOO=1;BYMONTH=13;BYSECOND=1",
            [
                "rrule_value_invalid",
                "rrule_value_invalid",
                "rrule_part_unknown",
                "rrule_value_invalid",
                "rrule_part_refused",
            ],
        ),
        (
            "FREQ=WEEKLY;COUNT=2;UNTIL=20200101;BYMONTHDAY=1;BYDAY=1MO",
            [
                "rrule_count_and_until",
                "rrule_part_not_allowed",
                "rrule_part_not_allowed",
                "rrule_until_before_start",
            ],
        ),
    ],
)
def test_every_fault_is_named(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "part",
    [
        "COUNT=0",
        "COUNT=-1",
        "COUNT=100001",
        "COUNT=1.0",
        "COUNT=٣",
        "INTERVAL=0",
        "INTERVAL=10001",
        "INTERVAL=+2",
        "UNTIL=2026",
        "UNTIL=20260230",
        "UNTIL=20260401T250000Z",
        "UNTIL=2026-04-01",
        "UNTIL=99990101",
        "UNTIL=00010101",
        "BYMONTH=0",
        "BYMONTH=-1",
        "BYMONTH=1,,2",
        "BYMONTHDAY=0",
        "BYMONTHDAY=32",
        "BYYEARDAY=367",
        "BYWEEKNO=54",
        "BYHOUR=24",
        "BYHOUR=-1",
        "BYDAY=XX",
        "BYDAY=0MO",
        "BYDAY=54MO",
        "BYDAY=MON",
        "BYDAY=MO TU",
        "BYSETPOS=0",
        "BYSETPOS=367",
        "WKST=1",
        "WKST=MO,TU",
    ],
)
def test_a_value_out_of_its_range_is_refused(part: str) -> None:
    assert codes(f"FREQ=YEARLY;{part}") == ["rrule_value_invalid"]


def test_an_all_day_event_has_no_hours() -> None:
    assert codes("FREQ=DAILY;BYHOUR=9", is_all_day=True) == ["rrule_part_not_allowed"]
    assert codes("FREQ=HOURLY;INTERVAL=24", is_all_day=True) == ["rrule_part_not_allowed"]


def test_five_thousand_in_two_years_are_the_most() -> None:
    assert canonical("FREQ=HOURLY;INTERVAL=4") == "FREQ=HOURLY;INTERVAL=4"
    assert codes("FREQ=HOURLY;INTERVAL=3") == ["rrule_too_many"]
    assert canonical("FREQ=HOURLY;COUNT=5000") == "FREQ=HOURLY;COUNT=5000"
    assert codes("FREQ=HOURLY;COUNT=5001") == ["rrule_too_many"]
    assert canonical("FREQ=HOURLY;UNTIL=20261001") == "FREQ=HOURLY;UNTIL=20261001T225959Z"


def test_twenty_thousand_are_the_most_of_a_rule_that_ends() -> None:
    assert canonical("FREQ=DAILY;COUNT=20000") == "FREQ=DAILY;COUNT=20000"
    assert canonical("FREQ=YEARLY;COUNT=100000") == "FREQ=YEARLY;COUNT=100000"  # time ends before


def test_a_dense_period_behind_a_short_first_one_is_seen() -> None:
    every_hour_of_every_third_year = f"FREQ=YEARLY;INTERVAL=3;BYDAY={ALL_DAYS};BYHOUR={ALL_HOURS}"

    assert codes(every_hour_of_every_third_year, start=datetime(2026, 12, 31, 9)) == ["rrule_too_many"]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=20000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=20000",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20;COUNT=9",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=5",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=10,12;COUNT=5",
        "FREQ=HOURLY;INTERVAL=163;BYHOUR=9;COUNT=20000",
        "FREQ=HOURLY;INTERVAL=27;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYHOUR=9;COUNT=100",
        f"FREQ=WEEKLY;BYDAY={ALL_DAYS};INTERVAL=1000;COUNT=20000",
        f"FREQ=YEARLY;BYDAY={ALL_DAYS};BYHOUR={ALL_HOURS};BYSETPOS=366;COUNT=20000",
        f"FREQ=MONTHLY;BYDAY={ALL_DAYS};BYHOUR={ALL_HOURS}",
        "FREQ=HOURLY;COUNT=100000",
    ],
)
def test_a_hostile_rule_costs_little(text: str) -> None:
    began = time.process_time()
    with suppress(Invalid):
        canonical(text)

    assert time.process_time() - began < 0.5  # about 0.02 s; a walk through all years takes minutes
