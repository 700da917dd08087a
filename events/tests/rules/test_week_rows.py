"""Tests of the month grid's weeks: everything is drawn once or counted, and nothing covers anything."""

from hypothesis import given
from hypothesis import strategies as st

from events.rules.week_rows import DAYS, Bar, WeekRows, lay_out_week

items = st.lists(
    st.builds(lambda first, length: (first, first + length), st.integers(-9, 9), st.integers(0, 12)),
    max_size=25,
)
slots = st.integers(1, 4)


def days_in_week(item: tuple[int, int]) -> set[int]:
    return set(range(max(item[0], 0), min(item[1], DAYS - 1) + 1))


@given(items, slots)
def test_no_two_bars_cover_each_other(given_items: list[tuple[int, int]], rows: int) -> None:
    cells = [
        (bar.row, day)
        for bar in lay_out_week(given_items, rows).bars
        for day in range(bar.column, bar.column + bar.span)
    ]
    assert len(cells) == len(set(cells))
    assert {row for row, _ in cells} <= set(range(rows))


@given(items, slots)
def test_every_event_of_the_week_is_drawn_once_on_its_days_or_counted_on_them(
    given_items: list[tuple[int, int]], rows: int
) -> None:
    drawn, hidden = lay_out_week(given_items, rows)
    shown = {bar.item: set(range(bar.column, bar.column + bar.span)) for bar in drawn}
    assert len(shown) == len(drawn)
    assert shown == {index: days_in_week(given_items[index]) for index in shown}
    left = [days_in_week(item) for index, item in enumerate(given_items) if index not in shown]
    assert hidden == tuple(sum(day in days for days in left) for day in range(DAYS))


@given(items, slots)
def test_an_event_is_hidden_only_where_a_day_of_it_is_full(
    given_items: list[tuple[int, int]], rows: int
) -> None:
    drawn, hidden = lay_out_week(given_items, rows)
    on_day = [sum(bar.column <= day < bar.column + bar.span for bar in drawn) for day in range(DAYS)]
    assert [day for day in range(DAYS) if hidden[day] and not any(on_day)] == []
    if sum(bool(days_in_week(item)) for item in given_items) <= rows:
        assert hidden == (0,) * DAYS


@given(items, slots)
def test_bars_know_where_the_week_cut_them_off(given_items: list[tuple[int, int]], rows: int) -> None:
    for bar in lay_out_week(given_items, rows).bars:
        first, last = given_items[bar.item]
        assert (bar.continues_before, bar.continues_after) == (first < 0, last >= DAYS)


def test_longer_events_stand_above_and_later_ones_below() -> None:
    assert lay_out_week([(0, 0), (-2, 1), (1, 1), (0, 0)], 2) == WeekRows(
        (Bar(1, 0, 2, 0, True, False), Bar(0, 0, 1, 1, False, False), Bar(2, 1, 1, 1, False, False)),
        (1, 0, 0, 0, 0, 0, 0),
    )


def test_a_day_alone_is_a_week_of_one() -> None:
    assert lay_out_week([(-1, 1), (1, 2), (0, 0)], 1, days=1) == WeekRows(
        (Bar(0, 0, 1, 0, True, True),), (1,)
    )
