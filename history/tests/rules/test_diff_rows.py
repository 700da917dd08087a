"""A difference as people read it."""

from hypothesis import given
from hypothesis import strategies as st

from history.rules.diff import Change
from history.rules.diff_rows import (
    Run,
    changed_overrides,
    changed_rows,
    list_changes,
    one_side,
    text_runs,
)

CHANGE = Change(1, 2, "modified")


def test_times_are_one_row() -> None:
    changes = dict.fromkeys(["timezone", "tags", "end_time", "title", "start_time"], CHANGE)
    assert changed_rows(changes) == ["title", "when", "tags"]


def test_edge_spaces_are_not_marked() -> None:
    runs = text_runs("At one or so", "At two")
    assert runs == [
        Run("=", "At "),
        Run("-", "one or so", True),
        Run("+", "two", True),
    ]
    assert one_side(runs, "-") == runs[:2]
    assert text_runs("Come early please", "Come please") == [
        Run("=", "Come "),
        Run("-", "early", True),
        Run("-", " "),
        Run("=", "please"),
    ]


def test_a_change_of_spaces_shows() -> None:
    assert text_runs("a b", "a\nb") == [
        Run("=", "a"),
        Run("-", "␣", True),
        Run("+", "↵", True),
        Run("+", "\n"),
        Run("=", "b"),
    ]


def test_long_stretches_are_cut_short() -> None:
    long = "word " * 300
    runs = text_runs(f"old {long}", f"new {long}")
    assert [run.op for run in runs] == ["-", "+", "=", "…"]
    assert len(runs[2].text) <= 160
    assert text_runs(f"old {long}", f"new {long}", whole=True)[-1] == Run("=", f" {long}")
    middle = text_runs(f"{long}old {long}", f"{long}new {long}")
    assert [run.op for run in middle] == ["…", "=", "-", "+", "=", "…"]


def test_each_paragraph_of_a_change_is_marked_by_itself() -> None:
    assert text_runs("", "One.\n\nTwo.") == [Run("+", "One.", True), Run("+", "\n\n"), Run("+", "Two.", True)]


@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_what_was_added_is_there_whole(before: str, after: str) -> None:
    runs = [run for run in text_runs(before, after, whole=True) if not set(run.text) & set("␣↵⇥")]
    assert "".join(run.text for run in one_side(runs, "+")) == after


def test_labels_that_came_and_went() -> None:
    assert list_changes(["a", "b"], ["b", "c"]) == (["a"], ["b"], ["c"])


def test_overrides_that_differ() -> None:
    before = {"2026-03-02": {"title": "x"}, "2026-03-09": {"excluded": True}}
    after = {"2026-03-09": {"excluded": True}, "2026-03-16": {}}
    assert changed_overrides(before, after) == [
        ("2026-03-02", {"title": "x"}, None),
        ("2026-03-16", None, {}),
    ]
    assert changed_overrides(None, {}) == []
