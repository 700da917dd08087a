"""One short sentence about a journal entry of an event: it names fields and numbers, never values."""

from collections.abc import Sequence
from typing import Any, Final

from history.rules.columns import COLUMN_OF
from history.rules.field_names import name_of

_VERBS: Final = {
    "event.created": "Created",
    "event.updated": "Changed",
    "event.merged": "Merged with what others had changed",
    "event.deleted": "Moved to trash",
    "event.restored": "Restored",
    "event.rolled_back": "Rolled back",
    "event.transferred": "Transferred to another owner",
    "event.purged": "Deleted for good",
}


def activity_summary(verb: str, data: dict[str, Any] | None) -> str:
    """What an entry without a summary of its own says: "Changed: title, start", "Rolled back to version 3".

    `data` is None where it has been blanked. A verb that is not known is spelled as words.
    """
    known = data or {}
    head = _VERBS.get(verb) or verb.rpartition(".")[2].replace("_", " ").capitalize()
    if verb == "event.rolled_back" and isinstance(known.get("restored_from"), int):
        head = f"{head} to version {known['restored_from']}"
    names = _names(known.get("fields", []))
    return f"{head}: {', '.join(names)}" if names else head


def _names(fields: Sequence[str]) -> list[str]:
    # A rule has several spellings, and is one thing to people.
    names = ("recurrence" if COLUMN_OF.get(field) == "rrule" else name_of(field) for field in fields)
    return list(dict.fromkeys(names))
