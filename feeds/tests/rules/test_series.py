"""The components of one UID become one event."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Invalid
from events.facts import EventContent
from events.rules.content import edited_content, new_content
from events.rules.occurrences import occurrences
from feeds.rules.read_file import FileEvent
from feeds.tests.calendars import calendar, read, vevent

LISBON = "TZID=Europe/Lisbon"
DAILY = vevent(f"DTSTART;{LISBON}:20310327T090000", "RRULE:FREQ=DAILY;COUNT=5", "X-A:b")


def event(*lines: str) -> FileEvent:
    [only] = read(calendar(*lines)).events
    return only


def made(*lines: str, current: EventContent | None = None) -> EventContent:
    changes = event(*lines).series.changes(current)
    if current is not None:
        return edited_content(current, changes)
    return new_content(changes, timezone="Europe/Lisbon", calendar_id=0)


def instance(recurrence_id: str, *lines: str) -> list[str]:
    return vevent(f"RECURRENCE-ID{recurrence_id}", *lines)


@pytest.mark.parametrize(
    ("line", "overrides"),
    [
        (f"EXDATE;{LISBON}:20310328T090000", {"2031-03-28T09:00:00": {"excluded": True}}),
        ("EXDATE:20310330T080000Z", {"2031-03-30T09:00:00": {"excluded": True}}),
        ("EXDATE:20310328T090000", {"2031-03-28T09:00:00": {"excluded": True}}),
        ("EXDATE;VALUE=DATE:20310328", {"2031-03-28T09:00:00": {"excluded": True}}),
        ("EXDATE;TZID=America/New_York:20310328T050000", {"2031-03-28T09:00:00": {"excluded": True}}),
        ("EXDATE:18000101T090000Z", {}),
        ("RDATE:20310401T160000Z", {"2031-04-01T17:00:00": {}}),
        ("RDATE:20310328T090000Z", {}),
        (
            "RDATE;VALUE=PERIOD:20310401T160000Z/PT2H",
            {"2031-04-01T17:00:00": {"end_time": "2031-04-01T19:00:00"}},
        ),
        (
            "RDATE;VALUE=PERIOD:20310328T090000Z/20310328T110000Z",
            {"2031-03-28T09:00:00": {"end_time": "2031-03-28T11:00:00"}},
        ),
        ("RDATE:20310401T160000Z\r\nEXDATE:20310401T160000Z", {"2031-04-01T17:00:00": {"excluded": True}}),
    ],
)
def test_dates_taken_out_and_put_in(line: str, overrides: dict[str, Any]) -> None:
    assert made(*DAILY[:-1], line, "END:VEVENT").recurrence_overrides == overrides


@pytest.mark.parametrize(
    ("recurrence_id", "lines", "patch"),
    [
        (
            f";{LISBON}:20310328T090000",
            [f"DTSTART;{LISBON}:20310328T110000"],
            {"start_time": "2031-03-28T11:00:00"},
        ),
        (":20310328T090000Z", ["DTSTART:20310328T090000Z", "SUMMARY:Else"], {"title": "Else"}),
        (
            ":20310328T090000",
            ["DTSTART:20310328T090000", "DURATION:PT2H", "DESCRIPTION:More", "CATEGORIES:a"],
            {"description": "More", "tags": ["a"], "end_time": "2031-03-28T11:00:00"},
        ),
        (":20310328T090000Z", ["DTSTART:20310328T090000Z", "STATUS:CANCELLED"], {"status": "cancelled"}),
        (";VALUE=DATE:20310328", ["DTSTART:20310328T090000Z", "LOCATION:There"], {"location": "There"}),
        # in the time of another place
        (
            ":20310328T090000Z",
            ["DTSTART;TZID=America/New_York:20310328T063000"],
            {"start_time": "2031-03-28T10:30:00"},
        ),
    ],
)
def test_an_instance_that_differs(recurrence_id: str, lines: list[str], patch: dict[str, Any]) -> None:
    content = made(*DAILY, *instance(recurrence_id, *lines))
    assert content.recurrence_overrides == {"2031-03-28T09:00:00": patch}
    assert content.ical_properties == {"": ["X-A:b"], "2031-03-28T09:00:00": []}


def test_the_order_in_the_file_does_not_matter() -> None:
    other = instance(":20310328T090000Z", "DTSTART:20310328T100000Z")
    assert made(*other, *DAILY) == made(*DAILY, *other)


def test_what_an_instance_has_not_is_taken_from_it() -> None:
    series = [*DAILY[:-1], "LOCATION:Here", "CATEGORIES:a", "END:VEVENT"]
    content = made(*series, *instance(":20310328T090000Z", "DTSTART:20310328T090000Z"))
    assert content.recurrence_overrides == {"2031-03-28T09:00:00": {"location": None, "tags": []}}


def test_an_instance_that_differs_only_in_what_is_kept() -> None:
    same = instance(":20310328T090000Z", "DTSTART:20310328T090000Z", "X-A:b")
    assert made(*DAILY, *same).recurrence_overrides == {}
    other = made(*DAILY, *instance(":20310328T090000Z", "DTSTART:20310328T090000Z", "X-A:c"))
    assert other.recurrence_overrides == {"2031-03-28T09:00:00": {}}
    assert other.ical_properties == {"": ["X-A:b"], "2031-03-28T09:00:00": ["X-A:c"]}


def test_all_day_series() -> None:
    series = vevent("DTSTART:20310310", "RRULE:FREQ=WEEKLY", "EXDATE:20310317", "RDATE:20310319")
    other = instance(":20310324T000000Z", "DTSTART:20310325", "DTEND:20310327")
    assert made(*series, *other).recurrence_overrides == {
        "2031-03-17": {"excluded": True},
        "2031-03-19": {},
        "2031-03-24": {"start_time": "2031-03-25", "end_time": "2031-03-27"},
    }


@pytest.mark.parametrize(
    ("recurrence_id", "lines", "code"),
    [
        (":20310310T090000Z", ["DTSTART:20310310T090000Z"], "override_before_start"),
        (":20310329T090000Z", ["DTSTART:20310329"], "kinds_differ"),
        (":22310328T090000Z", ["DTSTART:20310328T090000Z"], "recurrence_id_invalid"),
    ],
)
def test_an_instance_that_cannot_be_fails_alone(recurrence_id: str, lines: list[str], code: str) -> None:
    found = event(*DAILY, *instance(recurrence_id, *lines), *instance(":20310328T090000Z", "SUMMARY:Else"))
    assert list(found.series.changes(None).recurrence_overrides) == ["2031-03-28T09:00:00"]  # type: ignore[arg-type]
    [(line, failure)] = found.series.failures.items()
    assert line == 3 + len(DAILY)
    assert [fault.code for fault in failure.faults] == [code]


def starts(content: EventContent) -> list[str]:
    return [f"{each.start_at:%m-%d %H:%M}" for each in occurrences(content, None, None)]


def test_instances_without_their_series_are_an_event_of_these_dates() -> None:
    moved = instance(":20310312T090000Z", "DTSTART:20310312T100000Z", "SUMMARY:Second")
    first = instance(":20310310T090000Z", "DTSTART:20310310T093000Z", "SUMMARY:First")
    content = made(*moved, *first)
    assert (content.title, content.rrule, starts(content)) == ("First", "", ["03-10 09:30", "03-12 10:00"])
    assert made(*moved, *first, current=content) == content
    # invitations come one after the other
    assert made(*moved, current=made(*first)) == content


def test_an_instance_alone_that_did_not_move_is_an_event() -> None:
    content = made(*instance(":20310310T090000Z", "DTSTART:20310310T090000Z"))
    assert (content.recurrence_overrides, starts(content)) == ({}, ["03-10 09:00"])


def test_instances_join_the_series_that_is_there() -> None:
    current = made(*DAILY)
    content = made(*instance(":20310328T090000Z", "DTSTART:20310328T110000Z", "X-A:b"), current=current)
    assert (content.title, content.rrule) == (current.title, current.rrule)
    assert content.recurrence_overrides == {"2031-03-28T09:00:00": {"start_time": "2031-03-28T11:00:00"}}
    with pytest.raises(Invalid) as refusal:
        made(*instance(":20310310T090000Z", "DTSTART:20310310T110000Z"), current=current)
    assert [fault.code for fault in refusal.value.faults] == ["override_before_start"]


def test_of_two_that_say_the_same_the_newer_one_counts() -> None:
    old, new = vevent("SEQUENCE:1", "SUMMARY:Old"), vevent("SEQUENCE:2", "SUMMARY:New")
    for lines in ((*old, *new), (*new, *old)):
        found = read(calendar(*lines))
        assert [each.series.changes(None).title for each in found.events] == ["New"]
        assert sorted(str(each.code) for each in found.reports) == ["None", "superseded"]


def test_times_of_a_zone_that_is_none() -> None:
    """The instants are those of the file, on both sides of a change of its clocks."""
    zone = [
        "BEGIN:VTIMEZONE",
        "TZID:Odd",
        "BEGIN:STANDARD",
        "DTSTART:20000101T000000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20310401T000000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0417",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]
    lines = vevent("DTSTART;TZID=Odd:20310310T100000", "RDATE;TZID=Odd:20310410T100000", "DURATION:PT1H")
    content = made(*zone, *lines)
    assert (content.timezone, starts(content)) == ("Etc/GMT-1", ["03-10 09:00", "04-10 05:43"])
    assert content.start_at == datetime(2031, 3, 10, 9, tzinfo=UTC)
    assert content.end_at - content.start_at == timedelta(hours=1)
