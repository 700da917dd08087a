"""Events as iCalendar (RFC 5545), piece by piece, so that any number of them fits into memory."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from events.facts import EventContent
from events.rules.content import is_recurring
from events.rules.wall_time import to_utc, to_wall
from feeds.facts import Outgoing, OutgoingEvent
from feeds.rules.ical_text import (
    date_value,
    duration_value,
    folded,
    text_value,
    text_values,
    utc_value,
    wall_value,
)
from feeds.rules.instances_of_series import Exceptions, exceptions_of
from feeds.rules.kept_properties import lines_of
from feeds.rules.vtimezone import vtimezone_lines

PRODUCT: Final = "-//EventHub//EventHub//EN"
MEDIA_TYPE: Final = "text/calendar; charset=utf-8"


def write_ics(outgoing: Outgoing, *, properties: Sequence[str] = ()) -> Iterator[bytes]:
    """A VCALENDAR with the events, and the zones that they are in, in pieces.

    `properties` are further content lines of the calendar itself. The zones named in `outgoing` come first;
    one that only turned up later, in an event written meanwhile, comes last.
    """
    this_year = outgoing.updated_at.year
    yield _bytes(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODUCT}",
            "CALSCALE:GREGORIAN",
            f"X-WR-CALNAME:{text_value(outgoing.name)}",
            *properties,
        ]
    )
    written = set()
    for key, first in outgoing.zones.items():
        written.add(key)
        yield _zone(key, first.year, this_year)
    late: dict[str, int] = {}
    for event in outgoing.events:
        key, year = event.content.timezone, event.content.start_at.year
        if _needs_zone(event.content) and key not in written:
            late[key] = min(year, late.get(key, year))
        yield _bytes(event_lines(event))
    for key, year in late.items():
        yield _zone(key, year, this_year)
    yield _bytes(["END:VCALENDAR"])


def event_lines(event: OutgoingEvent) -> Iterator[str]:
    """The content lines of an event: a VEVENT for the series, and one for each instance that differs."""
    content = event.content
    recurring = is_recurring(content)
    exceptions = exceptions_of(content) if recurring else Exceptions([], [], [])
    yield "BEGIN:VEVENT"
    yield from _head(event)
    yield from _times(content, recurring)
    if content.rrule:
        yield f"RRULE:{content.rrule}"
    for name, walls in (("RDATE", exceptions.added), ("EXDATE", exceptions.excluded)):
        for wall in walls:
            yield _moment(name, wall, content)
    yield from _words(content)
    yield from lines_of(content)
    yield "END:VEVENT"
    for wall, instance in exceptions.changed:
        yield "BEGIN:VEVENT"
        yield from _head(event)
        yield _moment("RECURRENCE-ID", wall, content)
        yield from _times(instance, False)
        yield from _words(instance)
        yield from lines_of(instance, _id_text(wall, content))
        yield "END:VEVENT"


def _head(event: OutgoingEvent) -> Iterator[str]:
    yield f"UID:{text_value(event.uid)}"
    # Without a METHOD it is the time of the last change (RFC 5545, section 3.8.7.2).
    yield f"DTSTAMP:{utc_value(event.updated_at)}"
    yield f"CREATED:{utc_value(event.created_at)}"
    yield f"LAST-MODIFIED:{utc_value(event.updated_at)}"
    yield f"SEQUENCE:{event.version - 1}"


def _times(content: EventContent, recurring: bool) -> Iterator[str]:
    """DTSTART with DTEND, or with DURATION where the end has no wall time of its own.

    A time that comes twice, when clocks go back, means the first one: the second has to be written in UTC.
    """
    if content.is_all_day:
        yield f"DTSTART;VALUE=DATE:{date_value(content.start_at)}"
        yield f"DTEND;VALUE=DATE:{date_value(content.end_at)}"
        return
    tz = content.timezone
    start, end = to_wall(content.start_at, tz), to_wall(content.end_at, tz)
    if not recurring and to_utc(start, tz) != content.start_at:
        yield f"DTSTART:{utc_value(content.start_at)}"
        yield f"DTEND:{utc_value(content.end_at)}"
        return
    yield _moment("DTSTART", start, content)
    if to_utc(end, tz) == content.end_at or recurring:
        yield _moment("DTEND", end, content)
    else:
        yield f"DURATION:{duration_value(content.end_at - content.start_at)}"


def _moment(name: str, wall: datetime, content: EventContent) -> str:
    """A property whose value is a time of the event, as the event tells time."""
    if content.is_all_day:
        return f"{name};VALUE=DATE:{date_value(wall)}"
    if content.timezone == "UTC":
        return f"{name}:{wall_value(wall)}Z"
    return f"{name};TZID={content.timezone}:{wall_value(wall)}"


def _words(content: EventContent) -> Iterator[str]:
    yield f"SUMMARY:{text_value(content.title)}"
    if content.description:
        yield f"DESCRIPTION:{text_value(content.description)}"
    if content.location:
        yield f"LOCATION:{text_value(content.location)}"
    yield f"STATUS:{content.status.upper()}"
    yield f"TRANSP:{content.transparency.upper()}"
    if content.tags:
        yield f"CATEGORIES:{text_values(content.tags)}"


def _id_text(wall: datetime, content: EventContent) -> str:
    return wall.date().isoformat() if content.is_all_day else wall.isoformat()


def _needs_zone(content: EventContent) -> bool:
    return not content.is_all_day and content.timezone != "UTC"


def _zone(key: str, first_year: int, this_year: int) -> bytes:
    # By decades, so that few years make few entries of the cache.
    return _bytes(vtimezone_lines(key, first_year - first_year % 10, this_year))


def _bytes(lines: Iterable[str]) -> bytes:
    return b"".join(map(folded, lines))
