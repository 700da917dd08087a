"""What a change of the recurrence rule says in words, for people who read no RRULE."""

from collections.abc import Mapping
from typing import Any

from events.rules.rule_words import content_in_words
from events.rules.wire import moment_from_text
from history.rules.diff import Change


def rules_in_words(
    a: Mapping[str, Any], b: Mapping[str, Any], changes: Mapping[str, Change], language: str = "en"
) -> dict[str, tuple[str, str]]:
    """The rules of both states in words, by the name of their field; {} where they are the same rule.

    Each is said at the times of its own state; "" stands for none. Exceptions are a field of their own.
    """
    return {"rrule": (_in_words(a, language), _in_words(b, language))} if "rrule" in changes else {}


def with_words(state: Mapping[str, Any], words: str) -> Mapping[str, Any]:
    """The state with its rule followed by the words, for a diff that is text."""
    return {**state, "rrule": f"{state['rrule']} ({words})"} if words else state


def _in_words(state: Mapping[str, Any], language: str) -> str:
    rrule = state.get("rrule")
    if not rrule:
        return ""
    start_at = moment_from_text(state["start_time"])
    words = content_in_words(rrule, start_at, state["timezone"], state["is_all_day"], {}, language)
    return words or ""
