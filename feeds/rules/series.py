"""The components of one UID as one event: a master with its exceptions, and what that asks of the core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.errors import DomainError, Fault, Invalid
from events.changes import UNSET, EventChanges, Moment
from events.facts import EventContent
from events.rules.content import new_content, series_of
from events.rules.limits import EARLIEST, LATEST
from events.rules.overrides import canonical_overrides
from events.rules.recurrence import Series, yields
from events.rules.wall_time import to_utc, to_wall
from feeds.facts import Note
from feeds.rules.kept_properties import fitting
from feeds.rules.read_event import Reading, Time
from feeds.rules.rule_text import cleaned_rule

WORDS: Final = ("title", "description", "location", "status", "transparency")
_UNTIL_TOO_EARLY: Final = "rrule_until_before_start"

Overrides = dict[str, dict[str, Any]]


@dataclass(slots=True)
class SeriesOfFile:
    """One event of a file. `own_zone` is the zone that the calendar says is its own.

    `changes` fills `failures` with the exceptions that cannot be, by the line that they begin on.
    """

    uid: str
    master: Reading | None
    instances: Sequence[Reading]
    own_zone: str | None = None
    failures: dict[int, DomainError] = field(default_factory=dict)

    def changes(self, current: EventContent | None) -> EventChanges:
        """The edit that makes the event what the file says; `current` is the event with this UID, if any.

        Where the file has only instances of the series, they become exceptions of the event that is there, or
        a series of these dates. Raises `Invalid`.
        """
        self.failures.clear()
        if self.master is not None:
            changes = self._of_master(self.master)
            excluded, added = self.master.excluded, self.master.added
        elif current is not None:
            changes = EventChanges(ical_properties=current.ical_properties)
            excluded, added = (), ()
        else:
            changes = self._of_dates(min(self.instances, key=lambda each: _id_order(each)))
            excluded, added = (), ()
        if not (self.instances or excluded or added or changes.rrule):
            return changes
        base = self._base(changes, current)
        overrides = {key: dict(patch) for key, patch in base.recurrence_overrides.items()}
        overrides |= self._added(series_of(base), added)
        overrides |= _excluded(series_of(base), excluded)
        kept = {key: list(lines) for key, lines in base.ical_properties.items()}
        self._take_instances(base, overrides, kept)
        return replace(
            changes,
            rrule=UNSET if changes.rrule is UNSET else base.rrule,
            recurrence_overrides=overrides,
            ical_properties=fitting(kept, self._notes),
        )

    @property
    def recurs(self) -> bool:
        """Whether the file says anything of more dates than one."""
        return bool(self.instances or (self.master and (self.master.rules or self.master.added)))

    @property
    def _notes(self) -> list[Note]:
        return (self.master or self.instances[0]).notes

    def _note(self, code: str, message: str) -> None:
        note = Note(code, message)
        if note not in self._notes:  # a write that has to start over asks again
            self._notes.append(note)

    def _base(self, changes: EventChanges, current: EventContent | None) -> EventContent:
        """The event without its exceptions."""
        if self.master is None and current is not None:
            return current
        try:
            return _new(changes)
        except Invalid as error:
            if [fault.code for fault in error.faults] != [_UNTIL_TOO_EARLY]:
                raise
        # Some calendars end a series so when they cut it at its first instance, which stays (3.8.5.3).
        self._note(_UNTIL_TOO_EARLY, "The rule ends before the start: the event happens once.")
        return _new(replace(changes, rrule=None))

    def _of_master(self, master: Reading) -> EventChanges:
        if len(master.rules) > 1:
            raise Invalid.of("rrule", "several_rules", "There are several RRULEs: an event has one.")
        rule = cleaned_rule(master.rules[0], master.start.wall) if master.rules else None
        return self._asked(master, master.start_at, master.end_at, rule)

    def _of_dates(self, first: Reading) -> EventChanges:
        """A series of the instances that the file has, each of which is at the date that its id names."""
        assert first.recurrence_id is not None  # what has none is a master
        start = first.recurrence_id
        if start.is_date != first.start.is_date:
            start = first.start
        start_at = start.instant(first.zone)
        return self._asked(first, start_at, start_at + (first.end_at - first.start_at), None)

    def _asked(self, of: Reading, start_at: datetime, end_at: datetime, rule: str | None) -> EventChanges:
        all_day = of.start.is_date
        zone = of.zone.key
        if zone == "UTC" and self.own_zone and not (rule or self.instances or of.added or of.excluded):
            # Google writes single events in UTC, and beside them the zone that people see them in.
            zone = self.own_zone
        start: Moment = start_at.date() if all_day else start_at
        end: Moment = end_at.date() if all_day else end_at
        return EventChanges(
            title=of.title,
            description=of.description,
            location=of.location,
            status=of.status,
            transparency=of.transparency,
            tags=of.tags,
            start_time=start,
            end_time=end,
            is_all_day=all_day,
            timezone=UNSET if all_day else zone,
            rrule=rule,
            recurrence_overrides={},
            ical_properties=fitting({"": of.kept}, of.notes),
        )

    def _added(self, series: Series, added: Sequence[tuple[Time, timedelta | None]]) -> Overrides:
        """RDATE (RFC 5545, section 3.8.5.2): dates that the rule lacks, or gives another length."""
        overrides: Overrides = {}
        for time, length in added:
            wall = wall_in(series, time)
            if wall < series.start or not _is_in_range(wall):
                self._note("rdate_out_of_range", "A date before the start was left out.")
                continue
            other_length = length is not None and length > timedelta() and length != series.duration
            if other_length and length is not None:
                end = to_wall(to_utc(wall, series.tz) + length, series.tz)
                overrides[id_text(series, wall)] = {"end_time": id_text(series, end)}
            elif not yields(series, wall):
                overrides[id_text(series, wall)] = {}
        return overrides

    def _take_instances(self, base: EventContent, overrides: Overrides, kept: dict[str, list[str]]) -> None:
        """Exceptions that are components of their own; one that cannot be is a failure of its line alone."""
        series = series_of(base)
        for each in self.instances:
            assert each.recurrence_id is not None  # what has none is a master
            try:
                wall = wall_in(series, each.recurrence_id)
                recurrence_id = id_text(series, wall)
                patch = _patch(base, series, wall, each)
                overrides |= _checked(series, {recurrence_id: patch})
            except Invalid as error:
                self.failures[each.component.line] = error
                continue
            kept[recurrence_id] = each.kept
            same = each.kept == kept.get("", [])
            if not overrides[recurrence_id] and same and yields(series, wall):
                del overrides[recurrence_id]
        if self.master is None and len(self.failures) == len(self.instances):
            raise next(iter(self.failures.values()))


def wall_in(series: Series, time: Time) -> datetime:
    """A time of the file as the original start of an instance, in wall time of the series."""
    if series.is_all_day:
        return datetime.combine(time.wall, datetime.min.time())
    if time.is_date:
        return datetime.combine(time.wall, series.start.time())
    if time.zone is None or (time.zone.key == series.tz and time.zone.observances is None):
        return time.wall
    return to_wall(time.instant(time.zone), series.tz)


def id_text(series: Series, wall: datetime) -> str:
    """A wall time as recurrence ids and overrides write it."""
    return wall.date().isoformat() if series.is_all_day else wall.isoformat()


def _id_order(each: Reading) -> datetime:
    assert each.recurrence_id is not None  # what has none is a master
    return each.recurrence_id.wall


def _new(changes: EventChanges) -> EventContent:
    # Which calendar it goes to is none of the file's business.
    return new_content(changes, timezone="UTC", calendar_id=0)


def _is_in_range(wall: datetime) -> bool:
    return EARLIEST.year <= wall.year < LATEST.year


def _excluded(series: Series, excluded: Sequence[Time]) -> Overrides:
    """EXDATE (RFC 5545, section 3.8.5.1)."""
    walls = [wall_in(series, time) for time in excluded]
    return {id_text(series, wall): {"excluded": True} for wall in walls if _is_in_range(wall)}


def _patch(base: EventContent, series: Series, wall: datetime, each: Reading) -> dict[str, Any]:
    """What an instance says otherwise than its series: a component of its own says everything anew."""
    if each.start.is_date != series.is_all_day:
        message = "An instance of a series is all day as the series is, or not."
        raise Invalid.of("recurrence_id", "kinds_differ", message)
    patch: dict[str, Any] = {
        name: getattr(each, name) or None for name in WORDS if getattr(each, name) != getattr(base, name)
    }
    if tuple(each.tags) != base.tags:
        patch["tags"] = each.tags
    start = wall_in(series, each.start)
    if start != wall:
        patch["start_time"] = id_text(series, start)
    if each.end_at != to_utc(start, series.tz) + series.duration:
        patch["end_time"] = id_text(series, to_wall(each.end_at, series.tz))
    return patch


def _checked(series: Series, overrides: Mapping[str, Any]) -> Overrides:
    try:
        return canonical_overrides(
            overrides,
            series_start=series.start,
            series_end=series.end,
            tz=series.tz,
            is_all_day=series.is_all_day,
        )
    except Invalid as error:
        faults = [Fault("recurrence_id", fault.code, fault.message) for fault in error.faults]
        raise Invalid(faults[0].message, faults=faults) from None
