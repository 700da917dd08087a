"""A rule that moves with its series: every instance goes as far as the start, or the move is refused."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from core.errors import Invalid
from events.rules.recurrence import Series, canonical_rrule, expand
from events.rules.shifted_rule import shifted_rule
from events.tests.rules.rules_of_all_kinds import rules

START = datetime(2031, 3, 10, 9)  # a Monday
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def shifted(rrule: str, by: timedelta, start: datetime = START, tz: str = "UTC") -> str:
    canonical = canonical_rrule(rrule, start=start, tz=tz, is_all_day=False)
    return shifted_rule(canonical, start, start + by, tz=tz, new_tz=tz)


def walls(rrule: str, start: datetime) -> list[datetime]:
    """The wall times of the first instances (in UTC, where no clocks change)."""
    series = Series(start, start + HOUR, "UTC", False, rrule, {})
    limit = start + timedelta(days=1500)
    found = expand(series, None, limit.astimezone() if limit.tzinfo else _utc(limit), limit=60)
    return [datetime.fromisoformat(one.recurrence_id) for one in found]


def _utc(wall: datetime) -> datetime:
    from datetime import UTC  # beside its one use

    return wall.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rrule", "by", "expected"),
    [
        ("FREQ=DAILY", 3 * DAY, "FREQ=DAILY"),
        ("FREQ=DAILY;BYDAY=MO,FR", DAY, "FREQ=DAILY;BYDAY=TU,SA"),
        ("FREQ=DAILY;BYHOUR=9,12", 2 * HOUR, "FREQ=DAILY;BYHOUR=11,14"),
        ("FREQ=DAILY;BYHOUR=9,12", timedelta(minutes=30), "FREQ=DAILY;BYHOUR=9,12"),
        ("FREQ=DAILY;UNTIL=20310401T090000Z", HOUR, "FREQ=DAILY;UNTIL=20310401T100000Z"),
        ("FREQ=WEEKLY", DAY, "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=MO,SU", DAY, "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", DAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=TU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", -DAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("FREQ=MONTHLY", 2 * DAY, "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=10", 2 * DAY, "FREQ=MONTHLY;BYMONTHDAY=12"),
        ("FREQ=MONTHLY;BYMONTHDAY=10", 25 * DAY, "FREQ=MONTHLY;BYMONTHDAY=4"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,10", DAY, "FREQ=MONTHLY;BYMONTHDAY=2,11"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", -2 * DAY, "FREQ=MONTHLY;BYMONTHDAY=-3"),
        ("FREQ=MONTHLY;BYDAY=2MO", DAY, "FREQ=MONTHLY;BYMONTHDAY=9,10,11,12,13,14,15;BYDAY=TU"),
        ("FREQ=MONTHLY;BYDAY=MO", DAY, "FREQ=MONTHLY;BYDAY=TU"),
        ("FREQ=YEARLY", 30 * DAY, "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYMONTH=3", 30 * DAY, "FREQ=YEARLY;BYMONTH=4"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10", 30 * DAY, "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=9"),
        ("FREQ=YEARLY;BYWEEKNO=11;BYDAY=MO", 2 * DAY, "FREQ=YEARLY;BYWEEKNO=11;BYDAY=WE"),
        ("FREQ=YEARLY;BYYEARDAY=69,100", DAY, "FREQ=YEARLY;BYYEARDAY=70,101"),
        ("FREQ=HOURLY;INTERVAL=6;BYDAY=MO", DAY, "FREQ=HOURLY;INTERVAL=6;BYDAY=TU"),
        ("FREQ=HOURLY;INTERVAL=6", 3 * HOUR, "FREQ=HOURLY;INTERVAL=6"),
    ],
)
def test_parts_move_along(rrule: str, by: timedelta, expected: str) -> None:
    assert shifted(rrule, by) == expected


@pytest.mark.parametrize(
    ("rrule", "by"),
    [
        ("FREQ=DAILY;BYHOUR=9,22", 3 * HOUR),  # only some would pass midnight
        ("FREQ=DAILY;BYMONTHDAY=10", DAY),
        ("FREQ=WEEKLY;BYMONTH=3", DAY),
        ("FREQ=MONTHLY;BYDAY=-1MO", DAY),  # not always the last Tuesday
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", DAY),
        ("FREQ=MONTHLY;BYDAY=4MO", DAY),  # perhaps in the next month
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", DAY),
        ("FREQ=MONTHLY;BYMONTHDAY=1,31", DAY),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,10", DAY),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=MO", DAY),
        ("FREQ=YEARLY;BYDAY=11MO", DAY),
        ("FREQ=YEARLY;BYWEEKNO=11;BYDAY=SU", DAY),
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=10", 30 * DAY),
        ("FREQ=HOURLY;INTERVAL=6;BYDAY=MO", HOUR),
    ],
)
def test_what_cannot_move_is_refused(rrule: str, by: timedelta) -> None:
    with pytest.raises(Invalid) as refusal:
        shifted(rrule, by)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("start_time", "rule_cannot_shift")
    ]


def test_the_end_keeps_its_wall_time_in_another_zone() -> None:
    until = "FREQ=DAILY;UNTIL=20310401T080000Z"  # 09:00 in Lisbon
    moved = shifted_rule(until, START, START, tz="Europe/Lisbon", new_tz="America/New_York")
    assert moved == "FREQ=DAILY;UNTIL=20310401T130000Z"


def test_the_end_of_an_all_day_series_is_a_date() -> None:
    day = datetime(2031, 3, 10)
    moved = shifted_rule("FREQ=DAILY;UNTIL=20310401", day, day + 2 * DAY, tz="UTC", new_tz="UTC")
    assert moved == "FREQ=DAILY;UNTIL=20310403"


def test_an_end_at_the_end_of_time_stays() -> None:
    assert shifted("FREQ=YEARLY;UNTIL=99981231T235959Z", DAY) == "FREQ=YEARLY;UNTIL=99981231T235959Z"


def _sure(rrule: str) -> bool:
    """Whether no day of the month is beyond the 28th, from which days move as people mean it."""
    parts = dict(part.split("=") for part in rrule.split(";"))
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    return max(days) <= 20 and "-" not in parts.get("BYMONTHDAY", "") and "366" not in rrule


@settings(max_examples=200)
@given(
    rules(),
    st.integers(-8, 8),
    st.integers(-30, 30),
    st.integers(1, 15),
    st.integers(0, 23),
    st.integers(1, 12),
)
def test_all_instances_move_as_far(
    rrule: str, days: int, half_hours: int, day: int, hour: int, month: int
) -> None:
    start = datetime(2027, month, day, hour)
    by = timedelta(days=days, minutes=30 * half_hours)
    try:
        canonical = canonical_rrule(rrule, start=start, tz="UTC", is_all_day=False)
        moved = shifted_rule(canonical, start, start + by, tz="UTC", new_tz="UTC")
    except Invalid:
        return
    assume(_sure(canonical) and _sure(moved))
    if canonical.startswith(("FREQ=MONTHLY", "FREQ=YEARLY")):
        # Across the end of a month days move as people mean it: from every 31st to every 1st.
        assume((start + by).month == start.month and (start + by).day <= 28)
    note(f"{canonical} from {start} by {by}: {moved}")
    before, after = walls(canonical, start), walls(moved, start + by)
    assert after == [wall + by for wall in before]
