"""Tests of the days of the calendar's views, and of what events take of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.calendar_days import (
    DAY,
    QUARTERS,
    SHORTEST,
    Days,
    Part,
    View,
    days_of_view,
    days_taken,
    fills_days,
    month_of,
    part_of_day,
    stepped,
    week_of,
    weeks_of_month,
)

days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
weekdays = st.integers(0, 6)
views = st.sampled_from(["month", "week", "day", "agenda"])


@given(days, weekdays)
def test_a_week_begins_on_its_first_weekday_and_holds_the_day(day: date, first: int) -> None:
    week = week_of(day, first)
    assert (week.first.weekday(), week.length, day in week) == (first, 7, True)


@given(days, weekdays)
def test_the_weeks_of_a_month_are_those_with_a_day_of_it(day: date, first: int) -> None:
    month, weeks = month_of(day), weeks_of_month(day, first)
    inside = {week_of(each, first) for each in month.all()}
    assert weeks == sorted(inside)


@given(views, days, weekdays, st.booleans())
def test_a_step_forth_and_back_shows_the_same_days_and_leaves_none_out(
    view: View, day: date, first: int, is_search: bool
) -> None:
    later = stepped(view, day, 1, is_search=is_search)
    here = days_of_view(view, day, first, is_search=is_search)
    there = days_of_view(view, later, first, is_search=is_search)
    back = days_of_view(view, stepped(view, later, -1, is_search=is_search), first, is_search=is_search)
    assert (back, there.first <= here.last + DAY) == (here, True)
    assert there.last > here.last


def test_a_month_after_its_31st_is_the_last_of_a_shorter_one() -> None:
    assert stepped("month", date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert stepped("month", date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_what_ends_at_midnight_takes_nothing_of_the_next_day() -> None:
    evening = datetime(2026, 11, 18, 22, tzinfo=UTC)
    taken = days_taken(evening, evening + timedelta(hours=2), "UTC", is_all_day=False)
    assert taken == Days(date(2026, 11, 18), date(2026, 11, 18))
    taken = days_taken(evening, evening + timedelta(hours=3), "UTC", is_all_day=False)
    assert taken == Days(date(2026, 11, 18), date(2026, 11, 19))


def test_days_are_those_of_the_readers_zone_but_for_all_day_events() -> None:
    start, end = datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    assert days_taken(start, end, "America/New_York", is_all_day=True) == Days(
        date(2026, 11, 18), date(2026, 11, 19)
    )
    assert days_taken(start, end, "America/New_York", is_all_day=False) == Days(
        date(2026, 11, 17), date(2026, 11, 19)
    )


@pytest.mark.parametrize(
    ("hours", "is_all_day", "fills"), [(23, False, False), (24, False, True), (24, True, True)]
)
def test_a_whole_day_or_more_is_drawn_across_days(hours: int, is_all_day: bool, fills: bool) -> None:
    start = datetime(2026, 11, 18, tzinfo=UTC)
    assert fills_days(start, start + timedelta(hours=hours), is_all_day=is_all_day) is fills


@given(st.integers(0, 2 * 1440 - 1), st.integers(1, 1440))
def test_the_parts_of_an_event_hold_all_its_time_and_lie_within_their_days(start: int, length: int) -> None:
    midnight = datetime(2026, 11, 18)
    first, last = midnight + timedelta(minutes=start), midnight + timedelta(minutes=start + length)
    for day in Days(first.date(), (last - timedelta.resolution).date()).all():
        part = part_of_day(first, last, day)
        begins = (datetime.combine(day, datetime.min.time()) - midnight) // timedelta(minutes=1)
        assert part.start * 15 <= max(start - begins, 0)
        assert part.end * 15 >= min(start + length - begins, 1440)
        assert 0 <= part.start <= part.end - SHORTEST <= QUARTERS - SHORTEST


def test_a_short_event_is_drawn_as_half_an_hour() -> None:
    day = date(2026, 11, 18)
    assert part_of_day(datetime(2026, 11, 18, 9, 5), datetime(2026, 11, 18, 9, 10), day) == Part(36, 38)
    assert part_of_day(datetime(2026, 11, 18, 23, 50), datetime(2026, 11, 19), day) == Part(94, 96)
