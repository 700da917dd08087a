"""Tests of diffs by field and by word: examples for the rules, and what must hold of every diff."""

from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.json_equality import json_equal
from events.rules.sequence_diff import Op, sequence_diff
from history.rules.diff import (
    CONTENT_FIELDS,
    Change,
    apply,
    field_changes,
    word_diff,
)

values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
states = st.fixed_dictionaries(dict.fromkeys(CONTENT_FIELDS[:6], values))
texts = st.text(st.sampled_from("ab  \n'é.会議ก\u0e31\U0001f44d\ud800") | st.characters(), max_size=40)


@given(states, states)
def test_applying_the_changes_gives_the_other_state(a: dict[str, Any], b: dict[str, Any]) -> None:
    changes = field_changes(a, b)
    assert json_equal(apply(a, changes), b)
    assert [field for field in b if field not in changes] == [f for f in b if json_equal(a[f], b[f])]


@given(st.lists(states, min_size=1, max_size=5))
def test_replaying_all_diffs_from_the_first_state_gives_the_last(history: list[dict[str, Any]]) -> None:
    state: dict[str, Any] = {}
    for before, after in zip([{}, *history], history, strict=False):
        state = apply(state, field_changes(before, after))
    assert all(json_equal(state.get(field), value) for field, value in history[-1].items())


@given(states, states)
def test_the_diff_backwards_swaps_every_change(a: dict[str, Any], b: dict[str, Any]) -> None:
    turned = {"added": "removed", "removed": "added", "modified": "modified"}
    backwards = {
        field: Change(change.after, change.before, turned[change.change_type])  # type: ignore[arg-type]
        for field, change in field_changes(a, b).items()
    }
    assert field_changes(b, a) == backwards


@pytest.mark.parametrize("empty", [None, "", [], {}])
@pytest.mark.parametrize("value", ["x", 0, False, ["x"], {"x": {}}])
def test_from_empty_is_added_and_to_empty_is_removed(empty: Any, value: Any) -> None:
    assert field_changes({"f": empty}, {"f": value}) == {"f": Change(empty, value, "added")}
    assert field_changes({"f": value}, {"f": empty}) == {"f": Change(value, empty, "removed")}


def test_values_keep_their_type_and_true_is_not_one() -> None:
    assert field_changes({"f": 1, "g": 1}, {"f": True, "g": 1.0}) == {"f": Change(1, True, "modified")}
    assert field_changes({"f": ""}, {"f": None}) == {"f": Change("", None, "modified")}


def test_a_field_that_a_state_does_not_name_is_null() -> None:
    assert field_changes({}, {"title": "x", "location": None}) == {"title": Change(None, "x", "added")}
    assert field_changes({"title": "x"}, {}) == {"title": Change("x", None, "removed")}


def test_changes_stand_in_the_order_of_the_fields_and_others_behind() -> None:
    after = {"zeta": 1, "is_deleted": True, "alpha": 1, "title": "x", "location": "y"}
    assert list(field_changes({}, after)) == ["title", "location", "is_deleted", "zeta", "alpha"]
    assert list(field_changes({}, after, fields=["alpha"])) == [
        "alpha",
        "zeta",
        "is_deleted",
        "title",
        "location",
    ]


def kept(diff: list[tuple[Op, str]], without: Op) -> str:
    return "".join(text for op, text in diff if op != without)


@given(texts, texts)
def test_the_runs_of_a_word_diff_make_both_texts(a: str, b: str) -> None:
    diff = word_diff(a, b)
    assert kept(diff, "+") == a
    assert kept(diff, "-") == b
    assert all(text for _, text in diff)
    ops = "".join(op for op, _ in diff)
    assert not any(pair in ops for pair in ("==", "--", "++", "+-"))


@given(texts)
def test_a_text_against_itself_or_nothing_is_one_run(text: str) -> None:
    assert word_diff(text, text) == ([("=", text)] if text else [])
    assert word_diff("", text) == ([("+", text)] if text else [])
    assert word_diff(text, "") == ([("-", text)] if text else [])


@pytest.mark.parametrize(
    ("a", "b", "diff"),
    [
        pytest.param(
            "Room Minho, 2nd floor",
            "Room Tejo, 4th floor",
            [
                ("=", "Room "),
                ("-", "Minho"),
                ("+", "Tejo"),
                ("=", ", "),
                ("-", "2nd"),
                ("+", "4th"),
                ("=", " floor"),
            ],
            id="whole words",
        ),
        pytest.param(
            "Meet in the big room now",
            "Meet in the small hall now",
            [("=", "Meet in the "), ("-", "big room"), ("+", "small hall"), ("=", " now")],
            id="a space between two changed words is no island",
        ),
        pytest.param(
            "a  b\nc", "a b\nc", [("=", "a "), ("-", " "), ("=", "b\nc")], id="spaces are kept and compared"
        ),
        pytest.param("don't", "won't", [("-", "don't"), ("+", "won't")], id="an apostrophe is inside a word"),
        pytest.param(
            "東京で会議", "大阪で会議", [("-", "東京"), ("+", "大阪"), ("=", "で会議")], id="Japanese"
        ),
        pytest.param(
            "नमस्ते दुनिया",
            "नमस्कार दुनिया",
            [("-", "नमस्ते"), ("+", "नमस्कार"), ("=", " दुनिया")],
            id="Hindi by word",
        ),
    ],
)
def test_words_are_what_a_reader_calls_words(a: str, b: str, diff: list[tuple[Op, str]]) -> None:
    assert word_diff(a, b) == diff


def test_a_mark_stays_on_the_letter_that_bears_it() -> None:
    assert word_diff("กัน", "กิน") == [("-", "กั"), ("+", "กิ"), ("=", "น")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(
            " ".join(f"a{n}" for n in range(9_000)),
            " ".join(f"b{n}" for n in range(9_000)),
            id="all distinct",
        ),
        pytest.param(
            "".join(map(chr, range(0x20000, 0x30000))), "会議" * 20_000, id="more tokens than codes"
        ),
        pytest.param("三" + "一" * 15_000 + "四", "五" + "一" * 14_000 + "六", id="all the same"),
        pytest.param("x y " * 25_000, "x z " * 25_000, id="every other word"),
        pytest.param("x'" * 100_000, "y'" * 100_000, id="one endless word"),
    ],
)
def test_a_huge_text_takes_bounded_time_and_loses_nothing(a: str, b: str) -> None:
    began = perf_counter()
    diff = word_diff(a, b)
    assert perf_counter() - began < 4
    assert (kept(diff, "+"), kept(diff, "-")) == (a, b)


def test_a_change_in_a_huge_text_is_found_though_the_text_is_too_large_to_compare() -> None:
    head, tail = "a b " * 50_000, " c d" * 50_000
    assert word_diff(f"{head}old{tail}", f"{head}new{tail}") == [
        ("=", head),
        ("-", "old"),
        ("+", "new"),
        ("=", tail),
    ]


@given(st.lists(st.sampled_from("ab"), max_size=12), st.lists(st.sampled_from("ab"), max_size=12))
def test_lists_of_tokens_are_compared_alike(a: list[str], b: list[str]) -> None:
    diff = sequence_diff(a, b)
    assert [token for op, run in diff for token in run if op != "+"] == a
    assert [token for op, run in diff for token in run if op != "-"] == b
