"""Three-way merge of an event's content, so that of two people editing at once neither loses anything."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from events.rules.json_equality import json_equal

OVERRIDES: Final = "recurrence_overrides"


class _Absent:
    """The type of the mark for a key that is not there, which in a patch is not the same as null."""


_ABSENT: Final = _Absent()


class _Clash(Exception):
    """Both sides changed the same thing differently."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field that both sides changed differently, with all three values."""

    base: Any
    yours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge came to: a field stands either in `merged` or in `conflicts`, never in both."""

    merged: dict[str, Any]
    conflicts: dict[str, FieldConflict]


def three_way(base: Mapping[str, Any], yours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Merge two edits of `base`, field by field; values are JSON values and are shared, not copied.

    A field that one side changed takes that side's value, one that both changed to the same takes that one,
    and one that both changed differently is a conflict and is left out of `merged`. A side that does not name
    a field leaves it as `base` has it, and a field that nobody names is null; so `yours` may hold only what
    an edit sets. Swapping the sides swaps them in the conflicts and changes nothing else.

    `recurrence_overrides` (RFC 8984, section 4.3.5) merges by recurrence id and then by field of the patch;
    where that fails, the conflict shows the three whole values.
    """
    merged: dict[str, Any] = {}
    conflicts: dict[str, FieldConflict] = {}
    for field in _names(base, theirs, yours):
        before = base.get(field)
        mine, other = yours.get(field, before), theirs.get(field, before)
        try:
            merged[field] = _merge_field(field, before, mine, other)
        except _Clash:
            conflicts[field] = FieldConflict(before, mine, other)
    return Merge(merged, conflicts)


def _merge_field(field: str, base: Any, yours: Any, theirs: Any) -> Any:
    try:
        return _one_of(base, yours, theirs)
    except _Clash:
        if field != OVERRIDES:
            raise
        return _merge_overrides(base, yours, theirs)


def _one_of(base: Any, yours: Any, theirs: Any) -> Any:
    """The value of the only side that changed, or that both share; raises _Clash where they differ."""
    if json_equal(yours, base) or json_equal(yours, theirs):
        return theirs
    if json_equal(theirs, base):
        return yours
    raise _Clash


def _merge_overrides(base: Any, yours: Any, theirs: Any) -> dict[str, Any]:
    sides = [_as_object(base), _as_object(yours), _as_object(theirs)]
    return dict(_merge_keys(sides, _merge_patch))


def _merge_patch(base: Any, yours: Any, theirs: Any) -> Any:
    """Merge what three states say of one recurrence id: a patch, an exclusion, or nothing at all."""
    try:
        return _one_of(base, yours, theirs)
    except _Clash:
        if not (_is_patch(yours) and _is_patch(theirs)):
            raise
        # Two patches of a date that had none, or was excluded, both start from the master's values.
        return dict(_merge_keys([base if _is_patch(base) else {}, yours, theirs], _one_of))


def _merge_keys(
    sides: list[Mapping[str, Any]], merge: Callable[[Any, Any, Any], Any]
) -> Iterator[tuple[str, Any]]:
    """The keys of three objects with their merged values, in order of the keys, absent ones left out."""
    for key in sorted(_names(*sides)):
        base, yours, theirs = (side.get(key, _ABSENT) for side in sides)
        value = merge(base, yours, theirs)
        if value is not _ABSENT:
            yield key, value


def _as_object(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _Clash
    return value


def _is_patch(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("excluded") is not True


def _names(*sides: Iterable[str]) -> Iterable[str]:
    """Every key once, in the order in which the sides name them."""
    return dict.fromkeys(key for side in sides for key in side)
