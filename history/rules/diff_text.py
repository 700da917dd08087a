"""The unified diff of two states of an event, over a stable text of their fields."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from events.rules.sequence_diff import Op, sequence_diff
from history.rules.diff import CONTENT_FIELDS, ordered_fields

_CONTEXT: Final = 3
# A string is quoted where it could be taken for something else in the text, or would break its lines.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_AMBIGUOUS: Final = re.compile(
    r'\s.*|.*\s|["\[{|].*|null|true|false|-?\d+(\.\d+)?([eE][-+]?\d+)?|', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the diff, with its place in both texts, counted from 0."""

    op: Op
    text: str
    at_a: int
    at_b: int


def unified(
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    *,
    label_a: str,
    label_b: str,
    fields: Sequence[str] = CONTENT_FIELDS,
) -> str:
    """The changes from `a` to `b` as a unified diff with three lines of context; "" where nothing differs.

    Each field is a line `field: value`, or a block: a text of several lines line by line, a list by its
    items, an object by its keys. Takes bounded time: what is huge and differs everywhere is replaced whole.
    """
    names = ordered_fields(fields, a, b)
    lines = list(_numbered(sequence_diff(rendered(a, names), rendered(b, names))))
    if all(line.op == "=" for line in lines):
        return ""
    out = [f"--- {_single(label_a)}", f"+++ {_single(label_b)}"]
    for hunk in _hunks(lines):
        out.append(_header(hunk))
        out += [(" " if line.op == "=" else line.op) + line.text for line in hunk]
    return "\n".join(out) + "\n"


def value_lines(value: Any) -> list[str]:
    """A JSON value as lines of text: one for what is single, one for each line, item or key of what is not.

    No line holds a line break or another control character, so that no value can pass for more than it is.
    """
    match value:
        case str() if "\n" in value:
            return [_quoted_if(line, line.startswith('"')) for line in value.split("\n")]
        case list() | tuple() if value:
            return [f"- {_single(item)}" for item in value]
        case Mapping() if value:
            return [f"{_quoted_if(key, ': ' in key)}: {_json(value[key])}" for key in sorted(value)]
        case _:
            return [_single(value)]


def rendered(state: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    """The lines of a state that `unified` compares; a field that it does not name is null."""
    out = []
    for field in fields:
        value = state.get(field)
        lines = value_lines(value)
        if isinstance(value, str) and len(lines) > 1:
            out += [f"{field}: |", *(f"  {line}" for line in lines)]
        elif isinstance(value, list | tuple | Mapping) and value:
            out += [f"{field}:", *(f"  {line}" for line in lines)]
        else:
            out.append(f"{field}: {lines[0]}")
    return out


def _single(value: Any) -> str:
    return _quoted_if(value, bool(_AMBIGUOUS.fullmatch(value))) if isinstance(value, str) else _json(value)


def _quoted_if(text: str, ambiguous: bool) -> str:
    return _json(text) if ambiguous or _UNSAFE.search(text) else text


def _json(value: Any) -> str:
    """JSON on one line, its keys in order, in ASCII where another letter could break the line."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return json.dumps(value, sort_keys=True) if _UNSAFE.search(text) else text


def _numbered(runs: Iterable[tuple[Op, list[str]]]) -> Iterator[_Line]:
    at_a = at_b = 0
    for op, texts in runs:
        for text in texts:
            yield _Line(op, text, at_a, at_b)
            at_a += op != "+"
            at_b += op != "-"


def _hunks(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """The changed lines with their context; hunks whose contexts would touch are one."""
    begin = end = 0
    for index, line in enumerate(lines):
        if line.op == "=":
            continue
        if index - _CONTEXT > end and end:
            yield lines[begin:end]
            end = 0
        if not end:
            begin = max(index - _CONTEXT, 0)
        end = index + 1 + _CONTEXT
    yield lines[begin:end]


def _header(hunk: Sequence[_Line]) -> str:
    count_a, count_b = (sum(line.op != op for line in hunk) for op in "+-")
    return f"@@ -{_range(hunk[0].at_a, count_a)} +{_range(hunk[0].at_b, count_b)} @@"


def _range(start: int, count: int) -> str:
    """The place of a hunk as POSIX `diff -u` writes it: an empty one names the line before it."""
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"
