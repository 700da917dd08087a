"""Durations as text, and moving by one across a change of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Invalid
from events.rules.durations import Duration, read_duration, shifted

HOUR = timedelta(hours=1)


def test_durations_are_read_as_rfc_8984_writes_them() -> None:
    assert [read_duration("by", text) for text in ("PT1H", "-P1D", "+P2W", "P1W2DT3H4M5S", "PT90M")] == [
        Duration(0, HOUR),
        Duration(-1),
        Duration(14),
        Duration(9, timedelta(hours=3, minutes=4, seconds=5)),
        Duration(0, timedelta(minutes=90)),
    ]


def test_anything_else_is_refused() -> None:
    for text in ("", "P", "PT", "1H", "P1M", "P1Y", "PT1.5H", "P1DT", "pt1h", "PT1H ", "P-1D", "PT٣H"):
        with pytest.raises(Invalid):
            read_duration("by", text)


def test_days_move_the_wall_clock_and_hours_the_instant() -> None:
    saturday = datetime(2031, 3, 29, 9, tzinfo=UTC)  # Lisbon's clocks go forward on Sunday
    assert [shifted(saturday, read_duration("by", text), "Europe/Lisbon") for text in ("P1D", "PT24H")] == [
        saturday + 23 * HOUR,
        saturday + 24 * HOUR,
    ]
    assert shifted(saturday, read_duration("by", "P1DT1H"), "Europe/Lisbon") == saturday + 24 * HOUR


def test_a_length_counts_days_of_24_hours() -> None:
    assert read_duration("by", "-P1DT2H").length == -26 * HOUR
