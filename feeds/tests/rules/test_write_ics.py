"""iCalendar as it is written, line by line."""

from datetime import UTC, datetime, timedelta

import pytest

from events.changes import EventChanges
from events.facts import EventContent
from events.rules.content import new_content
from feeds.facts import Outgoing, OutgoingEvent
from feeds.rules.ical_text import duration_value, folded, offset_value, text_value
from feeds.rules.write_ics import event_lines, write_ics
from feeds.tests.calendars import THEN

NINE = datetime(2031, 3, 10, 9)


def content(**fields: object) -> EventContent:
    changes = {"title": "Planning", "start_time": NINE, "end_time": NINE + timedelta(hours=1), **fields}
    return new_content(EventChanges(**changes), timezone="Europe/Lisbon", calendar_id=0)  # type: ignore[arg-type]


def outgoing(content: EventContent) -> OutgoingEvent:
    return OutgoingEvent(uid="one", version=3, created_at=THEN, updated_at=THEN, content=content)


def lines(**fields: object) -> list[str]:
    """The lines of an event, without those that all have."""
    same = (
        "BEGIN:VEVENT",
        "UID:",
        "DTSTAMP:",
        "CREATED:",
        "LAST-MODIFIED:",
        "SEQUENCE:",
        "STATUS:",
        "TRANSP:",
    )
    return [line for line in event_lines(outgoing(content(**fields))) if not line.startswith(same)]


def test_a_whole_event() -> None:
    fields = {
        "description": "a\nb",
        "location": "c; d",
        "tags": ["e,f", "g"],
        "ical_properties": {"": ["X-A;B=C:d"]},
    }
    assert list(event_lines(outgoing(content(**fields)))) == [
        "BEGIN:VEVENT",
        "UID:one",
        "DTSTAMP:20310102T030405Z",
        "CREATED:20310102T030405Z",
        "LAST-MODIFIED:20310102T030405Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Europe/Lisbon:20310310T090000",
        "DTEND;TZID=Europe/Lisbon:20310310T100000",
        "SUMMARY:Planning",
        "DESCRIPTION:a\\nb",
        "LOCATION:c\\; d",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CATEGORIES:e\\,f,g",
        "X-A;B=C:d",
        "END:VEVENT",
    ]


def test_a_series_with_exceptions() -> None:
    overrides = {
        "2031-03-11T09:00:00": {"excluded": True},
        "2031-03-12T09:00:00": {"title": "Else", "start_time": "2031-03-12T11:00:00"},
        "2031-03-12T17:00:00": {},
        "2031-03-13T17:00:00": {"location": "There"},
        "2031-03-14T09:00:00": {},
    }
    kept = {"": ["X-A:b"], "2031-03-12T09:00:00": ["X-A:c"], "2031-03-14T09:00:00": ["X-A:d"]}
    found = lines(rrule="FREQ=DAILY;COUNT=9", recurrence_overrides=overrides, ical_properties=kept)
    assert found == [
        "DTSTART;TZID=Europe/Lisbon:20310310T090000",
        "DTEND;TZID=Europe/Lisbon:20310310T100000",
        "RRULE:FREQ=DAILY;COUNT=9",
        "RDATE;TZID=Europe/Lisbon:20310312T170000",
        "RDATE;TZID=Europe/Lisbon:20310313T170000",
        "EXDATE;TZID=Europe/Lisbon:20310311T090000",
        "SUMMARY:Planning",
        "X-A:b",
        "END:VEVENT",
        "RECURRENCE-ID;TZID=Europe/Lisbon:20310312T090000",
        "DTSTART;TZID=Europe/Lisbon:20310312T110000",
        "DTEND;TZID=Europe/Lisbon:20310312T120000",
        "SUMMARY:Else",
        "X-A:c",
        "END:VEVENT",
        "RECURRENCE-ID;TZID=Europe/Lisbon:20310313T170000",
        "DTSTART;TZID=Europe/Lisbon:20310313T170000",
        "DTEND;TZID=Europe/Lisbon:20310313T180000",
        "SUMMARY:Planning",
        "LOCATION:There",
        "X-A:b",
        "END:VEVENT",
        "RECURRENCE-ID;TZID=Europe/Lisbon:20310314T090000",
        "DTSTART;TZID=Europe/Lisbon:20310314T090000",
        "DTEND;TZID=Europe/Lisbon:20310314T100000",
        "SUMMARY:Planning",
        "X-A:d",
        "END:VEVENT",
    ]


def test_all_day_and_utc() -> None:
    day = {"start_time": NINE.date(), "end_time": NINE.date() + timedelta(days=2), "rrule": "FREQ=DAILY"}
    out = {"2031-03-11": {"excluded": True}}
    assert lines(**day, recurrence_overrides=out)[:4] == [
        "DTSTART;VALUE=DATE:20310310",
        "DTEND;VALUE=DATE:20310312",
        "RRULE:FREQ=DAILY",
        "EXDATE;VALUE=DATE:20310311",
    ]
    out = {"2031-03-11T09:00:00": {"excluded": True}}
    assert lines(timezone="UTC", rrule="FREQ=DAILY", recurrence_overrides=out)[:4] == [
        "DTSTART:20310310T090000Z",
        "DTEND:20310310T100000Z",
        "RRULE:FREQ=DAILY",
        "EXDATE:20310311T090000Z",
    ]


def test_the_hour_that_comes_twice() -> None:
    """On 26 October 2031 Lisbon's clocks go from 02:00 back to 01:00, which is 01:00 UTC."""
    first, second = (datetime(2031, 10, 26, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert lines(start_time=first, end_time=first + timedelta(minutes=10))[:2] == [
        "DTSTART;TZID=Europe/Lisbon:20311026T013000",
        "DTEND;TZID=Europe/Lisbon:20311026T014000",
    ]
    assert lines(start_time=second, end_time=second + timedelta(minutes=10))[:2] == [
        "DTSTART:20311026T013000Z",
        "DTEND:20311026T014000Z",
    ]
    assert lines(start_time=first, end_time=second)[:2] == [
        "DTSTART;TZID=Europe/Lisbon:20311026T013000",
        "DURATION:PT1H",
    ]


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"transparency": "transparent"}, ["X-MICROSOFT-CDO-BUSYSTATUS:FREE"]),
        ({"transparency": "opaque"}, ["X-MICROSOFT-CDO-BUSYSTATUS:OOF", "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE"]),
    ],
)
def test_what_outlook_says_of_a_field_is_left_out_where_the_field_changed(
    fields: dict[str, str], kept: list[str]
) -> None:
    all_of_them = [
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
    ]
    found = [line for line in lines(**fields, ical_properties={"": all_of_them}) if line.startswith("X-")]
    assert found == [line for line in all_of_them if line in (*kept, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE")]


def test_zones_stand_once_and_those_of_late_comers_last() -> None:
    events = [outgoing(content()), outgoing(content(timezone="Asia/Tokyo"))]
    zones = {"Europe/Lisbon": THEN}
    data = b"".join(write_ics(Outgoing(name="All", zones=zones, events=events, updated_at=THEN)))
    found = [line for line in data.decode().split("\r\n") if line.startswith(("BEGIN:V", "TZID", "END:VC"))]
    assert found == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Lisbon",
        "BEGIN:VEVENT",
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Tokyo",
        "END:VCALENDAR",
    ]


def test_the_calendar_itself() -> None:
    empty = Outgoing(name="Anna, at home", zones={}, events=[], updated_at=THEN)
    assert b"".join(write_ics(empty, properties=["REFRESH-INTERVAL;VALUE=DURATION:PT1H"])) == (
        b"BEGIN:VCALENDAR\r\n"
        b"VERSION:2.0\r\n"
        b"PRODID:-//EventHub//EventHub//EN\r\n"
        b"CALSCALE:GREGORIAN\r\n"
        b"X-WR-CALNAME:Anna\\, at home\r\n"
        b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
        b"END:VCALENDAR\r\n"
    )


@pytest.mark.parametrize("letter", ["x", "é", "€", "😀"])
@pytest.mark.parametrize("length", [1, 74, 75, 76, 148, 149, 150, 151, 1000])
def test_folding(letter: str, length: int) -> None:
    line = letter * length
    data = folded(line)
    assert data.endswith(b"\r\n")
    parts = data.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, parts)) <= 75
    assert b"\r\n".join(parts).replace(b"\r\n ", b"").decode() == line
    assert "".join(part.decode().removeprefix(" ") for part in parts) == line


def test_values() -> None:
    assert text_value('a\\b;c,d\r\ne\rf\ng\x00\x1fh"') == 'a\\\\b\\;c\\,d\\ne\\nf\\ngh"'
    assert [duration_value(timedelta(seconds=seconds)) for seconds in (1, 3600, 90_061)] == [
        "PT1S",
        "PT1H",
        "PT25H1M1S",
    ]
    assert [offset_value(timedelta(seconds=seconds)) for seconds in (0, 20_700, -1056)] == [
        "+0000",
        "+0545",
        "-001736",
    ]
