"""Rules in words: each kind of rule, its end and its exceptions, and that no rule is without words."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from events.rules.recurrence import canonical_rrule
from events.rules.rule_words import content_in_words, rule_in_words
from events.tests.rules.rules_of_all_kinds import rules

START = datetime(2031, 3, 10, 9)  # a Monday


def words(rrule: str, start: datetime = START, tz: str = "Europe/Lisbon", **options: Any) -> str:
    is_all_day = options.pop("is_all_day", False)
    rrule = canonical_rrule(rrule, start=start, tz=tz, is_all_day=is_all_day)
    return rule_in_words(rrule, start=start, tz=tz, is_all_day=is_all_day, **options)


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=DAILY", "every day at 09:00"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days at 09:00"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday at 09:00"),
        ("FREQ=DAILY;BYDAY=MO,FR", "every week on Monday and Friday at 09:00"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO,FR", "every 2 days at 09:00, only on Monday and Friday"),
        ("FREQ=DAILY;BYMONTH=3,4", "every day in March and April at 09:00"),
        ("FREQ=DAILY;BYMONTHDAY=1,15", "on the 1st and 15th of every month at 09:00"),
        (
            "FREQ=DAILY;INTERVAL=2;BYMONTHDAY=1,-1",
            "every 2 days at 09:00, only on the 1st and the last day of the month",
        ),
        ("FREQ=DAILY;BYHOUR=9,12,15", "every day at 09:00, 12:00 and 15:00"),
        ("FREQ=WEEKLY", "every week on Monday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day at 09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Monday and Thursday at 09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "every 2 weeks from Monday to Friday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=3", "every weekday in March at 09:00"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=-1",
            "every week on Monday and Thursday at 09:00, of these only the last of each week",
        ),
        ("FREQ=MONTHLY", "on the 10th of every month at 09:00"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU", "on the third Tuesday of every second month at 09:00"),
        ("FREQ=MONTHLY;INTERVAL=14;BYDAY=3TU", "on the third Tuesday of every 14th month at 09:00"),
        (
            "FREQ=MONTHLY;BYDAY=-1FR,1MO,WE",
            "on the first Monday, the last Friday and every Wednesday of every month at 09:00",
        ),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "on the last weekday of every month at 09:00"),
        (
            "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,-2",
            "on the first and second to last weekend day of every month at 09:00",
        ),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "on the first Monday or Tuesday of every month at 09:00"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU;BYHOUR=9,10;BYSETPOS=1",
            "on every Monday and every Tuesday of every month at 09:00 and 10:00, "
            "of these only the first of each month",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "on the 1st, the 15th and the last day of every month at 09:00"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
            "on the 13th of every month at 09:00, only if it is a Friday",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=16,17,18,19,20,21,22;BYDAY=WE",
            "on the first Wednesday from the 16th of every month at 09:00",
        ),
        ("FREQ=MONTHLY;BYMONTH=3,9;BYDAY=3TU", "on the third Tuesday of March and September at 09:00"),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYMONTH=3,9;BYMONTHDAY=1",
            "on the 1st of every second month at 09:00, only in March and September",
        ),
        ("FREQ=YEARLY", "every year on 10 March at 09:00"),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=12;BYMONTHDAY=24,25",
            "every 4 years on 24 and 25 December at 09:00",
        ),
        ("FREQ=YEARLY;BYMONTHDAY=1", "every year on 1 March at 09:00"),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "every year on the 1st of January and July at 09:00"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "every year on the last day of February at 09:00"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "every year on the last Sunday of March at 09:00"),
        ("FREQ=YEARLY;BYDAY=20MO", "every year on the 20th Monday of the year at 09:00"),
        (
            "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=13",
            "every year on the 13th of every month at 09:00, only if it is a Friday",
        ),
        ("FREQ=YEARLY;BYWEEKNO=20,-1", "every year on Monday of week 20 and the last week at 09:00"),
        (
            "FREQ=YEARLY;BYWEEKNO=1,2;BYMONTHDAY=3",
            "every year in week 1 and 2 at 09:00, only on the 3rd of the month",
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=1,100,-1;BYDAY=MO",
            "every year on the 1st day, the 100th day and the last day of the year at 09:00, "
            "only if it is a Monday",
        ),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYDAY=MO;BYSETPOS=2",
            "every year on every Monday of March and September at 09:00, "
            "of these only the second of each year",
        ),
        ("FREQ=HOURLY;INTERVAL=6", "every 6 hours from 09:00"),
        ("FREQ=HOURLY;INTERVAL=2;BYMONTH=3;BYDAY=MO", "every 2 hours in March from 09:00, only on Monday"),
        ("FREQ=HOURLY;BYHOUR=9,10", "every hour at 09:00 and 10:00"),
    ],
)
def test_each_kind_of_rule(rrule: str, expected: str) -> None:
    assert words(rrule) == expected


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=DAILY;COUNT=10", "every day at 09:00, 10 times"),
        ("FREQ=DAILY;COUNT=1", "every day at 09:00, once"),
        # 09:00 of Lisbon, in winter
        ("FREQ=DAILY;UNTIL=20311218T090000Z", "every day at 09:00 until 18 December"),
        ("FREQ=DAILY;UNTIL=20311218T085959Z", "every day at 09:00 until 17 December"),
        ("FREQ=DAILY;UNTIL=20321218", "every day at 09:00 until 18 December 2032"),
        (
            "FREQ=DAILY;INTERVAL=2;BYDAY=MO;UNTIL=20321218",
            "every 2 days at 09:00, only on Monday, until 18 December 2032",
        ),
        ("FREQ=HOURLY;UNTIL=20310311T120000Z", "every hour from 09:00 until 11 March at 12:00"),
        ("FREQ=HOURLY;UNTIL=20310311", "every hour from 09:00 until 11 March"),
    ],
)
def test_the_end_is_the_last_day_in_the_zone_of_the_event(rrule: str, expected: str) -> None:
    assert words(rrule) == expected


def test_an_all_day_rule_has_no_clock() -> None:
    christmas = datetime(2031, 12, 24)
    assert words("FREQ=YEARLY", christmas, "UTC", is_all_day=True) == "every year on 24 December"
    assert words("FREQ=DAILY;UNTIL=20311231", christmas, "UTC", is_all_day=True) == (
        "every day until 31 December"
    )


def test_seconds_are_said_where_there_are_any() -> None:
    assert words("FREQ=DAILY", datetime(2031, 3, 10, 9, 0, 30)) == "every day at 09:00:30"


def test_exceptions_are_dates_or_their_number() -> None:
    out = {f"2031-03-{day}T09:00:00": {"excluded": True} for day in range(11, 16)}
    first = dict(list(out.items())[:1])
    added = {"2031-03-12T15:00:00": {}, "2032-01-01T09:00:00": {"title": "Special"}}
    assert words("FREQ=DAILY", overrides=first) == "every day at 09:00, except on 11 March"
    assert words("FREQ=DAILY", overrides=out) == "every day at 09:00, except on 5 days"
    assert words("FREQ=WEEKLY", overrides=added) == (
        "every week on Monday at 09:00, and on 12 March and 1 January 2032"
    )
    assert words("FREQ=WEEKLY", overrides={"2031-03-17T09:00:00": {"title": "Other"}}) == (
        "every week on Monday at 09:00"
    )
    # what the rule does not yield cannot be taken out of it
    assert words("FREQ=WEEKLY", overrides=first) == "every week on Monday at 09:00"
    more: dict[str, Any] = {f"2031-03-{day}T15:00:00": {} for day in range(11, 16)}
    assert words("FREQ=WEEKLY", overrides=more) == "every week on Monday at 09:00, and on 5 more days"


def test_dates_without_a_rule() -> None:
    dates = {"2031-03-12T09:00:00": {}, "2031-03-10T09:00:00": {"excluded": True}}
    assert words("", overrides=dates) == "on 12 March at 09:00"
    assert words("", overrides={"2031-03-12T09:00:00": {}}) == "on 10 March and 12 March at 09:00"
    assert words("") == ""


def test_an_event_that_does_not_recur_has_no_words() -> None:
    start_at, day = datetime(2031, 3, 10, 9, tzinfo=UTC), datetime(2031, 3, 10, tzinfo=UTC)
    assert content_in_words("", start_at, "UTC", False, {}) is None
    assert content_in_words("FREQ=DAILY", start_at, "America/New_York", False, {}) == "every day at 05:00"
    assert content_in_words("FREQ=DAILY", day, "America/New_York", True, {}) == "every day"


@settings(max_examples=300)
@given(rules(), st.booleans(), st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)), st.data())
def test_no_canonical_rule_is_without_words(
    rrule: str, is_all_day: bool, start: datetime, data: st.DataObject
) -> None:
    start = start.replace(hour=0, minute=0, second=0, microsecond=0) if is_all_day else start
    tz = "UTC" if is_all_day else data.draw(st.sampled_from(["Pacific/Apia", "America/New_York"]))
    try:
        canonical = canonical_rrule(rrule, start=start, tz=tz, is_all_day=is_all_day)
    except Invalid:
        return
    said = rule_in_words(canonical, start=start, tz=tz, is_all_day=is_all_day)
    assert 0 < len(said) < 1500
    assert "  " not in said
    assert "{" not in said


def test_known_words_cost_little_enough_for_lists() -> None:
    starts = [datetime(2031, 3, 10, 9, minute, tzinfo=UTC) for minute in range(50)]
    asked: list[Any] = [("FREQ=WEEKLY;BYDAY=MO", at, "Europe/Lisbon", False, {}) for at in starts]
    for arguments in asked:
        content_in_words(*arguments)
    best = min(_seconds(asked) for _ in range(20))
    assert best / len(asked) < 10e-6  # 1 µs where the machine has nothing else to do


def _seconds(asked: list[Any]) -> float:
    began = time.perf_counter()
    for arguments in asked:
        content_in_words(*arguments)
    return time.perf_counter() - began
