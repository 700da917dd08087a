"""Two edits of one text, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.text_merge import MergedText, merge_lists, merge_texts


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a b c", "a b c d", "z b c", "z b c d"),
        ("Bring the plan", "Bring the new plan", "Please Bring the plan", "Please Bring the new plan"),
        ("one\n\ntwo\n", "one!\n\ntwo\n", "one\n\ntwo?\n", "one!\n\ntwo?\n"),
        ("same", "other", "other", "other"),
        ("x y z", "x z", "x y z!", "x z!"),
    ],
)
def test_edits_of_different_words_come_together(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge_texts(base, mine, theirs) == MergedText(merged, True)
    assert merge_texts(base, theirs, mine) == MergedText(merged, True)


def test_the_same_words_stand_there_twice() -> None:
    assert merge_texts("at noon", "at one", "at two") == MergedText("at one two", False)
    assert merge_texts("", "mine", "theirs") == MergedText("mine theirs", False)


words = st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join)


@given(words, words)
def test_an_edit_of_one_side_is_taken(base: str, mine: str) -> None:
    assert merge_texts(base, mine, base) == MergedText(mine, True)
    assert merge_texts(base, base, mine) == MergedText(mine, True)
    assert merge_texts(base, mine, mine) == MergedText(mine, True)


@given(words, words, words)
def test_no_word_that_either_added_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = set(merge_texts(base, mine, theirs).text.split())
    assert (set(mine.split()) | set(theirs.split())) - set(base.split()) <= merged


def test_a_huge_text_takes_bounded_time() -> None:
    base = "a " * 50_000
    other = " ".join(map(str, range(15_000)))
    begin = time.monotonic()
    assert merge_texts(base, base + "b", "c " + base) == MergedText(f"c {base}b", True)
    assert merge_texts(base, other, other[::-1]).is_clean is False
    assert time.monotonic() - begin < 5


def test_labels_are_joined() -> None:
    assert merge_lists(["a", "b"], ["a", "b", "c"], ["b", "d"]) == ["b", "c", "d"]
