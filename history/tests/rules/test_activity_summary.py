"""What an entry of the journal says to people."""

from typing import Any

import pytest

from history.rules.activity_summary import activity_summary


@pytest.mark.parametrize(
    ("verb", "data", "expected"),
    [
        ("event.created", {"fields": []}, "Created"),
        ("event.updated", {"fields": ["title", "start_time"]}, "Changed: title, start"),
        ("event.updated", {"fields": ["rrule", "recurrence_pattern", "tags"]}, "Changed: recurrence, tags"),
        ("event.merged", {"fields": ["location"]}, "Merged with what others had changed: location"),
        ("event.deleted", {}, "Moved to trash"),
        ("event.rolled_back", {"restored_from": 3, "fields": ["title"]}, "Rolled back to version 3: title"),
        ("event.rolled_back", None, "Rolled back"),
        ("event.updated", None, "Changed"),
        ("event.looked_at", None, "Looked at"),
    ],
)
def test_an_entry_in_words(verb: str, data: dict[str, Any] | None, expected: str) -> None:
    assert activity_summary(verb, data) == expected
