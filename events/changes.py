"""What is asked of the core: edits, the conditions they are made under, and filters of lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Literal

from events.rules.durations import Duration


class Unset(Enum):
    """The one value that says that an edit leaves a field alone."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET

Moment = datetime | date
"""An instant (aware), a wall time in the event's zone (naive), or a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanges:
    """An edit, or the content of a new event; names are the wire's, UNSET leaves a field as it is.

    `rrule` and `recurrence_type` with `recurrence_pattern` are two spellings of one rule. `ical_properties`
    come from files and not from clients. `version` is the version that the edit started from: None lets the
    last write win.
    """

    title: str | Unset = UNSET
    description: str | None | Unset = UNSET
    location: str | None | Unset = UNSET
    start_time: Moment | Unset = UNSET
    end_time: Moment | Unset = UNSET
    timezone: str | Unset = UNSET
    is_all_day: bool | Unset = UNSET
    is_recurring: bool | Unset = UNSET
    recurrence_type: str | None | Unset = UNSET
    recurrence_pattern: Mapping[str, Any] | None | Unset = UNSET
    rrule: str | None | Unset = UNSET
    recurrence_overrides: Mapping[str, Any] | None | Unset = UNSET
    tags: Sequence[str] | None | Unset = UNSET
    status: str | Unset = UNSET
    transparency: str | Unset = UNSET
    calendar_id: int | Unset = UNSET
    uid: str | Unset = UNSET
    ical_properties: Mapping[str, Sequence[str]] | Unset = UNSET
    version: int | None = None
    change_reason: str | None = None

    def asks(self, *names: str) -> bool:
        """Whether any of these fields is set."""
        return any(getattr(self, name) is not UNSET for name in names)


CONTENT_CHANGES: Final = tuple(
    f.name for f in fields(EventChanges) if f.name not in ("version", "change_reason", "uid")
)


Op = Literal["create", "update", "delete", "move"]
MOST_OPERATIONS: Final = 500
"""How many operations one batch takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that a batch does: makes an event, or edits, deletes or moves the one with the id.

    `changes` hold the fields, the version that the operation started from, and its reason; `by` is how much
    later a move makes the event.
    """

    op: Op
    event_id: int = 0
    changes: EventChanges = EventChanges()
    by: Duration | None = None


@dataclass(frozen=True, slots=True)
class IfMatch:
    """The versions that an `If-Match` accepts (RFC 9110, section 13.1.1); `versions` None stands for `*`."""

    versions: frozenset[int] | None

    def accepts(self, version: int) -> bool:
        """Whether the current version is one of those named."""
        return self.versions is None or version in self.versions


ScopeKind = Literal["this", "following", "all"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which instances of a series a write is about: the one that started at `recurrence_id`, it and all that
    follow, or all. `recurrence_id` is local in the event's zone, a date for an all-day event.
    """

    kind: ScopeKind = "all"
    recurrence_id: str | None = None


OnConflict = Literal["refuse", "allow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanges:
    """An edit of a calendar, or the content of a new one."""

    name: str | Unset = UNSET
    color: str | Unset = UNSET
    timezone: str | Unset = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilters:
    """Which events a list shows, in which order; instants are aware. `None` does not filter.

    `start_date` and `end_date` bound the first instance; `from_` and `to` ask for any occurrence that
    overlaps the half-open window. `after` is the sort key of the last row of the page before.
    """

    start_date: datetime | None = None
    end_date: datetime | None = None
    owned_only: bool = False
    from_: datetime | None = None
    to: datetime | None = None
    q: str | None = None
    calendar_id: int | None = None
    role: str | None = None
    status: str | None = None
    updated_since: datetime | None = None
    ordering: str = "start_time"
    limit: int = 100
    skip: int = 0
    after: tuple[Any, int] | None = None
