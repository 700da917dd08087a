"""Busy time as it is drawn."""

from datetime import UTC, date, datetime, time

from events.rules.calendar_days import Days
from events.rules.overlap import Span
from sharing.rules.time_rows import Hours, hours_of, parts_by_day, weeks_shown

MONDAY, TUESDAY = date(2031, 3, 10), date(2031, 3, 11)
BOTH = Days(MONDAY, TUESDAY)
HOURS = Hours(8, 18)


def drawn(*spans: tuple[datetime, datetime], tz: str = "UTC", days: Days = BOTH) -> object:
    """The parts of each day: from which quarter to which, and their clock times."""
    found = parts_by_day([Span(*span) for span in spans], days, tz, HOURS)
    return [
        [(part.from_quarter, part.to_quarter, f"{part.start:%H:%M}-{part.end:%H:%M}") for part in parts]
        for parts in found.values()
    ]


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2031, 3, day, hour, minute, tzinfo=UTC)


def test_busy_time_is_drawn_in_full_quarters_and_told_exactly() -> None:
    assert drawn((at(9, 5), at(9, 50))) == [[(4, 8, "09:05-09:50")], []]


def test_what_lies_outside_of_the_hours_is_cut_off() -> None:
    assert drawn((at(6), at(8)), (at(17), at(9, day=11))) == [
        [(36, 40, "17:00-18:00")],
        [(0, 4, "08:00-09:00")],
    ]


def test_clocks_are_those_of_the_reader() -> None:
    assert drawn((at(9), at(10)), tz="Asia/Kolkata") == [[(26, 30, "14:30-15:30")], []]


def test_days_that_are_not_shown_are_left_out() -> None:
    assert drawn((at(9, day=9), at(10, day=12)), days=Days(TUESDAY, TUESDAY)) == [[(0, 40, "08:00-18:00")]]


def test_hours_hold_the_times_of_day() -> None:
    assert hours_of(time(8, 30), time(17, 15)) == Hours(8, 18)
    assert hours_of(time(9), time(17)) == Hours(9, 17)
    assert list(Hours(9, 12).all) == [9, 10, 11]


def test_weeks_begin_as_the_reader_has_it_and_may_do_without_weekends() -> None:
    days = Days(date(2031, 3, 13), date(2031, 3, 18))
    assert [[day.day for day in week] for week in weeks_shown(days, 0, weekends=True)] == [
        [13, 14, 15, 16],
        [17, 18],
    ]
    assert [[day.day for day in week] for week in weeks_shown(days, 6, weekends=False)] == [
        [13, 14],
        [17, 18],
    ]
    assert weeks_shown(Days(date(2031, 3, 15), date(2031, 3, 16)), 0, weekends=False) == []


def test_free_time_is_drawn_no_longer_than_it_is() -> None:
    spans = [Span(at(9, 5), at(9, 50)), Span(at(12, 1), at(12, 14))]
    (parts, _) = parts_by_day(spans, BOTH, "UTC", HOURS, inward=True).values()
    assert [(part.from_quarter, part.to_quarter) for part in parts] == [(5, 7)]
