"""Values through a serializer: every fault in one refusal, those of the domain included."""

from collections.abc import Set
from typing import Any

import pytest
from rest_framework import serializers

from core.api.fields import JsonObject, Text, Whole
from core.api.input import parsed
from core.errors import Fault, Invalid


class Thing(serializers.Serializer[Any]):
    name = Text(described={"maxLength": 3})
    size = Whole(required=False)
    more = JsonObject(required=False)


def short(values: dict[str, Any], unread: Set[str]) -> None:
    """The domain: a name has at most three letters, and no thing is called after what could not be read."""
    if len(values.get("name", "")) > 3:
        raise Invalid.of("name", "max_length", "Too long.")
    if unread:
        raise Invalid("Unread.", faults=[Fault(name, "unread", "Unread.") for name in sorted(unread)])


def faults(value: Any, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        parsed(Thing, value, **options)
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_a_good_value_is_not_judged() -> None:
    assert parsed(Thing, {"name": "long name", "size": 1}, judge=short) == {"name": "long name", "size": 1}


def test_faults_of_the_domain_come_with_those_of_the_types() -> None:
    assert faults({"name": "long name", "size": "1"}) == [("size", "invalid")]
    assert faults({"name": "long name", "size": "1"}, judge=short) == [
        ("size", "invalid"),
        ("name", "max_length"),
    ]


def test_a_field_that_could_not_be_read_is_judged_once() -> None:
    assert faults({"name": 7, "size": "1"}, judge=short) == [("name", "invalid"), ("size", "invalid")]
    assert faults({"size": 1}, judge=short) == [("name", "required")]


def test_what_was_found_before_counts() -> None:
    found = [Fault("more.x", "null_characters_not_allowed", "NUL.")]
    assert faults({"name": "long name", "more": {}}, found=found, judge=short) == [
        ("more.x", "null_characters_not_allowed"),
        ("name", "max_length"),
    ]


@pytest.mark.parametrize("value", [[], None, "text", 7])
def test_what_is_no_object_is_not_judged(value: Any) -> None:
    assert faults(value, judge=short) == [("", "null" if value is None else "invalid")]


def test_what_one_value_says_is_forgotten_for_the_next() -> None:
    assert parsed(Thing, {"name": "a", "size": 1, "more": {"x": [1]}}) == {
        "name": "a",
        "size": 1,
        "more": {"x": [1]},
    }
    assert faults({"size": "1"}) == [("name", "required"), ("size", "invalid")]
    assert parsed(Thing, {"name": "b"}) == {"name": "b"}
    assert faults(None) == [("", "null")]
    assert faults([1]) == [("", "invalid")]
