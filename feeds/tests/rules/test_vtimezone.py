"""A VTIMEZONE says of a zone's clocks what the tz database says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from events.rules.wall_time import NOT_PLACES
from feeds.rules.components import read_calendars
from feeds.rules.observances import read_observances
from feeds.rules.vtimezone import vtimezone_lines
from feeds.tests.calendars import calendar

YEAR = 2000


def test_a_zone_with_a_rule() -> None:
    assert vtimezone_lines("Europe/Lisbon", 2024, 2026) == (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Lisbon",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "TZNAME:WET",
        "DTSTART:20231230T000000",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "TZNAME:WEST",
        "DTSTART:20240331T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "TZNAME:WET",
        "DTSTART:20241027T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


def test_a_zone_without_changes() -> None:
    assert vtimezone_lines("Asia/Kathmandu", 2024, 2026) == (
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kathmandu",
        "BEGIN:STANDARD",
        "TZOFFSETFROM:+0545",
        "TZOFFSETTO:+0545",
        "TZNAME:+0545",
        "DTSTART:20231230T054500",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


SOME = [
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Gaza",
    "America/Nuuk",
]


def agrees(key: str) -> bool:
    data = calendar(*vtimezone_lines(key, YEAR, 2026))
    observances = read_observances(read_calendars(data)[0].children[0])
    assert observances is not None
    tz, utc = ZoneInfo(key), datetime(YEAR, 1, 1)
    while utc < datetime(2037, 1, 1):
        if observances.offset(utc) != utc.replace(tzinfo=UTC).astimezone(tz).utcoffset():
            return False
        utc += timedelta(days=3, hours=7)
    return True


@pytest.mark.parametrize("key", SOME)
def test_zones_that_are_hard_agree_with_the_tz_database(key: str) -> None:
    assert agrees(key)


@pytest.mark.long
def test_all_zones_agree_with_the_tz_database() -> None:
    assert [key for key in sorted(available_timezones() - NOT_PLACES) if not agrees(key)] == []
