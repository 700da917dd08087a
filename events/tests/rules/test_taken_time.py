"""Which items of a batch stand in each other's way, against a judgement of every pair."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.rules.overlap import Span, overlaps
from events.rules.taken_time import TakenTime, losers

DAY = datetime(2031, 3, 10, tzinfo=UTC)
HOURS = st.tuples(st.integers(0, 40), st.integers(1, 6))


def span(start: int, length: int, key: int = 0) -> Span:
    """Hours of a day."""
    return Span(DAY + timedelta(hours=start), DAY + timedelta(hours=start + length), key)


@given(st.lists(HOURS), HOURS)
def test_taken_time_finds_what_a_look_at_every_span_finds(
    taken: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    spans = [span(*each, key=index % 3) for index, each in enumerate(taken)]
    held, wanted = TakenTime(), span(*asked, key=0)
    held.add(spans)
    found = held.find(wanted)
    others = {each.key for each in spans if each.key != 0 and overlaps(each, wanted)}
    assert (found in others) if others else found is None


@given(st.lists(st.tuples(HOURS, HOURS), max_size=8), st.sets(st.integers(0, 7)))
def test_what_stays_takes_no_time_twice(
    items: list[tuple[tuple[int, int], tuple[int, int]]], first: set[int]
) -> None:
    """Each item moves from one hour to another; before, they may have overlapped."""
    added = {key: [span(*to, key=key)] for key, (_, to) in enumerate(items)}
    held = {key: [span(*was, key=key)] for key, (was, _) in enumerate(items)}
    kept: dict[int, list[Span]] = {key: [] for key in added}
    refused = first & added.keys()
    lost = losers(added, kept, held, refused)
    assert not lost.keys() & refused
    stay = refused | lost.keys()
    for key in added.keys() - stay:
        for other in added.keys() - {key}:
            theirs = held[other] if other in stay else added[other]
            assert not any(overlaps(mine, their) for mine in added[key] for their in theirs)


def test_a_swap_loses_nobody_and_the_earlier_of_two_wins() -> None:
    a, b = span(0, 1), span(1, 1)
    one, two = Span(b.start_at, b.end_at, 1), Span(a.start_at, a.end_at, 2)
    was = {1: [Span(a.start_at, a.end_at, 1)], 2: [Span(b.start_at, b.end_at, 2)]}
    assert losers({1: [one], 2: [two]}, {1: [], 2: []}, was, []) == {}
    assert losers({1: [one], 2: [two]}, {1: [], 2: []}, was, [1]) == {2: 1}
    same = {1: [one], 2: [Span(one.start_at, one.end_at, 2)]}
    assert losers(same, {1: [], 2: []}, {1: [], 2: []}, []) == {2: 1}
