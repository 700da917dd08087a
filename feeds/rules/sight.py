"""What an entry of the journal means to one person's sight of events."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

GRANTS = frozenset({"shared", "role_changed", "revoked"})
PASSING = frozenset({"deleted", "purged", "transferred"})
FORGOTTEN = "user.deleted"
"""A person was forgotten and payloads were blanked: the journal can no longer say who lost sight of what."""


class Effect(StrEnum):
    """What to tell of an event of which the entry is."""

    NOTHING = "nothing"
    STATE = "state"
    """How it is, to who can see it; another entry tells of losing sight, if that has happened."""
    LOST = "lost"
    """The same, and that it is gone, to who cannot see it: he could until then."""
    MOVED = "moved"
    """The same, and that it is gone, to who could see the version before."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An effect on one event, or on all that a calendar has ever held; `version` is that of the entry."""

    effect: Effect
    kind: str = ""
    subject_id: int = 0
    version: int | None = None


NOTHING = Telling(Effect.NOTHING)


def telling_of(
    *,
    verb: str,
    kind: str,
    subject_id: int | None,
    version: int | None,
    payload: Mapping[str, Any] | None,
    user_id: int,
    group_ids: Collection[int],
) -> Telling:
    """What the entry means to the user, who is or was in these groups."""
    done = verb.partition(".")[2]
    if kind not in ("event", "calendar") or subject_id is None:
        return NOTHING
    if done in GRANTS:
        named = payload or {}
        if named.get("user_id") != user_id and named.get("group_id") not in group_ids:
            return NOTHING
        return Telling(Effect.LOST if done == "revoked" else Effect.STATE, kind, subject_id)
    if kind == "calendar":
        return NOTHING  # what happens to a calendar itself happens to no event
    moved = done in PASSING or payload is None or "calendar_id" in payload.get("fields", ())
    return Telling(Effect.MOVED if moved else Effect.STATE, kind, subject_id, version)
