"""Tests of the three-way merge: examples for the rules, and the algebra that it must obey."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.json_equality import json_equal
from events.rules.merge import FieldConflict, Merge, three_way

FIELDS = ("title", "description", "is_all_day", "tags", "rrule")
values = st.sampled_from([None, "", "a", "b", 0, 1, True, False, [], ["a"]])
patches = st.just({"excluded": True}) | st.dictionaries(
    st.sampled_from(["title", "location", "start_time"]), st.sampled_from(["x", "y"]), max_size=3
)
overrides = st.none() | st.dictionaries(st.sampled_from(["d1", "d2", "d3"]), patches, max_size=3)
states = st.fixed_dictionaries({**dict.fromkeys(FIELDS, values), "recurrence_overrides": overrides})


@st.composite
def edits(draw: st.DrawFn) -> dict[str, Any]:
    state = draw(states)
    return {field: state[field] for field in draw(st.sets(st.sampled_from(sorted(state))))}


def swapped(conflicts: dict[str, FieldConflict]) -> dict[str, FieldConflict]:
    return {field: FieldConflict(c.base, c.theirs, c.yours) for field, c in conflicts.items()}


@given(states)
def test_nothing_changed_merges_to_itself(state: dict[str, Any]) -> None:
    assert three_way(state, state, state) == Merge(state, {})
    assert three_way(state, {}, state) == Merge(state, {})


@given(states, states)
def test_an_unchanged_side_gives_the_other_side(base: dict[str, Any], other: dict[str, Any]) -> None:
    assert three_way(base, base, other) == Merge(other, {})
    assert three_way(base, other, base) == Merge(other, {})


@given(states, states)
def test_two_sides_that_agree_never_conflict(base: dict[str, Any], both: dict[str, Any]) -> None:
    assert three_way(base, both, both) == Merge(both, {})


@given(states, edits(), states)
def test_swapping_the_sides_swaps_them_in_the_conflicts_alone(
    base: dict[str, Any], yours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    one, other = three_way(base, yours, theirs), three_way(base, theirs, yours)
    assert one.merged == other.merged
    assert one.conflicts == swapped(other.conflicts)


@given(states, edits(), states)
def test_each_field_is_merged_from_a_side_or_in_conflict(
    base: dict[str, Any], yours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    result = three_way(base, yours, theirs)
    full = {**base, **yours}
    assert sorted([*result.merged, *result.conflicts]) == sorted(base)
    for field, conflict in result.conflicts.items():
        assert conflict == FieldConflict(base[field], full[field], theirs[field])
    for field in set(result.merged) - {"recurrence_overrides"}:
        sides = [side[field] for side in (full, theirs) if not json_equal(side[field], base[field])]
        assert all(json_equal(result.merged[field], side) for side in sides or [base[field]])


@given(states, states, states)
def test_merged_overrides_hold_every_change_of_either_side(
    base: dict[str, Any], yours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    name = "recurrence_overrides"
    result = three_way(base, yours, theirs).merged.get(name)
    if result is None:
        return
    old, mine, other = (side[name] or {} for side in (base, yours, theirs))
    for key in {*old, *mine, *other, *result}:
        sides = [side.get(key) for side in (mine, other) if side.get(key) != old.get(key)]
        if len(sides) < 2 or sides[0] == sides[1]:
            assert result.get(key) == (sides[0] if sides else old.get(key))
            continue
        before = {} if (old.get(key) or {}).get("excluded") else old.get(key) or {}
        one, two = sides[0] or {}, sides[1] or {}
        for field in {*before, *one, *two, *result[key]}:
            changes = [side.get(field) for side in (one, two) if side.get(field) != before.get(field)]
            assert all(result[key].get(field) == change for change in changes or [before.get(field)])


@given(states, states, st.sets(st.sampled_from(FIELDS)))
def test_disjoint_edits_commute_and_lose_nothing(
    base: dict[str, Any], new: dict[str, Any], chosen: set[str]
) -> None:
    first = {field: value for field, value in new.items() if field in chosen}
    second = {field: value for field, value in new.items() if field not in chosen}
    assert three_way(base, first, {**base, **second}) == Merge(new, {})
    assert three_way(base, second, {**base, **first}) == Merge(new, {})


def test_a_field_changed_differently_by_both_is_a_conflict_and_the_rest_merges() -> None:
    base = {"title": "Standup", "location": "Room 1", "tags": []}
    result = three_way(
        base, {"title": "Daily", "tags": ["x"]}, {**base, "title": "Sync", "location": "Room 2"}
    )
    assert result == Merge(
        {"location": "Room 2", "tags": ["x"]}, {"title": FieldConflict("Standup", "Daily", "Sync")}
    )


def test_true_against_one_is_a_conflict_though_python_calls_them_equal() -> None:
    assert three_way({"f": 0}, {"f": 1}, {"f": True}).conflicts == {"f": FieldConflict(0, 1, True)}
    assert three_way({"f": 1}, {"f": True}, {"f": 1}).merged == {"f": True}


def test_a_field_that_no_base_names_starts_from_null() -> None:
    assert three_way({}, {"title": "a"}, {}) == Merge({"title": "a"}, {})
    assert three_way({}, {"title": "a"}, {"title": "b"}).conflicts == {"title": FieldConflict(None, "a", "b")}


EXCLUDED = {"excluded": True}


@pytest.mark.parametrize(
    ("base", "yours", "theirs", "merged"),
    [
        pytest.param({}, {"d1": EXCLUDED}, {"d2": {}}, {"d1": EXCLUDED, "d2": {}}, id="two dates"),
        pytest.param(None, {"d1": EXCLUDED}, {"d2": {}}, {"d1": EXCLUDED, "d2": {}}, id="null is empty"),
        pytest.param({"d1": {}}, None, {"d1": {}, "d2": {}}, {"d2": {}}, id="cleared against added"),
        pytest.param({"d1": {}, "d2": {}}, {"d1": {}}, {"d2": {}}, {}, id="each removed one"),
        pytest.param(
            {},
            {"d1": {"title": "x"}},
            {"d1": {"location": "y"}},
            {"d1": {"location": "y", "title": "x"}},
            id="two fields of one date",
        ),
        pytest.param(
            {"d1": {"title": "x", "location": "y"}},
            {"d1": {"title": "x"}},
            {"d1": {"location": "y"}},
            {"d1": {}},
            id="two fields of one date set back",
        ),
        pytest.param(
            {"d1": EXCLUDED},
            {"d1": {"title": "x"}},
            {"d1": {"location": "y"}},
            {"d1": {"location": "y", "title": "x"}},
            id="both brought an excluded date back",
        ),
    ],
)
def test_overrides_merge_by_date_and_then_by_field(base: Any, yours: Any, theirs: Any, merged: Any) -> None:
    field = "recurrence_overrides"
    assert three_way({field: base}, {field: yours}, {field: theirs}) == Merge({field: merged}, {})


@pytest.mark.parametrize(
    ("base", "yours", "theirs"),
    [
        pytest.param({}, {"d1": EXCLUDED}, {"d1": {"title": "x"}}, id="excluded against patched"),
        pytest.param({"d1": {}}, {"d1": {"title": "x"}}, {"d1": EXCLUDED}, id="patched against excluded"),
        pytest.param({"d1": {}}, {"d1": {"title": "x"}}, {}, id="patched against removed"),
        pytest.param({"d1": {}}, {"d1": {"title": "x"}}, None, id="patched against cleared"),
        pytest.param({}, {"d1": {"title": "x"}}, {"d1": {"title": "y"}}, id="one field, two values"),
        pytest.param(
            {"d1": {"title": "x"}}, {"d1": {"title": "y"}}, {"d1": {}}, id="field changed against set back"
        ),
        pytest.param({}, {"d1": "broken"}, {"d1": {}}, id="a patch that is no object"),
        pytest.param({}, {"d1": {}}, "broken", id="a value that is no object"),
    ],
)
def test_a_clash_in_overrides_is_one_conflict_of_the_whole_field(base: Any, yours: Any, theirs: Any) -> None:
    field = "recurrence_overrides"
    assert three_way({field: base}, {field: yours}, {field: theirs}) == Merge(
        {}, {field: FieldConflict(base, yours, theirs)}
    )
