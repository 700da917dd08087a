"""Times and durations as calendars write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from feeds.rules.values import read_duration, read_moment, read_offset

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("20310310", date(2031, 3, 10)),
        ("20310310T090000", datetime(2031, 3, 10, 9)),
        (" 20310310T090000Z ", datetime(2031, 3, 10, 9, tzinfo=UTC)),
        ("2031-03-10T09:00:00.000Z", datetime(2031, 3, 10, 9, tzinfo=UTC)),
        ("20310310T0900", datetime(2031, 3, 10, 9)),
        ("20310310T240000", datetime(2031, 3, 11)),
        ("20310310T095960", datetime(2031, 3, 10, 9, 59, 59)),
    ],
)
def test_moments(value: str, moment: date | datetime) -> None:
    assert read_moment(value) == moment
    assert type(read_moment(value)) is type(moment)


@pytest.mark.parametrize(
    "value", ["", "20310230", "20311310T000000", "20310310T250000", "20310310T240001", "tomorrow", "٢٠٣١٠٣١٠"]
)
def test_what_is_no_moment(value: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_moment(value)


@pytest.mark.parametrize(
    ("value", "days", "time"),
    [
        ("PT1H30M", 0 * DAY, 1.5 * HOUR),
        ("P1D", DAY, 0 * HOUR),
        ("+P2DT3H", 2 * DAY, 3 * HOUR),
        ("P1W", 7 * DAY, 0 * HOUR),
        ("-P0DT0H0M0S", None, None),
        ("p1dt0s", DAY, 0 * HOUR),
    ],
)
def test_durations(value: str, days: timedelta | None, time: timedelta | None) -> None:
    if days is None:
        with pytest.raises(ValueError, match="negative"):
            read_duration(value)
    else:
        assert read_duration(value) == (days, time)


@pytest.mark.parametrize("value", ["", "P", "PT", "1H", "P1Y", "PT1.5H", "P99999W99999999999D"])
def test_what_is_no_duration(value: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_duration(value)


@pytest.mark.parametrize(
    ("value", "offset"),
    [
        ("+0100", HOUR),
        ("-0530", -5.5 * HOUR),
        ("+01:00", HOUR),
        ("-001736", timedelta(minutes=-17, seconds=-36)),
    ],
)
def test_offsets(value: str, offset: timedelta) -> None:
    assert read_offset(value) == offset


@pytest.mark.parametrize("value", ["", "0100", "+2400", "+0160", "+1"])
def test_what_is_no_offset(value: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_offset(value)
