"""Occurrences of a window: all that one may see, once for each instance, and every filter."""

from typing import Any

import pytest

from contract.client import Client, at, hours
from contract.expect import body, invalid, problem

OCCURRENCE_KEYS = {
    *("event_id", "recurrence_id", "title", "start_time", "end_time", "is_all_day", "timezone", "location"),
    *("status", "transparency", "calendar_id", "version", "my_role", "is_override"),
}
WEEK = {"from": "2031-03-10T00:00:00Z", "to": "2031-03-17T00:00:00Z"}


def seen(client: Client, **query: Any) -> list[dict[str, Any]]:
    """The occurrences of a week."""
    found: list[dict[str, Any]] = body(client.get("/occurrences/", **{**WEEK, **query}))
    assert all(set(one) == OCCURRENCE_KEYS for one in found)
    return found


def test_an_occurrence_has_these_fields(ann: Client) -> None:
    event = ann.create(location="Room 2")
    assert seen(ann) == [
        {
            "event_id": event["id"],
            "recurrence_id": None,
            "title": "Planning",
            "start_time": at(9),
            "end_time": at(10),
            "is_all_day": False,
            "timezone": "UTC",
            "location": "Room 2",
            "status": "confirmed",
            "transparency": "opaque",
            "calendar_id": event["calendar_id"],
            "version": 1,
            "my_role": "owner",
            "is_override": False,
        }
    ]


def test_a_series_is_there_once_for_each_instance_by_start(ann: Client, ben: Client) -> None:
    overrides = {
        "2031-03-11T09:00:00": {"title": "Other", "start_time": "2031-03-11T15:00:00"},
        "2031-03-12T09:00:00": {"excluded": True},
    }
    series = ann.create(rrule="FREQ=DAILY;COUNT=4", recurrence_overrides=overrides)
    between = ann.create(**hours(12, 13, day=11))
    shared = ben.create(**hours(5, 6))
    ben.share(f"/events/{shared['id']}", ann, role="viewer")
    ben.create(**hours(7, 8))
    shown = [
        (o["event_id"], o["recurrence_id"], o["title"], o["start_time"], o["is_override"]) for o in seen(ann)
    ]
    assert shown == [
        (shared["id"], None, "Planning", at(5), False),
        (series["id"], "2031-03-10T09:00:00", "Planning", at(9), False),
        (between["id"], None, "Planning", at(12, day=11), False),
        (series["id"], "2031-03-11T09:00:00", "Other", at(15, day=11), True),
        (series["id"], "2031-03-13T09:00:00", "Planning", at(9, day=13), False),
    ]
    assert [one["my_role"] for one in seen(ann)][:2] == ["viewer", "owner"]


def test_an_all_day_series_has_dates(ann: Client) -> None:
    ann.create(start_time="2031-03-10", end_time="2031-03-12", rrule="FREQ=WEEKLY", timezone="Asia/Tokyo")
    (one,) = seen(ann)
    shown = [one[name] for name in ("recurrence_id", "start_time", "end_time", "is_all_day", "timezone")]
    assert shown == ["2031-03-10", "2031-03-10", "2031-03-12", True, "Asia/Tokyo"]


def test_what_began_before_and_is_still_running_counts(ann: Client) -> None:
    event = ann.create(start_time="2030-06-01T00:00:00Z", end_time="2031-06-01T00:00:00Z")
    assert [one["event_id"] for one in seen(ann)] == [event["id"]]
    late = {"from": "2031-06-01T00:00:00Z", "to": "2031-07-01T00:00:00Z"}
    assert seen(ann, **late) == []


def test_no_answer_depends_on_how_far_a_series_was_expanded(ann: Client) -> None:
    event = ann.create(rrule="FREQ=YEARLY", timezone="Europe/Lisbon")
    far = {"from": "2131-03-01T00:00:00Z", "to": "2132-04-04T00:00:00Z"}
    ids = [(one["event_id"], one["recurrence_id"]) for one in seen(ann, **far)]
    assert ids == [(event["id"], "2131-03-10T09:00:00"), (event["id"], "2132-03-10T09:00:00")]


def test_every_filter_filters(ann: Client, ben: Client) -> None:
    team = ann.create_calendar()
    one = ann.create(title="Apples", calendar_id=team["id"], rrule="FREQ=DAILY;COUNT=2")
    two = ann.create(status="tentative", **hours(12, 13))
    three = ben.create(**hours(15, 16))
    ben.share(f"/events/{three['id']}", ann, role="editor")

    def ids(**query: Any) -> list[int]:
        return [found["event_id"] for found in seen(ann, **query)]

    assert ids() == [one["id"], two["id"], three["id"], one["id"]]
    assert ids(q="apple") == ids(calendar_id=team["id"]) == [one["id"], one["id"]]
    assert ids(status="tentative") == [two["id"]]
    assert ids(role="editor") == [three["id"]]
    assert ids(owned_only="true") == [one["id"], two["id"], one["id"]]
    assert ids(updated_since=three["updated_at"]) == [three["id"]]
    assert ids(q="nothing of the kind") == []


def test_what_is_deleted_or_not_mine_to_see_is_not_there(ann: Client, ben: Client) -> None:
    event = ann.create(rrule="FREQ=DAILY")
    assert seen(ben) == []
    assert ann.delete(f"/events/{event['id']}").status_code == 204
    assert seen(ann) == []


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({}, ["from", "to"]),
        ({"to": "2031-03-10"}, ["from"]),
        ({"from": "2031-03-10", "to": "2031-03-10"}, ["to"]),
        ({"from": "2031-03-10", "to": "2033-03-10"}, ["to"]),
        ({"from": "yesterday", "to": "2031-03-10", "role": "king"}, ["from", "role"]),
        ({"from": "2031-03-10", "to": "2031-03-11", "calendar_id": "x"}, ["calendar_id"]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_a_window_has_two_ends_and_400_days_at_most(
    ann: Client, query: dict[str, str], fields: list[str]
) -> None:
    invalid(ann.get("/occurrences/", **query), *fields)


def test_a_window_of_exactly_400_days_is_answered(ann: Client) -> None:
    window = {"from": "2031-03-10T00:00:00Z", "to": "2032-04-13T00:00:00Z"}
    assert seen(ann, **window) == []
    invalid(ann.get("/occurrences/", **{**window, "to": "2032-04-13T00:00:01Z"}), "to", code="invalid")


def test_nobody_else_is_answered(anonymous: Client) -> None:
    problem(anonymous.get("/occurrences/", **WEEK), 401, "not_authenticated")


@pytest.mark.parametrize(
    ("tz", "first", "expected"),
    [
        # 30 March 2031: Lisbon's clocks go forward at 01:00
        ("Europe/Lisbon", "2031-03-28T09:00:00", ["28T09", "29T09", "30T08", "31T08"]),
        # 9 March 2031: New York's go forward at 02:00, and what would be at 02:30 is at 03:30
        ("America/New_York", "2031-03-07T02:30:00", ["07T07:30", "08T07:30", "09T07:30", "10T06:30"]),
        # no summer time, a quarter of an hour off
        ("Asia/Kathmandu", "2031-03-07T09:00:00", ["07T03:15", "08T03:15", "09T03:15", "10T03:15"]),
    ],
)
def test_wall_time_stays_across_changes_of_clocks(
    ann: Client, tz: str, first: str, expected: list[str]
) -> None:
    end = first[:11] + "10:00:00" if "T09" in first else first[:11] + "03:45:00"
    ann.create(start_time=first, end_time=end, timezone=tz, rrule="FREQ=DAILY")
    found = seen(ann, **{"from": f"{first[:10]}T00:00:00Z", "to": "2031-04-05T00:00:00Z"})
    starts = [one["start_time"] for one in found][:4]
    assert starts == [f"2031-03-{each if ':' in each else each + ':00'}:00Z" for each in expected]
