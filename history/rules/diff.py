"""What differs between two states of an event: by field, and by word inside a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from events.rules.json_equality import json_equal
from events.rules.sequence_diff import Op, sequence_diff, words_of

ChangeType: TypeAlias = Literal["added", "removed", "modified"]

CONTENT_FIELDS: Final = (
    "title",
    "description",
    "location",
    "start_time",
    "end_time",
    "timezone",
    "is_all_day",
    "rrule",
    "recurrence_overrides",
    "tags",
    "status",
    "transparency",
    "calendar_id",
    "is_deleted",
)
"""The fields that a version holds, by their wire names, in the order in which people read them."""

TEXT_FIELDS: Final = frozenset({"title", "description", "location"})
"""The fields that hold words of a person, which are compared word by word."""


@dataclass(frozen=True, slots=True)
class Change:
    """The value of one field before and after, as JSON values."""

    before: Any
    after: Any
    change_type: ChangeType


def field_changes(
    a: Mapping[str, Any], b: Mapping[str, Any], *, fields: Sequence[str] = CONTENT_FIELDS
) -> dict[str, Change]:
    """The fields that differ as JSON values, in the order of `fields`, then as the states name any others.

    A field that a state does not name is null there. A change from an empty value (null, "", [] or {}) is
    "added", one to an empty value "removed", any other "modified".
    """
    changes = {}
    for field in ordered_fields(fields, a, b):
        before, after = a.get(field), b.get(field)
        if not json_equal(before, after):
            changes[field] = Change(before, after, _change_type(before, after))
    return changes


def apply(state: Mapping[str, Any], changes: Mapping[str, Change]) -> dict[str, Any]:
    """The state after the changes; `apply(a, field_changes(a, b))` has the values of `b`."""
    return {**state, **{field: change.after for field, change in changes.items()}}


def word_diff(a: str, b: str, *, timeout: float = 0.5) -> list[tuple[Op, str]]:
    """How `a` becomes `b`: runs of words kept ("="), taken out ("-") and put in ("+"), no character lost.

    "=" and "-" joined are `a`, "=" and "+" joined are `b`. Spaces and punctuation are words of their own, and
    so is each character of a script without spaces. Small islands of kept words between changes count as
    changed, which reads better. Takes about `timeout` seconds at most; what is too large or takes longer is
    replaced whole.
    """
    parts = sequence_diff(words_of(a), words_of(b), timeout=timeout, readable=True)
    return [(op, "".join(tokens)) for op, tokens in parts]


def ordered_fields(fields: Sequence[str], *states: Mapping[str, Any]) -> list[str]:
    """The fields that any of the states names: in the order of `fields`, the others after them."""
    named = dict.fromkeys(field for state in states for field in state)
    known = dict.fromkeys(field for field in fields if field in named)
    return list(known | named)


def _change_type(before: Any, after: Any) -> ChangeType:
    if _is_empty(before) == _is_empty(after):
        return "modified"
    return "added" if _is_empty(before) else "removed"


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple | Mapping) and not value)
