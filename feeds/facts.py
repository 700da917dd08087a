"""What is read of a calendar file, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from events.facts import EventContent
from feeds.enums import Result


class Property(NamedTuple):
    """A content line (RFC 5545, section 3.1). The names are in capitals; the value is as the file writes it.

    `is_cut` says that the line was longer than any property is read.
    """

    line: int
    name: str
    params: Mapping[str, str]
    value: str
    text: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the person who imports; `code` is stable."""

    code: str
    message: str


@dataclass(slots=True)
class Component:
    """A component between its BEGIN and END; `broken` says why it cannot be read."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    broken: Note | None = None
    notes: list[Note] = field(default_factory=list)

    def find(self, name: str) -> Property | None:
        """The first property of that name."""
        return next((each for each in self.properties if each.name == name), None)


@dataclass(slots=True, kw_only=True)
class ComponentReport:
    """What became of one component of a file; `line` is that of its BEGIN, `reason` is for a person.

    `title` is its SUMMARY and `starts` its DTSTART, so that a person knows it again: a day, or an instant.
    """

    line: int
    uid: str | None = None
    title: str = ""
    starts: date | datetime | None = None
    recurrence_id: str | None = None
    result: Result = Result.SKIPPED
    code: str | None = None
    reason: str | None = None
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of all components, in the order of the file; `written`: events and their new versions."""

    calendar_id: int
    components: Sequence[ComponentReport]
    written: Sequence[tuple[int, int]] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many components there were, and how many of each result."""
        counts = {result.value: 0 for result in Result}
        for component in self.components:
            counts[component.result] += 1
        return {"components": len(self.components), **counts}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingEvent:
    """An event as it is written for others; the instants of its making and last change are aware."""

    uid: str
    version: int
    created_at: datetime
    updated_at: datetime
    content: EventContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is written for others. `zones` has, for the zones that events have, when the first of them starts;
    `events` can be gone through once.
    """

    name: str
    zones: Mapping[str, datetime]
    events: Iterable[OutgoingEvent]
    updated_at: datetime
