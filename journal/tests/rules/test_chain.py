"""The algebra of digests and hashes."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.rules.chain import Link, digest_of, seal

LINK = Link(
    calendar_id=3,
    chain_sequence=1,
    at=datetime(2026, 3, 29, 8, 0, 0, 5, tzinfo=UTC),
    actor_id=7,
    source="api",
    verb="created",
    subject_kind="event",
    subject_id=42,
    subject_version=1,
    summary="",
    digest="d" * 64,
)

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
payloads = st.dictionaries(st.text(), values, max_size=4)


def other(value: Any) -> Any:
    """A value that differs."""
    match value:
        case datetime():
            return value + timedelta(microseconds=1)
        case int():
            return value + 1
        case _:
            return value + "x"


@given(payloads)
def test_a_digest_survives_a_trip_through_json(payload: dict[str, Any]) -> None:
    assert digest_of(json.loads(json.dumps(payload))) == digest_of(payload)


@given(payloads)
def test_a_digest_does_not_depend_on_the_order_of_keys(payload: dict[str, Any]) -> None:
    assert digest_of(dict(reversed(payload.items()))) == digest_of(payload)


def test_a_digest_keeps_apart_what_json_keeps_apart() -> None:
    digests = [
        digest_of(payload) for payload in ({}, {"a": 1}, {"a": "1"}, {"a": True}, {"a": None}, {"a": [1]})
    ]
    assert len(set(digests)) == len(digests)


def test_numbers_count_by_value_as_in_jsonb() -> None:
    assert digest_of({"a": 1e22, "b": (1.0, -0.0)}) == digest_of({"a": 10**22, "b": [1, 0]})


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=UTC), {1: "a"}, {"a"}, b"a"])
def test_a_payload_that_is_not_json_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        digest_of({"a": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_lacks_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        digest_of({"a": value})


@pytest.mark.parametrize("name", Link._fields)
def test_a_hash_covers_every_field(name: str) -> None:
    assert seal("", LINK._replace(**{name: other(getattr(LINK, name))})) != seal("", LINK)


def test_a_hash_covers_the_one_before() -> None:
    assert seal("a", LINK) != seal("b", LINK)


def test_a_hash_is_of_the_instant_in_whatever_zone() -> None:
    assert seal("", LINK._replace(at=LINK.at.astimezone(timezone(timedelta(hours=5))))) == seal("", LINK)


def test_a_hash_stays_what_it_was_in_journals_already_written() -> None:
    assert seal("", LINK) == "8ec47d0f97687587c7b7970aba52732cab6bc088603e70c07a741be67d11adce"
