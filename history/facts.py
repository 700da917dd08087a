"""What a version of an event was, and what lies between two of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.enums import Verb
from history.enums import Flaw
from history.rules.diff import Change
from history.rules.summary import summary_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The state of an event after one change: `data` holds the content by wire names.

    `changes` is what differs from the version before; version 1 is compared with nothing. `changed_by` is
    None where the installation itself did it, or the person is gone. `at` is in UTC.
    """

    id: int
    event_id: int
    number: int
    data: Mapping[str, Any]
    changes: Mapping[str, Change]
    verb: Verb
    restored_from: int | None
    changed_by: int | None
    changed_by_username: str | None
    reason: str | None
    at: datetime
    is_current: bool

    @property
    def summary(self) -> str:
        """What the change did, in one sentence that repeats none of the event's words."""
        zone = self.data["timezone"]
        return summary_of(self.changes, verb=self.verb, version=self.restored_from, tz=zone)


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Versions, newest first; the next page goes on before version `next_before`, None at the end."""

    versions: Sequence[Version]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class EventFlaw:
    """A promise that the stored rows of an event break; `version` is where, None for the whole event."""

    event_id: int
    flaw: Flaw
    version: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from version `a` of an event to version `b`, whichever is older."""

    a: int
    b: int
    data_a: Mapping[str, Any]
    data_b: Mapping[str, Any]
    changes: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class LastChange:
    """The change that gave a field its present value; `changed_by` may be None as in `Version`."""

    version: int
    changed_by: int | None
    changed_by_username: str | None
    at: datetime
    value: Any
