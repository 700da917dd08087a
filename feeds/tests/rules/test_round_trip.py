"""What goes out comes in again with the same meaning: here, and in another reader of iCalendar."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import HealthCheck, given, settings

from events.facts import EventContent
from events.rules.content import edited_content, is_recurring, new_content
from events.rules.occurrences import occurrences
from events.rules.wall_time import to_utc, to_wall
from feeds.tests.calendars import exported, read
from feeds.tests.rules.contents_of_all_kinds import contents

some = settings(max_examples=150, suppress_health_check=list(HealthCheck))


def imported(data: bytes, timezone: str) -> EventContent:
    calendar_file = read(data, timezone)
    assert [each.code for each in calendar_file.reports if each.result == "failed"] == []
    [event] = calendar_file.events
    content = new_content(event.series.changes(None), timezone=timezone, calendar_id=0)
    assert event.series.failures == {}
    return content


def has_wall_times(content: EventContent) -> bool:
    """Whether start and end are not the second of two equal wall times, which has no name in its zone."""
    return all(
        to_utc(to_wall(at, content.timezone), content.timezone) == at
        for at in (content.start_at, content.end_at)
    )


@some
@given(contents())
def test_what_was_exported_is_imported_as_it_was(content: EventContent) -> None:
    if not has_wall_times(content):
        content = replace(content, end_at=to_utc(to_wall(content.end_at, content.timezone), content.timezone))
    data = exported(content)
    again = imported(data, content.timezone)
    assert again == content
    # and changes nothing where it is already
    [event] = read(data, "Asia/Tokyo").events
    assert edited_content(content, event.series.changes(content)) == content


@some
@given(contents())
def test_lines_are_short_and_end_in_crlf(content: EventContent) -> None:
    data = exported(content)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two


@some
@given(contents())
def test_another_reader_finds_the_same(content: EventContent) -> None:
    parsed: Any = icalendar.Calendar.from_ical(exported(content))
    assert parsed.errors == []
    master, *others = parsed.walk("VEVENT")
    assert master.errors == []
    assert str(master["SUMMARY"]) == content.title
    assert str(master.get("DESCRIPTION", "")) == content.description
    assert str(master.get("LOCATION", "")) == content.location
    assert str(master["STATUS"]) == content.status.upper()
    assert str(master["TRANSP"]) == content.transparency.upper()
    assert tuple(map(str, master["CATEGORIES"].cats) if "CATEGORIES" in master else ()) == content.tags
    if not is_recurring(content):
        assert (instant(master.start), instant(master.end)) == (content.start_at, content.end_at)
    assert rule_of(master) == set(content.rrule.split(";"))
    excluded = {key for key, patch in content.recurrence_overrides.items() if patch.get("excluded")}
    assert {id_of(each, content) for each in dates_of(master, "EXDATE")} == excluded
    expected = {
        each.recurrence_id: (each.start_at, each.end_at)
        for each in occurrences(replace(content, rrule="FREQ=YEARLY;COUNT=1"), None, None)
        if content.recurrence_overrides.get(each.recurrence_id)
    }
    found = {id_of(each["RECURRENCE-ID"].dt, content): each for each in others}
    assert {key: (instant(each.start), instant(each.end)) for key, each in found.items()} == expected
    for key, each in found.items():
        patch = content.recurrence_overrides[key]
        assert str(each["SUMMARY"]) == patch.get("title", content.title)


def dates_of(component: Any, name: str) -> list[Any]:
    found = component.get(name, [])
    return [each.dt for dates in (found if isinstance(found, list) else [found]) for each in dates.dts]


def instant(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment.astimezone(UTC)


def id_of(moment: date | datetime, content: EventContent) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    wall = moment.astimezone(ZoneInfo(content.timezone)) if moment.tzinfo is UTC else moment
    return wall.replace(tzinfo=None).isoformat()


def rule_of(component: Any) -> set[str]:
    """The parts of the rule, which the reader sorts in its own way."""
    return set((component["RRULE"].to_ical().decode() if "RRULE" in component else "").split(";"))
