"""Agreement with python-dateutil, and with plain counting of days where dateutil is known to be wrong."""

import datetime as datetime_module
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from events.rules.rrule_text import Rule, parse_rule
from events.rules.rrule_walk import Walk
from events.tests.rules.rules_of_all_kinds import WEEKDAYS, either_sign, rules

STARTS = st.datetimes(datetime(1996, 1, 1), datetime(2030, 1, 1)).map(
    lambda d: d.replace(microsecond=0, fold=0)
)
SPAN = timedelta(days=7 * 366)


@pytest.fixture(autouse=True, scope="module")
def dateutil_gives_up_early() -> Iterator[None]:
    """Dateutil seeks the next instance of a rule that has none up to the last year there is, for minutes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(datetime_module, "MAXYEAR", 2045)
        yield


def dateutil_is_wrong(rule: Rule) -> bool:
    """The faults of dateutil, each by its name; EventHub's answer for each is tested by itself."""
    numbered = {ordinal != 0 for ordinal, _ in rule.by_day} if rule.freq in ("MONTHLY", "YEARLY") else set()
    mixes_numbered_and_plain_weekdays = len(numbered) > 1
    weeks_at_the_ends_of_years = bool(rule.by_week_no)
    month_days_of_a_year_without_month = rule.freq == "YEARLY" and not (
        rule.by_month or rule.by_year_day or rule.by_week_no or rule.by_day
    )
    positions_in_a_first_week_cut_short = rule.freq == "WEEKLY" and bool(rule.by_set_pos)
    return (
        mixes_numbered_and_plain_weekdays
        or weeks_at_the_ends_of_years
        or (month_days_of_a_year_without_month and bool(rule.by_month_day))
        or positions_in_a_first_week_cut_short
    )


def by_dateutil(text: str, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    try:
        return list(rrulestr(text, dtstart=start).between(low, high, inc=True))
    except ValueError as error:
        if "empty set" not in str(error):
            raise
        return []  # BYHOUR that the interval never meets: dateutil refuses it


@settings(max_examples=150)
@given(rules(), STARTS, st.integers(0, 2000), st.integers(1, 400))
def test_walk_and_dateutil_agree(text: str, start: datetime, days: int, length: int) -> None:
    rule = parse_rule(text)
    assume(not dateutil_is_wrong(rule))
    low = start + timedelta(days=days)
    high = low + timedelta(days=length)

    assert list(Walk(rule, start).between(low, high)) == by_dateutil(text, start, low, high)


@pytest.mark.parametrize("freq", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
@settings(max_examples=40)
@given(st.data(), STARTS)
def test_walk_and_dateutil_agree_from_the_start(freq: str, data: st.DataObject, start: datetime) -> None:
    text = data.draw(rules([freq]))
    rule = parse_rule(text)
    assume(not dateutil_is_wrong(rule))

    assert list(Walk(rule, start).between(start, start + SPAN)) == by_dateutil(
        text, start, start, start + SPAN
    )


@settings(max_examples=80)
@given(rules(), STARTS, st.lists(st.integers(0, 7 * 366 * 24), min_size=2, max_size=2).map(sorted))
def test_a_part_of_the_walk_is_that_part_of_the_whole(text: str, start: datetime, hours: list[int]) -> None:
    walk = Walk(parse_rule(text), start)
    low, high = (start + timedelta(hours=number) for number in hours)

    whole = list(walk.between(start, start + SPAN))

    assert list(walk.between(low, high)) == [wall for wall in whole if low <= wall <= high]


@settings(max_examples=60)
@given(
    st.lists(either_sign(53), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True),
    STARTS,
)
def test_week_numbers_are_those_of_iso_8601(weeks: list[int], weekdays: list[int], start: datetime) -> None:
    names = ",".join(WEEKDAYS[weekday] for weekday in weekdays)
    rule = parse_rule(f"FREQ=YEARLY;BYWEEKNO={','.join(map(str, weeks))};BYDAY={names}")

    def is_picked(day: datetime) -> bool:
        year, week, _ = day.isocalendar()
        of_year = datetime(year, 12, 28).isocalendar().week
        return day.weekday() in weekdays and (week in weeks or week - of_year - 1 in weeks)

    every_day = [start + timedelta(days=number) for number in range(7 * 366 + 1)]
    assert list(Walk(rule, start).between(start, start + SPAN)) == [
        day for day in every_day if is_picked(day)
    ]


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True),
    st.lists(either_sign(7), min_size=1, max_size=3, unique=True),
    st.integers(0, 6),
    st.integers(1, 4),
    st.sets(st.integers(1, 12)),
    STARTS,
)
def test_positions_in_weeks_are_counted_in_the_whole_week(
    weekdays: list[int],
    positions: list[int],
    week_start: int,
    interval: int,
    months: set[int],
    start: datetime,
) -> None:
    by_day = tuple(sorted((0, weekday) for weekday in weekdays))
    rule = Rule(
        "WEEKLY",
        interval,
        by_day=by_day,
        by_set_pos=tuple(sorted(positions)),
        by_month=tuple(sorted(months)),
        week_start=week_start,
    )
    expected = []
    first = start - timedelta(days=(start.weekday() - week_start) % 7)
    for week in range(0, 52 * 3, interval):
        days = [first + timedelta(weeks=week, days=day) for day in range(7)]
        picked = [day for day in days if day.weekday() in weekdays and (not months or day.month in months)]
        expected += [
            day
            for index, day in enumerate(picked)
            if (index + 1 in positions or index - len(picked) in positions) and day >= start
        ]

    end = first + timedelta(weeks=52 * 3) - timedelta(seconds=1)
    assert list(Walk(rule, start).between(start, end)) == expected


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=2MO,SU", "2026-06-01", ["06-07", "06-08", "06-14", "06-21", "06-28", "07-05"]),
        ("FREQ=YEARLY;BYMONTHDAY=31", "2026-05-01", ["05-31"]),
        ("FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR", "2026-01-01", ["02-13", "03-13", "11-13"]),
        ("FREQ=YEARLY;BYWEEKNO=27", "2026-06-03", ["07-01"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH,FR", "2026-06-03", ["12-31"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,SU;BYSETPOS=1", "2026-12-09", ["12-14", "12-21", "12-28"]),
        ("FREQ=WEEKLY;BYDAY=MO,SU;WKST=SU;BYSETPOS=1", "2026-12-09", ["12-13", "12-20", "12-27"]),
    ],
)
def test_what_dateutil_gets_wrong(text: str, start: str, expected: list[str]) -> None:
    first = datetime.fromisoformat(start)
    found = Walk(parse_rule(text), first).between(first, datetime(2026, 12, 31, 23))

    assert [f"{wall:%m-%d}" for wall in found][: len(expected)] == expected
