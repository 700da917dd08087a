"""Reads a catalogue of texts as it is written (`.po`), with the standard library alone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CATALOGUE = Path(__file__).parents[2] / "locale" / "de" / "LC_MESSAGES" / "django.po"


@dataclass(slots=True)
class Text:
    """One text of the source and its translations; `context` is None where it has none."""

    context: str | None = None
    singular: str = ""
    plural: str | None = None
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False


def read_texts(path: Path) -> dict[tuple[str | None, str], Text]:
    """All texts but the header, by context and singular."""
    texts = [_text(lines) for lines in _blocks(path.read_text())]
    return {(text.context, text.singular): text for text in texts if text.singular}


def _blocks(source: str) -> Iterator[list[str]]:
    for block in source.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        if any(line.startswith("msgid ") for line in lines):
            yield lines


def _text(lines: list[str]) -> Text:
    parts: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith('"'):
            keyword, value = parts.pop()
            parts.append((keyword, value + ast.literal_eval(line)))
        elif not line.startswith("#"):
            keyword, _, value = line.partition(" ")
            parts.append((keyword, ast.literal_eval(value)))
    named = dict(parts)
    return Text(
        context=named.get("msgctxt"),
        singular=named["msgid"],
        plural=named.get("msgid_plural"),
        translations=[value for keyword, value in parts if keyword.startswith("msgstr")],
        is_fuzzy=any(line.startswith("#,") and "fuzzy" in line for line in lines),
    )
