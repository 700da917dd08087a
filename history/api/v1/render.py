"""The JSON of versions, differences and what happened, by plain functions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from history.facts import Difference, Version
from history.rules.diff import TEXT_FIELDS, Change, word_diff
from history.selectors.activity import Happening


def version_json(version: Version) -> dict[str, Any]:
    """One version as history lists it."""
    return {
        "id": version.id,
        "event_id": version.event_id,
        "version_number": version.number,
        "event_data": version.data,
        "changed_by": version.changed_by,
        "change_reason": version.reason,
        "change_summary": version.summary,
        "created_at": version.at,
        "is_current": version.is_current,
    }


def history_json(event_id: int, versions: Sequence[Version]) -> dict[str, Any]:
    """A page of the history."""
    return {"event_id": event_id, "versions": [version_json(version) for version in versions]}


def changelog_json(event_id: int, versions: Sequence[Version]) -> dict[str, Any]:
    """A page of the changelog; `changes` is what differs from the version before."""
    return {
        "event_id": event_id,
        "changelog": [
            {
                "version": version.number,
                "changed_by": version.changed_by,
                "changed_by_username": version.changed_by_username,
                "change_summary": version.summary,
                "timestamp": version.at,
                "event_state": version.data,
                "changes": _changes_json(version.changes, "before", "after"),
            }
            for version in versions
        ],
    }


def diff_json(
    difference: Difference, at: datetime, said: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, Any]:
    """A difference, with word lists for texts and for what is said in words; `at` is when it was compared."""
    a, b = difference.a, difference.b
    changes = _changes_json(difference.changes, f"version_{a}", f"version_{b}")
    for field in TEXT_FIELDS & changes.keys():
        change = difference.changes[field]
        changes[field]["words"] = word_diff(change.before or "", change.after or "")
    for field, (before, after) in (said or {}).items():
        changes[field]["words"] = word_diff(before, after)
    return {
        "version1": a,
        "version2": b,
        "changes": changes,
        "summary": {"changed_fields": len(changes), "comparison_date": at},
    }


def activity_json(happenings: Sequence[Happening]) -> list[dict[str, Any]]:
    """A page of the activity."""
    return [happening._asdict() for happening in happenings]


def _changes_json(changes: Mapping[str, Change], before: str, after: str) -> dict[str, dict[str, Any]]:
    return {
        field: {before: change.before, after: change.after, "change_type": change.change_type}
        for field, change in changes.items()
    }
