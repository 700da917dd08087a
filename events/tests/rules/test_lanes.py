"""Tests of lanes: what overlaps stands side by side, in as few lanes as it needs."""

from hypothesis import given
from hypothesis import strategies as st

from events.rules.lanes import Lane, Rest, lanes_of, side_by_side

spans = st.lists(
    st.builds(lambda start, length: (start, start + length), st.integers(0, 94), st.integers(1, 20)),
    max_size=20,
)


@given(spans)
def test_no_two_overlapping_spans_share_a_lane(given_spans: list[tuple[int, int]]) -> None:
    cells = [
        (quarter, placed.lane)
        for (start, end), placed in zip(given_spans, lanes_of(given_spans), strict=True)
        for quarter in range(start, end)
    ]
    assert len(cells) == len(set(cells))


@given(spans)
def test_overlapping_spans_agree_on_the_number_of_lanes(given_spans: list[tuple[int, int]]) -> None:
    placed = list(zip(given_spans, lanes_of(given_spans), strict=True))
    for (start, end), lane in placed:
        assert 0 <= lane.lane < lane.lanes
        neighbours = [other for (s, e), other in placed if max(s, start) < min(e, end)]
        assert {other.lanes for other in neighbours} == {lane.lanes}


@given(spans)
def test_there_are_as_many_lanes_as_spans_at_the_busiest_time(given_spans: list[tuple[int, int]]) -> None:
    busiest = max((sum(s <= q < e for s, e in given_spans) for q in range(120)), default=0)
    assert max((lane.lanes for lane in lanes_of(given_spans)), default=0) == busiest


def test_spans_that_only_touch_have_the_whole_width() -> None:
    assert lanes_of([(4, 8), (0, 4), (6, 9), (20, 22)]) == [Lane(0, 2), Lane(0, 1), Lane(1, 2), Lane(0, 1)]


@given(spans, st.integers(2, 5))
def test_what_has_no_lane_is_counted_where_it_is(given_spans: list[tuple[int, int]], most: int) -> None:
    lanes, rests = side_by_side(given_spans, most)
    unseen = [span for span, lane in zip(given_spans, lanes, strict=True) if lane is None]
    assert sum(rest.number for rest in rests) == len(unseen)
    for start, end in unseen:
        assert [rest.start <= start and end <= rest.end for rest in rests].count(True) == 1


@given(spans, st.integers(2, 5))
def test_of_what_stands_side_by_side_nothing_covers_another(
    given_spans: list[tuple[int, int]], most: int
) -> None:
    lanes, rests = side_by_side(given_spans, most)
    placed = [(span, lane.lane) for span, lane in zip(given_spans, lanes, strict=True) if lane is not None]
    placed += [((rest.start, rest.end), most - 1) for rest in rests]
    cells = [(quarter, lane) for (start, end), lane in placed for quarter in range(start, end)]
    assert len(cells) == len(set(cells))
    assert all(lane < most for _, lane in placed)


@given(spans)
def test_lanes_enough_for_all_leave_no_rest(given_spans: list[tuple[int, int]]) -> None:
    assert side_by_side(given_spans, 20) == (tuple(lanes_of(given_spans)), ())


def test_only_where_it_is_crowded_there_is_a_rest() -> None:
    lanes, rests = side_by_side([(0, 40), (0, 4), (1, 5), (2, 6), (20, 24), (21, 25)], 3)
    assert lanes == (Lane(0, 3), Lane(1, 3), None, None, Lane(1, 3), Lane(2, 3))
    assert rests == (Rest(1, 6, 2),)
