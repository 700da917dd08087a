"""What differs between two states of an event: by field, and by word inside a text."""

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal, TypeAlias

from diff_match_patch import diff_match_patch

from events.rules.json_equality import json_equal

ChangeType: TypeAlias = Literal["added", "removed", "modified"]
Op: TypeAlias = Literal["=", "-", "+"]

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

# More than this is replaced whole: a diff of it would say nothing to a person, and each distinct token needs
# a character of its own in the two private planes of Unicode, which have 131,072.
_MOST_TOKENS: Final = 40_000
_FIRST_CODE: Final = 0xF0000
_OPS: Final[dict[int, Op]] = {-1: "-", 0: "=", 1: "+"}

# Scripts written without spaces: each character, with the marks upon it, counts as a word.
_UNSPACED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3005-\u3007\u3041-\u30ff\u3100-\u312f\u31f0-\u31ff\uff66-\uff9f"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\u3099\u309a\uff9e\uff9f"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
)
# Whatever is neither space nor punctuation belongs to a word, marks and joiners included: `\w` would cut the
# words of many scripts apart at their vowel signs.
_LETTER: Final = rf"[^\s!-/:-@\[-^`{{-~\xa1-\xbf\u2010-\u206f\u3000-\u303f\uff01-\uff0f{_UNSPACED}]"
_TOKEN: Final = re.compile(rf"{_LETTER}+(?:['\u2019]{_LETTER}+)*|[{_UNSPACED}][{_MARKS}]*|\r?\n|[\s\S]")


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
    parts = sequence_diff(_TOKEN.findall(a), _TOKEN.findall(b), timeout=timeout, readable=True)
    return [(op, "".join(tokens)) for op, tokens in parts]


def sequence_diff(
    a: Sequence[str], b: Sequence[str], *, timeout: float = 0.5, readable: bool = False
) -> list[tuple[Op, list[str]]]:
    """How one list of tokens becomes the other, as runs of tokens; the bounds are those of `word_diff`.

    Between two kept runs stands at most one "-" and then one "+". With `readable`, short kept runs between
    long changes are given up.
    """
    head = _common(a, b)
    rest_a, rest_b = a[head:], b[head:]
    tail = _common(rest_a[::-1], rest_b[::-1])
    middle_a, middle_b = rest_a[: len(rest_a) - tail], rest_b[: len(rest_b) - tail]
    runs: list[tuple[Op, list[str]]] = [("=", list(a[:head]))]
    if len(middle_a) + len(middle_b) > _MOST_TOKENS:
        runs += [("-", list(middle_a)), ("+", list(middle_b))]
    else:
        runs += _coded_diff(middle_a, middle_b, timeout, readable=readable)
    runs.append(("=", list(rest_a[len(rest_a) - tail :])))
    return _normal(runs)


def ordered_fields(fields: Sequence[str], *states: Mapping[str, Any]) -> list[str]:
    """The fields that any of the states names: in the order of `fields`, the others after them."""
    named = dict.fromkeys(field for state in states for field in state)
    known = dict.fromkeys(field for field in fields if field in named)
    return list(known | named)


def _coded_diff(
    a: Sequence[str], b: Sequence[str], timeout: float, *, readable: bool
) -> list[tuple[Op, list[str]]]:
    """Diff with one character for each distinct token, as diff-match-patch does with lines."""
    codes: dict[str, str] = {}
    for token in (*a, *b):
        codes.setdefault(token, chr(_FIRST_CODE + len(codes)))
    tokens = {code: token for token, code in codes.items()}
    engine = diff_match_patch()
    # Its search for a common half, on by a timeout of its own, takes quadratic time that no deadline bounds.
    engine.Diff_Timeout = 0
    diffs = engine.diff_main(
        "".join(codes[token] for token in a),
        "".join(codes[token] for token in b),
        False,
        time.time() + timeout,
    )
    if readable:
        engine.diff_cleanupSemantic(diffs)
    return [(_OPS[op], [tokens[code] for code in text]) for op, text in diffs]


def _normal(runs: Iterable[tuple[Op, list[str]]]) -> list[tuple[Op, list[str]]]:
    """The same diff, what stands between two kept runs gathered into one "-" and one "+", no run empty."""
    result: list[tuple[Op, list[str]]] = []
    for kept, group in groupby((run for run in runs if run[1]), key=lambda run: run[0] == "="):
        members = list(group)
        ops: tuple[Op, ...] = ("=",) if kept else ("-", "+")
        for op in ops:
            tokens = [token for its_op, run in members if its_op == op for token in run]
            if tokens:
                result.append((op, tokens))
    return result


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many tokens the two share from their beginning."""
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def _change_type(before: Any, after: Any) -> ChangeType:
    if _is_empty(before) == _is_empty(after):
        return "modified"
    return "added" if _is_empty(before) else "removed"


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple | Mapping) and not value)
