"""Calendar files for tests: those of others, and small ones made of lines."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from events.facts import EventContent
from events.rules.content import new_content
from feeds.facts import ComponentReport, Outgoing, OutgoingEvent
from feeds.rules.read_file import CalendarFile, read_file
from feeds.rules.write_ics import write_ics

FILES = Path(__file__).parent / "files"
NOW = datetime(2031, 1, 1)
THEN = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)


def file(name: str) -> bytes:
    """A file as another calendar would export it, with the line breaks that all of them write."""
    return (FILES / name).read_bytes().replace(b"\n", b"\r\n")


def calendar(*lines: str) -> bytes:
    """A calendar with these lines."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def vevent(*lines: str, uid: str = "one") -> list[str]:
    """The lines of an event on 10 March 2031 at 09:00 UTC, unless they say when."""
    starts = any(line.startswith("DTSTART") for line in lines)
    head = ["BEGIN:VEVENT", f"UID:{uid}", *([] if starts else ["DTSTART:20310310T090000Z"])]
    ends = any(line.startswith(("DTEND", "DURATION")) for line in lines)
    titled = any(line.startswith("SUMMARY") for line in lines)
    tail = [*([] if ends else ["DURATION:PT1H"]), *([] if titled else ["SUMMARY:Planning"]), "END:VEVENT"]
    return [*head, *lines, *tail]


def read(data: bytes, timezone: str = "Europe/Lisbon") -> CalendarFile:
    return read_file(data, timezone=timezone, now=NOW)


def contents(data: bytes, timezone: str = "Europe/Lisbon") -> dict[str, EventContent]:
    """What would be imported into an empty calendar, by UID."""
    return {
        event.series.uid: new_content(event.series.changes(None), timezone=timezone, calendar_id=0)
        for event in read(data, timezone).events
    }


def content(*lines: str, timezone: str = "Europe/Lisbon") -> EventContent:
    """The only event of a calendar, made of these lines."""
    [only] = contents(calendar(*vevent(*lines)), timezone).values()
    return only


def report(*lines: str, **options: Any) -> ComponentReport:
    """The report of the only component of a calendar, as far as reading says."""
    [only] = read(calendar(*vevent(*lines, **options))).reports
    return only


def exported(*contents: EventContent) -> bytes:
    """The contents as a file, with UIDs that count them."""
    zones: dict[str, datetime] = {}
    for each in contents:
        if not each.is_all_day and each.timezone != "UTC":
            zones[each.timezone] = min(each.start_at, zones.get(each.timezone, each.start_at))
    events = [
        OutgoingEvent(uid=str(number), version=1, created_at=THEN, updated_at=THEN, content=each)
        for number, each in enumerate(contents)
    ]
    return b"".join(write_ics(Outgoing(name="All", zones=zones, events=events, updated_at=THEN)))
