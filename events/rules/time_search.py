"""The sentence that asks for a common time, in the languages that people write it in."""

import re

_PHRASES = ("find a time", "find time", "free time", "termin finden", "zeit finden", "termin suchen")
_ASKED = re.compile(
    rf"(?:{'|'.join(_PHRASES)})(?:\s+(?:with|for|mit|für)\s+(?P<names>.+))?", re.IGNORECASE | re.DOTALL
)
_BETWEEN = re.compile(r"\s*(?:,|&|\s(?:and|und)\s)\s*", re.IGNORECASE)
_SHORTEST = 4


def read_time_search(text: str) -> list[str] | None:
    """The names of a sentence such as `find a time with Priya and Kenji`; None where it is no such sentence.

    The beginning of one is enough: `find a` names nobody yet.
    """
    said = " ".join(text.split())
    found = _ASKED.fullmatch(said)
    if found is not None:
        return [name for name in _BETWEEN.split(found["names"] or "") if name]
    began = len(said) >= _SHORTEST and any(phrase.startswith(said.casefold()) for phrase in _PHRASES)
    return [] if began else None
