"""Wall time and instants, in zones whose clocks do everything that clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from events.rules.wall_time import to_utc, to_wall, zone

ZONES = (
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("tz", "local", "utc"),
    [
        ("Europe/Lisbon", "2026-03-28T09:00", "2026-03-28T09:00"),
        ("Europe/Lisbon", "2026-03-29T09:00", "2026-03-29T08:00"),
        ("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15"),
        # Gaps: forward by as much as the clocks jump (RFC 5545, section 3.3.5 has the first one as example).
        ("America/New_York", "2007-03-11T02:30", "2007-03-11T07:30"),
        ("Europe/Lisbon", "2026-03-29T01:30", "2026-03-29T01:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00"),
        # Hours that come twice: the first.
        ("America/New_York", "2007-11-04T01:30", "2007-11-04T05:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
    ],
)
def test_wall_time_becomes_the_instant_of_rfc_5545(tz: str, local: str, utc: str) -> None:
    assert to_utc(wall(local), tz) == instant(utc)


def test_a_fold_that_the_wall_time_carries_is_dropped() -> None:
    twice = wall("2007-11-04T01:30")

    assert to_utc(twice.replace(fold=1), "America/New_York") == to_utc(twice, "America/New_York")
    assert to_wall(instant("2007-11-04T06:30"), "America/New_York").fold == 0


def test_the_skipped_day_of_apia_reads_as_the_day_after() -> None:
    assert to_wall(to_utc(wall("2011-12-30T09:00"), "Pacific/Apia"), "Pacific/Apia") == wall(
        "2011-12-31T09:00"
    )


@given(st.sampled_from(ZONES), st.datetimes(datetime(1970, 1, 1), datetime(2090, 1, 1)))
def test_wall_time_and_back_is_the_same_or_lies_later_by_a_gap(tz: str, local: datetime) -> None:
    back = to_wall(to_utc(local, tz), tz)

    assert timedelta() <= back - local <= timedelta(hours=24)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(1970, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
)
def test_an_instant_and_back_is_the_same_or_the_first_of_two(tz: str, at: datetime) -> None:
    back = to_utc(to_wall(at, tz), tz)

    assert timedelta() <= at - back <= timedelta(hours=1)


def test_a_zone_is_found_by_its_key() -> None:
    assert zone("Europe/Lisbon") == ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "localtime",
        "Factory",
        "posixrules",
        "europe/lisbon",
        "Lisbon",
        "+01:00",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/../Europe/Lisbon",
        "Europe",
        "Europe/Lisbon\x00",
        "x" * 10_000,
    ],
)
def test_what_is_no_key_of_the_database_is_refused(key: str) -> None:
    with pytest.raises(Invalid) as refused:
        zone(key)

    assert [(f.field, f.code) for f in refused.value.faults] == [("timezone", "timezone_unknown")]
    assert len(refused.value.detail) < 200


@pytest.mark.parametrize(
    ("local", "tz"), [("0001-01-01T00:30", "Asia/Kathmandu"), ("9999-12-31T23:30", "America/New_York")]
)
def test_an_instant_that_no_datetime_holds_is_refused(local: str, tz: str) -> None:
    with pytest.raises(Invalid) as refused:
        to_utc(wall(local), tz)

    assert refused.value.faults[0].code == "time_out_of_range"
