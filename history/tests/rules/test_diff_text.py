"""Tests of the unified diff: it reads well, it applies, and no value can forge a line of it."""

import re
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from history.rules.diff_text import rendered, unified, value_lines

lines = st.text(st.sampled_from('ab "[{|-\\\u2028\x85\r:') | st.characters(), max_size=4)
texts = st.lists(lines, max_size=12).map("\n".join)
values = (
    st.none()
    | st.booleans()
    | st.integers(0, 3)
    | texts
    | st.sampled_from(["null", "true", "1", '""', "[]", "|", "- a", " a", "a "])
    | st.lists(texts, max_size=3)
    | st.dictionaries(texts, st.dictionaries(st.sampled_from("ab"), texts, max_size=2), max_size=3)
)
FIELDS = ("title", "description", "location", "tags", "other")
states = st.fixed_dictionaries(dict.fromkeys(FIELDS, values))


def patched(text: list[str], diff: str) -> list[str]:
    """What `patch` makes of the text, refusing a hunk whose context or place is wrong."""
    out, at = [], 0
    for line in diff.split("\n")[2:-1]:
        if match := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            begin = int(match[1]) - (match[2] != "0")
            out += text[at:begin]
            at = begin
            assert len(out) == int(match[3]) - (match[4] != "0")
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert text[at] == line[1:]
            at += 1
            out += [line[1:]] * line.startswith(" ")
    return out + text[at:]


@given(states, states)
def test_the_diff_applied_to_one_text_gives_the_other(a: dict[str, Any], b: dict[str, Any]) -> None:
    diff = unified(a, b, label_a="a", label_b="b")
    assert patched(rendered(a, FIELDS), diff) == rendered(b, FIELDS)


@given(states, states)
def test_there_is_a_diff_exactly_where_the_states_differ(a: dict[str, Any], b: dict[str, Any]) -> None:
    typed_a, typed_b = ([(f, repr(s[f])) for f in FIELDS] for s in (a, b))
    assert (unified(a, b, label_a="a", label_b="b") == "") == (typed_a == typed_b)


@given(states, states)
def test_no_value_breaks_a_line(a: dict[str, Any], b: dict[str, Any]) -> None:
    diff = unified(a, b, label_a="a", label_b="b")
    assert diff.splitlines() == diff.split("\n")[:-1]
    diff.encode()


@given(values)
def test_the_lines_of_a_value_hold_no_control_characters(value: Any) -> None:
    assert not any(re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line) for line in value_lines(value))


def test_a_diff_reads_like_any_other() -> None:
    a: dict[str, Any] = {
        "title": "Standup",
        "description": "Bring:\n- news\n- tea",
        "location": None,
        "start_time": "2026-03-29T08:00:00Z",
        "is_all_day": False,
        "recurrence_overrides": {},
        "tags": ["team", "123"],
        "status": "confirmed",
    }
    b = {
        **a,
        "description": "Bring:\n- news\n- coffee",
        "recurrence_overrides": {"2026-04-05T10:00:00": {"excluded": True}},
        "status": "tentative",
    }
    assert unified(a, b, label_a="version 1", label_b="version 2") == (
        "--- version 1\n"
        "+++ version 2\n"
        "@@ -2,12 +2,13 @@\n"
        " description: |\n"
        "   Bring:\n"
        "   - news\n"
        "-  - tea\n"
        "+  - coffee\n"
        " location: null\n"
        " start_time: 2026-03-29T08:00:00Z\n"
        " is_all_day: false\n"
        "-recurrence_overrides: {}\n"
        "+recurrence_overrides:\n"
        '+  2026-04-05T10:00:00: {"excluded": true}\n'
        " tags:\n"
        "   - team\n"
        '   - "123"\n'
        "-status: confirmed\n"
        "+status: tentative\n"
    )


def test_changes_far_apart_stand_in_hunks_of_their_own() -> None:
    a = {"title": "a", "description": "\n".join(map(str, range(20))), "location": "x"}
    diff = unified(a, {**a, "title": "b", "location": "y"}, label_a="a", label_b="b")
    assert [line for line in diff.split("\n") if line.startswith("@@")] == [
        "@@ -1,4 +1,4 @@",
        "@@ -20,4 +20,4 @@",
    ]


def test_changes_with_touching_contexts_share_a_hunk() -> None:
    for between, hunks in ((6, 1), (7, 2)):
        a: dict[str, Any] = {"title": "a", **{f"f{n}": n for n in range(between)}, "last": "x"}
        diff = unified(a, {**a, "title": "b", "last": "y"}, label_a="a", label_b="b")
        assert diff.count("@@ -") == hunks


def test_a_label_cannot_break_its_line() -> None:
    assert unified({"f": 1}, {"f": 2}, label_a="a\n+++ b", label_b="b").split("\n")[:2] == [
        '--- "a\\n+++ b"',
        "+++ b",
    ]


@pytest.mark.parametrize("words", [2, 100_000])
def test_a_huge_text_takes_bounded_time(words: int) -> None:
    a = "\n".join(f"{n * 7919 % words}" for n in range(18_000))
    b = "\n".join(f"{n * 104_729 % words}" for n in range(16_000))
    began = perf_counter()
    diff = unified({"description": a}, {"description": b}, label_a="a", label_b="b")
    assert perf_counter() - began < 4
    assert diff.startswith("--- a\n+++ b\n@@ -")
