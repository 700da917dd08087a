"""A calendar file as the events that it holds, with a report for each of its components."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.errors import DomainError, Invalid
from feeds.enums import Result
from feeds.facts import Component, ComponentReport
from feeds.rules.components import components_of, read_calendars
from feeds.rules.content_lines import read_text
from feeds.rules.read_event import UID_MAX, EventReader, Reading
from feeds.rules.series import SeriesOfFile
from feeds.rules.zones import Zones, known_key

SHOWN: Final = 1_000
"""Characters of a reason: one answer for ten thousand components has to be sent."""
TITLE_SHOWN: Final = 200

# What is sent about events (RFC 5546, section 1.4), and is no event.
_MESSAGES: Final = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})


@dataclass(frozen=True, slots=True)
class FileEvent:
    """An event of a file, and the reports of the components that it is made of, by their line."""

    series: SeriesOfFile
    reports: dict[int, ComponentReport]

    def settle(self, result: Result, event_id: int | None) -> None:
        """Notes in the reports what became of the event; exceptions that could not be have failed."""
        for reading in self._readings():
            report = self.reports[reading.component.line]
            failure = self.series.failures.get(reading.component.line)
            if failure is not None:
                report_failure(report, failure)
                continue
            report.result, report.event_id = result, event_id
            if reading.notes:
                report.code = reading.notes[0].code
                report.reason = " ".join(note.message for note in reading.notes)[:SHOWN]

    def fail(self, error: DomainError) -> None:
        """Notes in the reports why nothing of the event was saved."""
        for report in self.reports.values():
            report_failure(report, error)

    def _readings(self) -> Iterator[Reading]:
        if self.series.master is not None:
            yield self.series.master
        yield from self.series.instances


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a file holds: its events, and a report for each component, in the order of the file."""

    events: list[FileEvent]
    reports: list[ComponentReport]


def read_file(data: bytes, *, timezone: str, now: datetime) -> CalendarFile:
    """All that the file holds. `timezone` is the zone of times without one; `now` is a naive UTC time.

    A component that cannot be read has failed, and does not stop the others. Raises `FileRefused`.
    """
    calendars = read_calendars(data)
    readers = {id(calendar): _reader(calendar, timezone, now) for calendar in calendars}
    reports: list[ComponentReport] = []
    readings: dict[str, list[tuple[Reading, ComponentReport]]] = {}
    own_zones: dict[str, str | None] = {}
    for calendar, component in components_of(calendars):
        if component.name == "VTIMEZONE":
            continue
        report = _report(component)
        reports.append(report)
        reader, own_zone = readers[id(calendar)]
        if reason := _not_taken(calendar, component):
            report.code, report.reason = reason
            continue
        try:
            reading = reader.read(component)
        except Invalid as error:
            report_failure(report, error)
            continue
        report.uid = reading.uid
        report.starts = reading.start.wall.date() if reading.start.is_date else reading.start_at
        readings.setdefault(reading.uid, []).append((reading, report))
        own_zones[reading.uid] = own_zone
    events = [_event(uid, of_uid, own_zones[uid]) for uid, of_uid in readings.items()]
    return CalendarFile(events, reports)


def report_failure(report: ComponentReport, error: DomainError) -> None:
    """Writes down the refusal: its code, or that of the first fault, and what to tell a person."""
    report.result, report.event_id = Result.FAILED, None
    report.code = error.faults[0].code if error.faults else error.code
    report.reason = error.detail[:SHOWN]


def _reader(calendar: Component, timezone: str, now: datetime) -> tuple[EventReader, str | None]:
    own = calendar.find("X-WR-TIMEZONE")
    own_zone = known_key(own.value) if own else None
    timezones = [child for child in calendar.children if child.name == "VTIMEZONE"]
    zones = Zones(timezones, own=own_zone, default=timezone, now=now)
    return EventReader(zones, is_cancelled=_method(calendar) == "CANCEL"), own_zone


def _method(calendar: Component) -> str:
    method = calendar.find("METHOD")
    return method.value.strip().upper() if method else ""


def _not_taken(calendar: Component, component: Component) -> tuple[str, str] | None:
    """Code and reason, where a component is not imported at all."""
    if component.name != "VEVENT":
        return "not_an_event", f"{component.name[:40]} is not imported: only events are."
    if (method := _method(calendar)) in _MESSAGES:
        return "not_an_event", f"METHOD:{method} is a message about an event, and no event."
    return None


def _report(component: Component) -> ComponentReport:
    uid, instance = component.find("UID"), component.find("RECURRENCE-ID")
    summary = component.find("SUMMARY")
    return ComponentReport(
        line=component.line,
        uid=read_text(uid.value).strip()[:UID_MAX] or None if uid else None,
        title=read_text(summary.value).strip()[:TITLE_SHOWN] if summary else "",
        recurrence_id=instance.value[:40] if instance else None,
    )


def _event(uid: str, found: list[tuple[Reading, ComponentReport]], own_zone: str | None) -> FileEvent:
    """One event of the components with its UID: of two that say the same thing, the newer one counts."""
    newest: dict[datetime | None, tuple[Reading, ComponentReport]] = {}
    for reading, report in sorted(found, key=lambda pair: pair[0].order):
        key = reading.recurrence_id.wall if reading.recurrence_id else None
        if key in newest:
            _, superseded = newest[key]
            superseded.code = "superseded"
            superseded.reason = f"The component on line {report.line} has the same UID and is newer."
        newest[key] = reading, report
    master = newest.pop(None, None)
    instances = [reading for reading, _ in newest.values()]
    reports = {report.line: report for _, report in (*newest.values(), *([master] if master else []))}
    return FileEvent(SeriesOfFile(uid, master[0] if master else None, instances, own_zone), reports)
