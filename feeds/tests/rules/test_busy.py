"""Busy time without words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from events.facts import EventContent
from events.rules.occurrences import occurrences
from feeds.facts import Outgoing, OutgoingEvent
from feeds.rules.busy import busy_outgoing

AT = datetime(2031, 3, 10, 9, tzinfo=UTC)
DAYS = [f"2031-03-{day}T09:00:00" for day in (10, 11, 12)]


def content(**fields: Any) -> EventContent:
    return EventContent(
        **{
            "title": "Secret",
            "description": "secret",
            "location": "secret",
            "tags": ("secret",),
            "start_at": AT,
            "end_at": AT.replace(hour=10),
            "rrule": "FREQ=DAILY;COUNT=3",
            "recurrence_overrides": {},
            "calendar_id": 1,
            "ical_properties": {"": ["X-SECRET:secret"]},
            **fields,
        }
    )


def blocks(of: EventContent) -> list[OutgoingEvent]:
    event = OutgoingEvent(uid="secret", version=1, created_at=AT, updated_at=AT, content=of)
    return list(busy_outgoing(Outgoing(name="Phone", zones={}, events=[event], updated_at=AT)).events)


@pytest.mark.parametrize(
    ("overrides", "fields"),
    [
        ({}, {}),
        ({DAYS[1]: {"title": "secret", "start_time": "2031-03-11T12:00:00"}}, {}),
        ({DAYS[0]: {"transparency": "transparent"}, DAYS[2]: {"status": "cancelled"}}, {}),
        ({DAYS[1]: {"excluded": True}, "2031-03-20T09:00:00": {}}, {}),
        ({DAYS[1]: {"transparency": "opaque"}}, {"transparency": "transparent"}),
        ({DAYS[1]: {"status": "confirmed", "title": "secret"}}, {"status": "cancelled"}),
        ({}, {"transparency": "transparent"}),
    ],
)
def test_exactly_the_busy_instances_are_told(overrides: dict[str, Any], fields: dict[str, Any]) -> None:
    of = content(recurrence_overrides=overrides, **fields)
    found = blocks(of)
    told = [(o.start_at, o.end_at) for b in found for o in occurrences(b.content, None, None)]
    assert sorted(told) == [(o.start_at, o.end_at) for o in occurrences(of, None, None) if o.is_busy]
    assert "secret" not in str(found).lower()


def test_what_does_not_recur_is_one_block() -> None:
    (block,) = blocks(content(rrule=""))
    assert (block.content.title, block.content.start_at) == ("Busy", AT)
    assert blocks(replace(content(rrule=""), status="cancelled")) == []
