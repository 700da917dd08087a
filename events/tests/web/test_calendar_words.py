"""What the pages of the calendar call things."""

from datetime import date

import pytest

from events.web.calendar_words import zone_title


@pytest.mark.parametrize(
    ("tz", "day", "title"),
    [
        ("Europe/Lisbon", date(2031, 7, 1), "Lisbon · UTC+1"),
        ("Europe/Lisbon", date(2031, 1, 1), "Lisbon · UTC+0"),
        ("America/New_York", date(2031, 1, 1), "New York · UTC−5"),
        ("Asia/Kathmandu", date(2031, 1, 1), "Kathmandu · UTC+5:45"),
        ("UTC", date(2031, 1, 1), "UTC"),
    ],
)
def test_a_zone_is_called_by_its_place_and_its_clocks(tz: str, day: date, title: str) -> None:
    assert zone_title(tz, day) == title
