"""JSCalendar as it is written."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from events.changes import EventChanges
from events.rules.content import new_content
from feeds.facts import Outgoing, OutgoingEvent
from feeds.rules.write_jscalendar import jscalendar_event, write_jscalendar
from feeds.tests.calendars import THEN

NINE = datetime(2031, 3, 10, 9)


def written(**fields: Any) -> dict[str, Any]:
    changes = {"title": "Planning", "start_time": NINE, "end_time": NINE + timedelta(hours=1), **fields}
    content = new_content(EventChanges(**changes), timezone="Europe/Lisbon", calendar_id=0)
    return jscalendar_event(outgoing(content))


def outgoing(content: Any) -> OutgoingEvent:
    return OutgoingEvent(uid="one", version=3, created_at=THEN, updated_at=THEN, content=content)


def test_an_event() -> None:
    assert written(description="More", location="Room 2", tags=["a"]) == {
        "@type": "Event",
        "uid": "one",
        "created": "2031-01-02T03:04:05Z",
        "updated": "2031-01-02T03:04:05Z",
        "sequence": 2,
        "title": "Planning",
        "description": "More",
        "locations": {"1": {"@type": "Location", "name": "Room 2"}},
        "keywords": {"a": True},
        "start": "2031-03-10T09:00:00",
        "timeZone": "Europe/Lisbon",
        "duration": "PT1H",
        "status": "confirmed",
        "freeBusyStatus": "busy",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"start_time": NINE.date(), "end_time": NINE.date() + timedelta(days=2)},
            {
                "start": "2031-03-10T00:00:00",
                "timeZone": None,
                "showWithoutTime": True,
                "duration": "P2D",
                "freeBusyStatus": "free",
            },
        ),
        ({"timezone": "UTC"}, {"start": "2031-03-10T09:00:00", "timeZone": "Etc/UTC"}),
        # the second 01:30 of the night on which Lisbon's clocks go back
        (
            {
                "start_time": datetime(2031, 10, 26, 1, 30, tzinfo=UTC),
                "end_time": datetime(2031, 10, 26, 2, 30, tzinfo=UTC),
            },
            {"start": "2031-10-26T01:30:00", "timeZone": "Etc/UTC", "duration": "PT1H"},
        ),
        (
            {"status": "cancelled", "transparency": "transparent"},
            {"status": "cancelled", "freeBusyStatus": "free"},
        ),
    ],
)
def test_fields(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    found = written(**fields)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=DAILY", {"frequency": "daily"}),
        (
            "FREQ=MONTHLY;INTERVAL=2;COUNT=5;BYDAY=-1FR,MO;BYSETPOS=1;WKST=SU",
            {
                "frequency": "monthly",
                "interval": 2,
                "count": 5,
                "firstDayOfWeek": "su",
                "byDay": [
                    {"@type": "NDay", "day": "fr", "nthOfPeriod": -1},
                    {"@type": "NDay", "day": "mo"},
                ],
                "bySetPosition": [1],
            },
        ),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1,-1;BYHOUR=9",
            {"frequency": "yearly", "byMonth": ["3", "9"], "byMonthDay": [-1, 1], "byHour": [9]},
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            {"frequency": "yearly", "byWeekNo": [20], "byDay": [{"@type": "NDay", "day": "mo"}]},
        ),
        ("FREQ=YEARLY;BYYEARDAY=100", {"frequency": "yearly", "byYearDay": [100]}),
        # in local time, where RFC 5545 has UTC
        ("FREQ=DAILY;UNTIL=20310701T080000Z", {"frequency": "daily", "until": "2031-07-01T09:00:00"}),
    ],
)
def test_rules(rrule: str, expected: dict[str, Any]) -> None:
    assert written(rrule=rrule)["recurrenceRules"] == [{"@type": "RecurrenceRule", **expected}]


def test_exceptions() -> None:
    overrides = {
        "2031-03-11T09:00:00": {"excluded": True},
        "2031-03-12T09:00:00": {
            "title": "Else",
            "description": None,
            "location": "There",
            "start_time": "2031-03-12T11:00:00",
            "end_time": "2031-03-12T13:30:00",
            "status": "tentative",
            "transparency": "transparent",
            "tags": ["b"],
        },
        "2031-03-12T17:00:00": {},
        "2031-03-13T09:00:00": {"location": None, "tags": [], "end_time": "2031-03-13T11:00:00"},
    }
    assert written(rrule="FREQ=DAILY", recurrence_overrides=overrides)["recurrenceOverrides"] == {
        "2031-03-11T09:00:00": {"excluded": True},
        "2031-03-12T09:00:00": {
            "title": "Else",
            "description": None,
            "locations": {"1": {"@type": "Location", "name": "There"}},
            "start": "2031-03-12T11:00:00",
            "duration": "PT2H30M",
            "status": "tentative",
            "freeBusyStatus": "free",
            "keywords": {"b": True},
        },
        "2031-03-12T17:00:00": {},
        "2031-03-13T09:00:00": {"locations": None, "keywords": None, "duration": "PT2H"},
    }


def test_all_day_exceptions() -> None:
    day = NINE.date()
    found = written(
        start_time=day,
        end_time=day + timedelta(days=1),
        rrule="FREQ=DAILY;UNTIL=20310401",
        recurrence_overrides={"2031-03-11": {"end_time": "2031-03-14"}},
    )
    assert found["recurrenceOverrides"] == {"2031-03-11T00:00:00": {"duration": "P3D"}}
    assert found["recurrenceRules"][0]["until"] == "2031-04-01T00:00:00"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_group(number: int) -> None:
    content = new_content(
        EventChanges(title='"Ünï"', start_time=NINE, end_time=NINE + timedelta(hours=1)),
        timezone="UTC",
        calendar_id=0,
    )
    events = [outgoing(content)] * number
    group = orjson.loads(
        b"".join(write_jscalendar(Outgoing(name="Team", zones={}, events=events, updated_at=THEN)))
    )
    entries = group.pop("entries")
    assert [entry["title"] for entry in entries] == ['"Ünï"'] * number
    assert group == {
        "@type": "Group",
        "uid": group["uid"],
        "prodId": "EventHub",
        "updated": "2031-01-02T03:04:05Z",
        "title": "Team",
    }
