"""Tests of the equality of JSON values."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rules.json_equality import json_equal

scalars = st.none() | st.booleans() | st.integers(-2, 2) | st.text("ab", max_size=2)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=8,
)


@given(values, values)
def test_values_are_equal_where_their_canonical_texts_are(a: Any, b: Any) -> None:
    assert json_equal(a, b) == (json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True))


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1, 1.0, True),
        (True, 1, False),
        (False, 0, False),
        (False, None, False),
        ({"interval": True}, {"interval": 1}, False),
        ([1, True], [1, 1], False),
        ((1, 2), [1, 2], True),
        ({}, [], False),
        ("", None, False),
    ],
)
def test_booleans_are_no_numbers_and_whole_floats_are(a: Any, b: Any, equal: bool) -> None:
    assert json_equal(a, b) is equal
    assert json_equal(b, a) is equal
