"""Whether the stored versions and occurrences of an event keep the promises of the history."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from core.errors import DomainError
from events.enums import Verb
from events.facts import EventContent, OccurrenceFact
from events.rules.occurrences import is_endless, occurrences
from events.rules.wire import to_wire
from history.enums import Flaw
from history.rules.diff import apply, field_changes

Flaws = Iterator[tuple[Flaw, int | None]]

# What a version may change beside its content; a purge changes nothing, but ends it all.
_STANDING: Final = ("owner_id", "deleted_at")
_CONTENT: Final = tuple(field.name for field in fields(EventContent))
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, DomainError)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stored row: by name, all columns that an event and its versions have in common."""

    number: int
    verb: str
    columns: Mapping[str, Any]

    @property
    def content(self) -> EventContent:
        """The content among the columns; raises TypeError where it cannot be one."""
        values = {name: self.columns[name] for name in _CONTENT}
        return EventContent(**{**values, "tags": tuple(values["tags"])})


def version_flaws(
    live: Snapshot | None, versions: Iterable[Snapshot], recorded: Set[tuple[int, int]]
) -> Flaws:
    """What is wrong with an event's versions, given in the order of their numbers; `live` is the event.

    Reads them once and keeps none. `recorded` are the numbers that the journal tells of, each with the
    calendar of its chain.
    """
    expected, newest = 1, None
    state: dict[str, Any] = {}
    before: tuple[Any, ...] = ({},)
    for version in versions:
        if version.number < expected:
            yield Flaw.VERSION_TWICE, version.number
        elif version.number > expected:
            yield Flaw.VERSION_MISSING, expected
        if (version.number, version.columns["calendar_id"]) not in recorded:
            yield Flaw.NOT_IN_JOURNAL, version.number
        expected, newest = version.number + 1, version
        try:
            content = version.content
            data = to_wire(content)
        except _UNREADABLE:
            yield Flaw.UNREADABLE, version.number
            continue
        # the wire has no name for what is kept of imported files, and a version may change that alone
        now = data, content.ical_properties, *(version.columns[name] for name in _STANDING)
        if now == before and version.verb != Verb.PURGED:
            yield Flaw.NOTHING_CHANGED, version.number
        state, before = apply(state, field_changes(before[0], data)), now
    yield from _end_flaws(live, newest, state)


def _end_flaws(live: Snapshot | None, newest: Snapshot | None, state: Mapping[str, Any]) -> Flaws:
    if newest is None:
        yield Flaw.NO_VERSIONS, None
    elif live is None:
        if newest.verb != Verb.PURGED:
            yield Flaw.NOT_PURGED, newest.number
    elif not _same(live, newest):
        yield Flaw.NEWEST_DIFFERS, newest.number
    elif not _is_now(live, state):
        yield Flaw.REPLAY_DIFFERS, None


def _same(live: Snapshot, newest: Snapshot) -> bool:
    """Whether all columns agree; who deleted an event may have left since, which no version follows."""
    differing = {name for name, value in live.columns.items() if newest.columns[name] != value}
    if live.columns["deleted_by_id"] is None:
        differing.discard("deleted_by_id")
    return not differing


def _is_now(live: Snapshot, state: Mapping[str, Any]) -> bool:
    try:
        # What is null may be left out of a state.
        return not field_changes(state, to_wire(live.content))
    except _UNREADABLE:
        return True  # the newest version is the same, and was named


def occurrence_flaws(live: Snapshot, until: datetime | None, rows: Iterable[OccurrenceFact]) -> Flaws:
    """What is wrong with an event's occurrence rows, of which there are those up to `until`, None for all."""
    stored = sorted(rows, key=_by_id)
    if live.columns["deleted_at"] is not None:
        if stored or until is not None:
            yield Flaw.OCCURRENCES_DIFFER, None
        return
    try:
        content = live.content
        # An endless rule has rows up to an instant, any other has them all.
        if is_endless(content) == (until is None) or stored != sorted(
            occurrences(content, None, until), key=_by_id
        ):
            yield Flaw.OCCURRENCES_DIFFER, None
    except _UNREADABLE:
        yield Flaw.UNREADABLE, live.number


def _by_id(occurrence: OccurrenceFact) -> tuple[str, datetime]:
    return occurrence.recurrence_id, occurrence.start_at
