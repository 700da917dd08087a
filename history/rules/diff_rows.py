"""A difference as people read it: times in one row, texts as runs of words, lists by what came and went."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from events.rules.json_equality import json_equal
from events.rules.sequence_diff import Op
from history.rules.diff import Change, word_diff

ROW_OF: Final[Mapping[str, str]] = {
    "title": "title",
    "start_time": "when",
    "end_time": "when",
    "timezone": "when",
    "is_all_day": "when",
    "location": "location",
    "description": "description",
    "rrule": "rule",
    "is_recurring": "rule",
    "recurrence_type": "rule",
    "recurrence_pattern": "rule",
    "recurrence_overrides": "recurrence_overrides",
    "tags": "tags",
    "status": "status",
    "transparency": "transparency",
    "calendar_id": "calendar_id",
    "is_deleted": "is_deleted",
}
"""The row in which a field of the wire is shown."""

ROWS: Final = tuple(dict.fromkeys(ROW_OF.values()))
"""The rows in the order in which people read them."""

FIELDS_OF: Final[Mapping[str, Sequence[str]]] = {
    row: tuple(field for field, its_row in ROW_OF.items() if its_row == row) for row in ROWS
}
"""The fields of a row."""

_KEPT: Final = 160
"""So much of what was kept stands on each side of a change; the middle of more is left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that were kept ("="), taken out ("-") or put in ("+"); "…" stands for kept words left out.

    Spaces at the edge of a change and between its paragraphs belong to it, and are not marked as changed.
    """

    op: Op | str
    text: str
    is_marked: bool = False


def changed_rows(changes: Mapping[str, Change]) -> list[str]:
    """The rows of the fields that changed, in order."""
    touched = {ROW_OF[field] for field in changes if field in ROW_OF}
    return [row for row in ROWS if row in touched]


def text_runs(before: str, after: str, *, whole: bool = False) -> list[Run]:
    """How one text becomes the other.

    Long stretches that were kept are cut short, unless `whole`.
    """
    runs: list[Run] = []
    for op, text in word_diff(before, after):
        inner = text.strip()
        if op == "=":
            runs.append(Run(op, text))
        elif not inner:
            runs += [Run(op, _visible(text), True), Run(op, text if op == "+" else "")]
        else:
            begin = text.index(inner)
            parts = re.split(r"(\n\s*\n)", inner)
            marked = [Run(op, part, index % 2 == 0) for index, part in enumerate(parts)]
            runs += [Run(op, text[:begin]), *marked, Run(op, text[begin + len(inner) :])]
    shown = [run for run in runs if run.text]
    return shown if whole else _shortened(shown)


def one_side(runs: Sequence[Run], op: Op) -> list[Run]:
    """What one of the two texts has of the runs: its own changed words, and what was kept."""
    return [run for run in runs if run.op in ("=", "…", op)]


def list_changes(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """What was taken out of a list, what stayed, and what was added, each in its order."""
    gone = [item for item in before if item not in after]
    return gone, [item for item in after if item in before], [item for item in after if item not in before]


def changed_overrides(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """The recurrence ids whose override differs, with the patches before and after, None for no patch."""
    old, new = before or {}, after or {}
    return [
        (key, old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if not json_equal(old.get(key), new.get(key))
    ]


def _shortened(runs: Sequence[Run]) -> list[Run]:
    out: list[Run] = []
    last = len(runs) - 1
    for index, run in enumerate(runs):
        head = 0 if index == 0 else _KEPT
        tail = 0 if index == last else _KEPT
        if run.op != "=" or len(run.text) <= head + tail + _KEPT or len(runs) == 1:
            out.append(run)
            continue
        begin = run.text[: run.text.rfind(" ", 0, head) + 1] if head else ""
        cut = run.text.find(" ", len(run.text) - tail) if tail else -1
        end = run.text[cut:] if cut >= 0 else ""
        out += [part for part in (Run("=", begin), Run("…", " … "), Run("=", end)) if part.text]
    return out


def _visible(spaces: str) -> str:
    """A change of nothing but spaces has to show: signs stand for them."""
    return "".join({"\n": "↵", "\t": "⇥"}.get(space, "␣") for space in spaces.replace("\r\n", "\n"))
