"""Tests of overlap against what comparing every pair finds."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise, product
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from events.rules.overlap import Span, between, clashes, clashing, merged, overlaps, stretches

ORIGIN = datetime(2026, 3, 29, tzinfo=UTC)


def span(start: int, end: int, key: int = 0) -> Span:
    return Span(ORIGIN + timedelta(minutes=start), ORIGIN + timedelta(minutes=end), key)


spans = st.builds(
    lambda start, length, key: span(start, start + length, key),
    st.integers(0, 40),
    st.integers(0, 12),
    st.integers(0, 3),
)


def minutes(of: Span) -> set[datetime]:
    """The minutes that a span holds: the meaning of a half-open interval, spelled out."""
    count = (of.end_at - of.start_at) // timedelta(minutes=1)
    return {of.start_at + timedelta(minutes=n) for n in range(count)}


@given(spans, spans)
def test_two_spans_overlap_when_they_share_a_minute(a: Span, b: Span) -> None:
    assert overlaps(a, b) == bool(minutes(a) & minutes(b))
    assert overlaps(a, b) == overlaps(b, a)


def test_a_span_may_start_when_another_ends() -> None:
    assert not overlaps(span(0, 60), span(60, 120))
    assert overlaps(span(0, 61), span(60, 120))


@given(st.lists(spans, max_size=14))
def test_clashes_are_all_overlapping_pairs_of_different_keys(given_spans: list[Span]) -> None:
    expected = [(a, b) for a, b in combinations(sorted(given_spans), 2) if a.key != b.key and overlaps(a, b)]
    found = clashes(given_spans)
    assert sorted(found) == sorted(expected)
    assert [b.start_at for _, b in found] == sorted(b.start_at for _, b in found)


@given(st.lists(spans, max_size=14))
def test_clashing_are_those_in_a_pair(given_spans: list[Span]) -> None:
    assert clashing(given_spans) == {span for pair in clashes(given_spans) for span in pair}


@given(st.lists(spans, max_size=14), st.integers(0, 5))
def test_a_limit_keeps_the_first_clashes(given_spans: list[Span], limit: int) -> None:
    assert clashes(given_spans, limit=limit) == clashes(given_spans)[:limit]


@given(st.lists(spans, max_size=10), st.lists(spans, max_size=10))
def test_between_finds_all_overlapping_pairs_of_two_lists(left: list[Span], right: list[Span]) -> None:
    left.sort()
    right.sort()
    expected = [(a, b) for a, b in product(left, right) if overlaps(a, b)]
    found = between(left, right)
    assert sorted(found) == sorted(expected)
    assert between(left, right, limit=2) == found[:2]
    assert sorted((b, a) for a, b in between(right, left)) == sorted(found)


@given(st.lists(spans, max_size=14))
def test_the_union_holds_the_same_time_in_spans_apart(given_spans: list[Span]) -> None:
    union = merged(given_spans)
    assert set().union(*map(minutes, union)) == set().union(*map(minutes, given_spans))
    assert all(a.end_at < b.start_at for a, b in pairwise(union))
    assert merged(union) == union
    assert {each.key for each in union} <= {0}


def test_spans_of_one_key_that_overlap_each_other_cost_no_pairs() -> None:
    """Twenty thousand occurrences a week long, one a minute, make 10**8 overlapping pairs of the same key."""
    week = 7 * 24 * 60
    same = [span(n, n + week, 1) for n in range(20_000)]
    other = span(20_000 + week - 2, 20_000 + week, 2)
    began = perf_counter()
    assert clashes([*same, other]) == [(same[-1], other)]
    assert perf_counter() - began < 5


@given(st.lists(spans), st.integers(0, 12))
def test_stretches_keep_every_span_and_lie_apart(several: list[Span], apart: int) -> None:
    gap = timedelta(minutes=apart)
    found = stretches(sorted(several), gap)
    assert [each for stretch in found for each in stretch] == sorted(several)
    ends = [max(each.end_at for each in stretch) for stretch in found]
    assert all(later[0].start_at - end > gap for end, later in zip(ends, found[1:], strict=False))
    for stretch in found:
        for number, each in enumerate(stretch[1:], start=1):
            assert each.start_at - max(before.end_at for before in stretch[:number]) <= gap
