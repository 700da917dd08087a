"""Files of other calendars mean what they mean there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Invalid
from events.facts import EventContent
from events.rules.occurrences import occurrences
from feeds.tests.calendars import calendar, content, contents, file, read, report, vevent

NINE = datetime(2031, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def notes(data: bytes) -> dict[int, str | None]:
    """What the reports say, by line, had all events been made."""
    calendar_file = read(data)
    for event in calendar_file.events:
        event.series.changes(None)
        event.settle(event.reports[min(event.reports)].result, None)
    return {each.line: each.code for each in calendar_file.reports}


def test_google() -> None:
    found = contents(file("google.ics"), "UTC")
    assert found["1a2b3c@google.com"] == EventContent(
        title="Weekly figures ☕",
        description="<b>Agenda</b>\n1. Figures, costs\n2. Plans\\ideas; more",
        location="Rua Augusta 1, Lisboa",
        start_at=NINE,
        end_at=NINE + HOUR / 2,
        timezone="Europe/Lisbon",
        recurrence_overrides={},
        calendar_id=0,
        ical_properties={
            "": [
                "ORGANIZER;CN=anna@example.org:mailto:anna@example.org",
                "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Ben "
                '"the Hat" Holm;X-NUM-GUESTS=0:mailto:ben@example.org',
                "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                "DESCRIPTION:This is an event reminder",
                "TRIGGER:-P0DT0H10M0S",
                "END:VALARM",
            ]
        },
    )
    holiday = found["holiday@google.com"]
    assert (holiday.is_all_day, holiday.end_at - holiday.start_at) == (True, timedelta(days=1))
    assert holiday.transparency == "transparent"
    series = found["series@google.com"]
    assert (series.timezone, series.rrule) == (
        "America/New_York",
        "FREQ=WEEKLY;UNTIL=20310430T035959Z;BYDAY=TU;WKST=SU",
    )
    assert series.recurrence_overrides == {
        "2031-03-11T09:00:00": {"excluded": True},
        "2031-03-18T09:00:00": {"title": "Standup, later", "start_time": "2031-03-18T10:00:00"},
    }
    # 09:00 in New York before and after its clocks change
    starts = [each.start_at.hour for each in occurrences(series, None, None)]
    assert starts == [14, 14, 13, 13, 13, 13, 13, 13][: len(starts)]


def test_outlook() -> None:
    found = contents(file("outlook.ics"))
    meeting = found[
        "040000008200E00074C5B7101A82E00800000000B0A1C2D3E4F5D601000000000000000"
        "0100000005A1B2C3D4E5F60718293A4B5C6D7E8F9"
    ]
    assert (meeting.title, meeting.timezone, meeting.rrule) == (
        "Planung für März",
        "Europe/Berlin",
        "FREQ=MONTHLY;COUNT=6;BYDAY=2MO",
    )
    assert meeting.description == "First line\n\nThird line with a tab\tin it\n"
    assert meeting.tags == ("Blue category", "Travel, abroad")
    assert (meeting.start_at, meeting.end_at) == (NINE, NINE + HOUR)
    assert meeting.ical_properties[""][:3] == [
        'ATTENDEE;CN="Holm, Ben";RSVP=TRUE:mailto:ben@example.org',
        "CLASS:PRIVATE",
        'ORGANIZER;CN="Anna":mailto:anna@example.org',
    ]
    fair = found["all-day@outlook"]
    assert (fair.is_all_day, fair.start_at, fair.end_at, fair.transparency) == (
        True,
        datetime(2031, 4, 1, tzinfo=UTC),
        datetime(2031, 4, 3, tzinfo=UTC),
        "transparent",
    )
    call = found["custom@outlook"]
    assert (call.status, call.transparency, call.start_at) == (
        "tentative",
        "opaque",
        datetime(2031, 3, 12, 13, tzinfo=UTC),
    )
    assert notes(file("outlook.ics")) == {36: None, 65: None, 74: "timezone_guessed"}


def test_apple() -> None:
    found = contents(file("apple.ics"))
    dinner = found["5F3C2A10-1111-2222-3333-ABCDEFABCDEF"]
    assert (dinner.location, dinner.timezone) == ("Zum Löwen\nMarktplatz 1\n70173 Stuttgart", "Europe/Berlin")
    assert dinner.ical_properties[""][1] == (
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Marktplatz 1, 70173 Stuttgart";'
        "X-APPLE-RADIUS=70.5;X-TITLE=Zum Löwen:geo:48.7758,9.1829"
    )
    assert (found["birthday"].rrule, found["birthday"].is_all_day) == ("FREQ=YEARLY", True)
    run = found["floating"]
    assert (run.timezone, run.start_at, run.end_at - run.start_at) == (
        "Europe/Lisbon",
        datetime(2031, 3, 11, 7, 30, tzinfo=UTC),
        timedelta(minutes=45),
    )
    assert notes(file("apple.ics")) == {24: None, 47: None, 58: "floating_time", 65: "not_an_event"}


@pytest.mark.parametrize(
    ("lines", "length", "code"),
    [
        (["DTSTART:20310310T090000Z", "DTEND:20310310T100000Z"], HOUR, None),
        (["DTSTART:20310310T090000Z", "DTEND:20310310T090000Z"], timedelta(minutes=1), "no_length"),
        (["DTSTART:20310310T090000Z", "DURATION:PT0S"], timedelta(minutes=1), "no_length"),
        (["DTSTART;VALUE=DATE:20310310", "DTEND;VALUE=DATE:20310310"], 24 * HOUR, None),
        (["DTSTART:20310310", "DTEND:20310312"], 48 * HOUR, None),
        (["DTSTART:20310310", "DTEND:20310311T120000Z"], 24 * HOUR, None),
        (["DTSTART:20310310", "DURATION:P3D"], 72 * HOUR, None),
        # by the calendar, over the change of the clocks, and by the clock
        (["DTSTART;TZID=Europe/Lisbon:20310329T120000", "DURATION:P1D"], 23 * HOUR, None),
        (["DTSTART;TZID=Europe/Lisbon:20310329T120000", "DURATION:PT24H"], 24 * HOUR, None),
        # a flight
        (
            ["DTSTART;TZID=Europe/Lisbon:20310310T100000", "DTEND;TZID=America/New_York:20310310T140000"],
            8 * HOUR,
            None,
        ),
    ],
)
def test_ends(lines: list[str], length: timedelta, code: str | None) -> None:
    found = content(*lines)
    assert found.end_at - found.start_at == length
    assert list(notes(calendar(*vevent(*lines))).values()) == [code]


def test_an_event_without_end_or_length() -> None:
    lines = ["BEGIN:VEVENT", "UID:1", "DTSTART:20310310T090000Z", "SUMMARY:x", "END:VEVENT"]
    [moment] = contents(calendar(*lines)).values()
    lines[2] = "DTSTART;VALUE=DATE:20310310"
    [day] = contents(calendar(*lines)).values()
    assert (moment.end_at - moment.start_at, day.end_at - day.start_at) == (HOUR / 60, 24 * HOUR)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["DTSTART:yesterday"], "time_invalid"),
        (["DTSTART:00010101T000000Z"], "time_invalid"),
        (["DTSTART:99991231T235959Z"], "time_invalid"),
        (["DTSTART:18991231T235959Z"], "out_of_range"),
        (["DTEND:20310310T080000Z"], "end_before_start"),
        (["DTEND;VALUE=DATE:20310311"], "kinds_differ"),
        (["DURATION:-PT1H"], "duration_invalid"),
        (["DTSTART:21991231", "DURATION:P99999W999999DT9999999H999999999M9999999999S"], "out_of_range"),
        (["RECURRENCE-ID;RANGE=THISANDFUTURE:20310310T090000Z"], "range_not_supported"),
        (["EXDATE:soon"], "time_invalid"),
        (["RDATE:" + ",".join(["20310311T090000Z"] * 1001)], "too_many_overrides"),
        (["DESCRIPTION:" + "x" * 1_000_001], "line_too_long"),
    ],
)
def test_what_cannot_be_read_has_failed_with_a_code_and_a_line(lines: list[str], code: str) -> None:
    found = report(*lines)
    assert (found.result, found.code, found.line, found.uid) == ("failed", code, 3, "one")
    assert found.reason


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["RRULE:FREQ=SECONDLY"], "rrule_frequency_refused"),
        (["RRULE:FREQ=HOURLY;BYMINUTE=0,1,2"], "rrule_part_refused"),
        (["RRULE:FREQ=HOURLY;COUNT=99999"], "rrule_too_many"),
        (["RRULE:FREQ=DAILY;COUNT=0"], "rrule_value_invalid"),
        (["RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"], "several_rules"),
        (["RRULE:" + "X" * 2_000], "rrule_too_long"),
        (["DURATION:P80000D"], "out_of_range"),
    ],
)
def test_what_the_core_refuses_keeps_its_code(lines: list[str], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        content(*lines)
    assert [fault.code for fault in refusal.value.faults] == [code]


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["TRANSP:TRANSPARENT"], "transparency", "transparent"),
        (["TRANSP:opaque", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"], "transparency", "opaque"),
        (["X-MICROSOFT-CDO-BUSYSTATUS:FREE"], "transparency", "transparent"),
        (["DTSTART:20310310"], "transparency", "transparent"),
        (["DTSTART:20310310", "TRANSP:OPAQUE"], "transparency", "opaque"),
        (["STATUS:CANCELLED"], "status", "cancelled"),
        (["STATUS:NEEDS-ACTION"], "status", "confirmed"),
        (["STATUS:CONFIRMED", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"], "status", "confirmed"),
        (["CATEGORIES:a, b,,a", "CATEGORIES:c"], "tags", ("a", "b", "c")),
        (["SUMMARY:"], "title", "(No title)"),
        (["SUMMARY:" + "x" * 300], "title", "x" * 200),
        (["LOCATION:" + "x" * 600], "location", "x" * 500),
        (["RRULE:freq=daily;count=3;byminute=0;bysecond=0;"], "rrule", "FREQ=DAILY;COUNT=3"),
        (["RRULE:FREQ=DAILY;UNTIL=20310309"], "rrule", ""),
        (["DTSTART:20310310T090000Z"], "timezone", "UTC"),
        (["DTSTART;TZID=UTC:20310310T090000"], "timezone", "UTC"),
        (["SEQUENCE:3", "DTSTAMP:20310101T000000Z", "CREATED:x", "LAST-MODIFIED:y"], "ical_properties", {}),
        (["X-A;B=c:d", "x-b:"], "ical_properties", {"": ["X-A;B=c:d", "x-b:"]}),
    ],
)
def test_fields(lines: list[str], field: str, value: Any) -> None:
    assert getattr(content(*lines), field) == value


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["SUMMARY:"], "title_missing"),
        (["SUMMARY:" + "x" * 201], "text_cut"),
        (["CATEGORIES:" + "x" * 65], "text_cut"),
        (["RRULE:FREQ=DAILY;COUNT=9", "EXRULE:FREQ=DAILY;INTERVAL=2"], "exrule_not_applied"),
        (["X-A:" + "x" * 20_001], "property_too_long"),
        (["ATTACH:" + "x" * 1_000_001], "property_too_long"),
        ([f"X-A{n}:" + "x" * 19_000 for n in range(6)], "properties_too_many"),
        (["RRULE:FREQ=DAILY;UNTIL=20310309"], "rrule_until_before_start"),
        (["RDATE:20310309T090000Z"], "rdate_out_of_range"),
        (["BEGIN:VALARM", f"X:{'x' * 20_001}", "END:VALARM"], "property_too_long"),
    ],
)
def test_what_is_made_of_what_does_not_fit_is_told(lines: list[str], code: str) -> None:
    assert notes(calendar(*vevent(*lines))) == {3: code}


def test_a_uid_is_made_for_what_has_none_and_is_the_same_again() -> None:
    lines = vevent("DTSTAMP:20310101T000000Z")
    lines.remove("UID:one")
    [uid] = contents(calendar(*lines))
    lines[-1:-1] = ["SEQUENCE:1"]
    assert list(contents(calendar(*lines))) == [uid]
    lines[-1:-1] = ["LOCATION:else"]
    assert list(contents(calendar(*lines))) != [uid]


@pytest.mark.parametrize(
    ("method", "result"), [("REPLY", "not_an_event"), ("COUNTER", "not_an_event"), ("PUBLISH", None)]
)
def test_messages_about_events_are_no_events(method: str, result: str | None) -> None:
    assert list(notes(calendar(f"METHOD:{method}", *vevent())).values()) == [result]


def test_what_is_taken_back_is_cancelled() -> None:
    [only] = contents(calendar("METHOD:CANCEL", *vevent())).values()
    assert only.status == "cancelled"
