"""Which recurrence rule an edit asks for, in either of its two spellings."""

from collections.abc import Mapping
from typing import Any

from core.errors import Invalid
from events.changes import UNSET, EventChanges
from events.rules.recurrence import canonical_rrule
from events.rules.rrule_pattern import from_pattern, to_pattern


def asked_rule(stored: str, changes: EventChanges, context: Mapping[str, Any]) -> str | None:
    """The canonical rule that the edit asks for in either spelling, or None where it leaves the rule alone.

    A client that sends back a whole event changes one spelling and repeats the other: the one that differs
    from what is stored counts. Where both differ, they must agree.
    """
    spelled = _spelled_rule(changes, context)
    patterned = _patterned_rule(stored, changes, context)
    if spelled is None or patterned is None or spelled == patterned:
        return patterned if spelled is None else spelled
    if spelled == stored:
        return patterned
    if patterned == stored or not changes.asks("recurrence_pattern", "recurrence_type"):
        return spelled
    raise Invalid.of(
        "rrule",
        "recurrence_spellings_differ",
        "rrule and recurrence_pattern ask for different rules: send one.",
    )


def _spelled_rule(changes: EventChanges, context: Mapping[str, Any]) -> str | None:
    if changes.rrule is UNSET:
        return None
    return canonical_rrule(changes.rrule, **context) if changes.rrule else ""


def _patterned_rule(stored: str, changes: EventChanges, context: Mapping[str, Any]) -> str | None:
    kind, pattern = changes.recurrence_type, changes.recurrence_pattern
    # whatever is not asked for is UNSET, which is true: each is compared, none is taken for a flag
    has_rrule = changes.rrule is not UNSET and bool(changes.rrule)
    if kind is UNSET and pattern is UNSET:
        if changes.is_recurring is True and not has_rrule and (not stored or changes.rrule is not UNSET):
            raise _type_needed("A recurring event needs a recurrence_type or an rrule.")
        return "" if changes.is_recurring is False and stored else None
    stored_kind, stored_pattern = to_pattern(stored)
    if kind is UNSET:
        kind = stored_kind
    if kind in (None, "none") or changes.is_recurring is False:
        if changes.is_recurring is not False:
            if pattern is not UNSET and pattern:
                raise _type_needed("A recurrence_pattern needs a recurrence_type.")
            if has_rrule:
                return None
        if changes.is_recurring is True:
            raise _type_needed("A recurring event needs a recurrence_type or an rrule.")
        return ""
    if pattern is UNSET:
        pattern = stored_pattern if kind == stored_kind else None
        if kind == stored_kind and stored_pattern is None:
            return stored
    elif pattern is None and kind == stored_kind and stored_pattern is None and stored:
        return stored
    return from_pattern(str(kind), pattern, **context)


def _type_needed(message: str) -> Invalid:
    return Invalid.of("recurrence_type", "required", message)
