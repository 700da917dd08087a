"""Events: making, reading and deleting them."""

from typing import Any
from uuid import uuid4

import pytest

from contract.client import Client, at, hours, new_event
from contract.expect import ANY_INSTANT, ANY_TEXT, EVENT_KEYS, body, instant, invalid, problem


def test_create_answers_the_whole_event(ann: Client) -> None:
    answer = ann.post("/events/", new_event())
    event = body(answer, 201)
    assert event == {
        "id": event["id"],
        "title": "Planning",
        "description": None,
        "location": None,
        "start_time": "2031-03-10T09:00:00Z",
        "end_time": "2031-03-10T10:00:00Z",
        "is_recurring": False,
        "recurrence_type": "none",
        "recurrence_pattern": None,
        "owner_id": ann.id,
        "version": 1,
        "created_at": ANY_INSTANT,
        "updated_at": ANY_INSTANT,
        "uid": ANY_TEXT,
        "calendar_id": ann.default_calendar()["id"],
        "timezone": "UTC",
        "is_all_day": False,
        "rrule": None,
        "recurrence_overrides": {},
        "tags": [],
        "status": "confirmed",
        "transparency": "opaque",
        "recurrence_text": None,
        "split_from_id": None,
        "my_role": "owner",
    }
    assert set(event) == EVENT_KEYS
    assert isinstance(event["id"], int)
    assert answer.headers["Location"] == f"{ann.server}/api/v1/events/{event['id']}"
    assert answer.headers["ETag"] == f'"{event["id"]}-1"'
    assert body(ann.get(f"/events/{event['id']}")) == event


def test_create_takes_every_field(ann: Client) -> None:
    calendar = ann.create_calendar()
    uid = str(uuid4())
    sent = {
        "title": "  Design review ",
        "description": "Bring the new sketches.",
        "location": "Room 2",
        "start_time": "2031-03-10T09:00:00",
        "end_time": "2031-03-10T10:30:00",
        "timezone": "America/New_York",
        "is_recurring": True,
        "recurrence_type": "weekly",
        "recurrence_pattern": {"interval": 2, "count": 5, "by_weekday": ["MO"]},
        "recurrence_overrides": {"2031-03-24T09:00:00": {"excluded": True}},
        "tags": ["design", "review"],
        "status": "tentative",
        "transparency": "transparent",
        "calendar_id": calendar["id"],
        "uid": uid,
        "change_reason": "It was asked for",
    }
    event = body(ann.post("/events/", sent), 201)
    assert event == {
        **{name: value for name, value in sent.items() if name != "change_reason"},
        "id": event["id"],
        "title": "Design review",
        # New York has summer time from 9 March 2031 on
        "start_time": "2031-03-10T13:00:00Z",
        "end_time": "2031-03-10T14:30:00Z",
        "rrule": event["rrule"],
        "recurrence_pattern": event["recurrence_pattern"],
        "recurrence_text": "every 2 weeks on Monday at 09:00, 5 times, except on 24 March",
        "is_all_day": False,
        "owner_id": ann.id,
        "version": 1,
        "created_at": ANY_INSTANT,
        "updated_at": ANY_INSTANT,
        "split_from_id": None,
        "my_role": "owner",
    }
    assert set(event["rrule"].split(";")) == {"FREQ=WEEKLY", "INTERVAL=2", "COUNT=5", "BYDAY=MO"}
    pattern = event["recurrence_pattern"]
    assert {name: pattern[name] for name in ("interval", "count", "by_weekday")} == sent["recurrence_pattern"]


def test_what_only_the_server_sets_is_not_taken(ann: Client) -> None:
    event = ann.create(id=1, owner_id=1, version=9, created_at=at(1), my_role="viewer")
    assert (event["owner_id"], event["version"], event["my_role"]) == (ann.id, 1, "owner")
    assert instant(event["created_at"]).year != 2031


def test_all_day_events_take_and_show_dates_with_an_exclusive_end(ann: Client) -> None:
    event = ann.create(start_time="2031-03-10", end_time="2031-03-12")
    shown = (event["is_all_day"], event["start_time"], event["end_time"], event["transparency"])
    assert shown == (True, "2031-03-10", "2031-03-12", "transparent")
    invalid(ann.post("/events/", new_event(start_time="2031-03-10", end_time="2031-03-10")), "end_time")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("2031-03-10T09:00:00Z", "2031-03-10T09:00:00Z"),
        ("2031-03-10T09:00:00+02:00", "2031-03-10T07:00:00Z"),
        ("2031-03-10T09:00:00-05:30", "2031-03-10T14:30:00Z"),
        # Berlin: winter, summer, the hour that is missing, and the hour that comes twice
        ("2031-03-10T09:00:00", "2031-03-10T08:00:00Z"),
        ("2031-07-10T09:00:00", "2031-07-10T07:00:00Z"),
        ("2031-03-30T02:30:00", "2031-03-30T01:30:00Z"),
        ("2031-10-26T02:30:00", "2031-10-26T00:30:00Z"),
    ],
)
def test_instants_are_answered_in_utc(ann: Client, sent: str, stored: str) -> None:
    event = ann.create(start_time=sent, end_time="2031-12-01T00:00:00Z", timezone="Europe/Berlin")
    assert event["start_time"] == stored


def test_a_naive_time_is_read_in_the_events_zone_else_in_the_users(ann: Client) -> None:
    body(ann.patch("/auth/me", {"timezone": "Asia/Tokyo"}))
    naive = {"start_time": "2031-03-10T09:00:00", "end_time": "2031-03-10T10:00:00"}
    event = ann.create(**naive)
    assert (event["timezone"], event["start_time"]) == ("Asia/Tokyo", "2031-03-10T00:00:00Z")
    event = ann.create(**naive, timezone="Europe/Berlin")
    assert (event["timezone"], event["start_time"]) == ("Europe/Berlin", "2031-03-10T08:00:00Z")


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "   "}, ["title"]),
        ({"title": "x" * 201}, ["title"]),
        ({"title": None}, ["title"]),
        ({"title": 7}, ["title"]),
        ({"location": "x" * 501}, ["location"]),
        ({"end_time": at(9)}, ["end_time"]),
        ({"end_time": at(8)}, ["end_time"]),
        ({"start_time": "yesterday"}, ["start_time"]),
        ({"start_time": 1931, "end_time": None}, ["start_time", "end_time"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"recurrence_type": "fortnightly"}, ["recurrence_type"]),
        ({"status": "maybe"}, ["status"]),
        ({"transparency": "glass"}, ["transparency"]),
        ({"tags": "design"}, ["tags"]),
        ({"tags": ["a", "a ", " ", "b", "x" * 65]}, ["tags.2", "tags.4"]),
        ({"is_all_day": "yes"}, ["is_all_day"]),
        ({"calendar_id": 2**62}, ["calendar_id"]),
        ({"recurrence_overrides": []}, ["recurrence_overrides"]),
        ({"title": "", "location": "x" * 501, "end_time": at(8)}, ["title", "location", "end_time"]),
        ({"title": "nul \u0000"}, ["title"]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_create_names_every_fault_and_writes_nothing(
    ann: Client, fields: dict[str, Any], faulty: list[str]
) -> None:
    invalid(ann.post("/events/", new_event(**fields)), *faulty)
    assert body(ann.get("/events/")) == []


def test_create_names_everything_that_is_missing(ann: Client) -> None:
    invalid(ann.post("/events/", {}), "title", "start_time", "end_time")


def test_the_longest_texts_are_taken(ann: Client) -> None:
    event = ann.create(title=" " + "ü" * 200 + " ", location="x" * 500)
    assert (event["title"], event["location"]) == ("ü" * 200, "x" * 500)


def test_a_uid_is_unique_in_a_calendar(ann: Client) -> None:
    event = ann.create()
    taken = ann.post("/events/", new_event(**hours(12, 13), uid=event["uid"]))
    invalid(taken, "uid")
    other = ann.create(**hours(12, 13), uid=event["uid"], calendar_id=ann.create_calendar()["id"])
    assert other["uid"] == event["uid"]
    moved = ann.patch(f"/events/{other['id']}", {"calendar_id": event["calendar_id"]})
    invalid(moved, "uid")
    assert ann.event(other["id"]) == other


def test_editors_of_a_calendar_create_in_it_for_its_owner(ann: Client, ben: Client, cleo: Client) -> None:
    calendar = ann.create_calendar()
    ann.share(f"/calendars/{calendar['id']}", ben, role="editor")
    ann.share(f"/calendars/{calendar['id']}", cleo, role="viewer")
    event = ben.create(calendar_id=calendar["id"])
    assert (event["owner_id"], event["my_role"]) == (ann.id, "editor")
    assert ann.event(event["id"])["my_role"] == "owner"
    invalid(cleo.post("/events/", new_event(calendar_id=calendar["id"])), "calendar_id")
    invalid(ben.post("/events/", new_event(calendar_id=cleo.default_calendar()["id"])), "calendar_id")


def test_get_answers_304_to_who_has_this_version(ann: Client) -> None:
    event = ann.create()
    tag = f'"{event["id"]}-1"'
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = ann.get(f"/events/{event['id']}", headers={"If-None-Match": header})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
        assert answer.headers["Vary"] == "Authorization, Cookie"
        assert "Content-Type" not in answer.headers
    for header in (f'"{event["id"]}-2"', '"other"', "nonsense"):
        assert body(ann.get(f"/events/{event['id']}", headers={"If-None-Match": header})) == event


def test_every_answer_that_holds_one_event_has_its_tag(ann: Client) -> None:
    made = ann.post("/events/", new_event())
    event_id = body(made, 201)["id"]
    answers = {
        "1 POST": made,
        "1 GET": ann.get(f"/events/{event_id}"),
        "2 PUT": ann.put(f"/events/{event_id}", {"title": "Second"}),
        "3 PATCH": ann.patch(f"/events/{event_id}", {"title": "Third"}),
        "4 rollback": ann.post(f"/events/{event_id}/rollback/1"),
    }
    for name, answer in answers.items():
        assert answer.headers["ETag"] == f'"{event_id}-{name[0]}"', name
        assert answer.headers["Vary"] == "Authorization, Cookie"


def test_get_of_what_is_not_there_or_not_for_the_caller_is_one_and_the_same_404(
    ann: Client, ben: Client
) -> None:
    event = ann.create()
    unknown = problem(ben.get("/events/999999999"), 404, "not_found")
    assert problem(ben.get(f"/events/{event['id']}"), 404, "not_found") == unknown
    problem(ann.get(f"/events/{2**70}"), 404, "not_found")


def test_delete_puts_an_event_into_the_trash(ann: Client) -> None:
    event = ann.create()
    answer = ann.delete(f"/events/{event['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    problem(ann.get(f"/events/{event['id']}"), 404, "not_found")
    problem(ann.delete(f"/events/{event['id']}"), 404, "not_found")
    problem(ann.patch(f"/events/{event['id']}", {"title": "X"}), 404, "not_found")
    assert body(ann.get("/events/")) == []
    assert ann.create(uid=event["uid"])["id"] != event["id"]  # the time and the uid are free again


def test_only_owners_delete(ann: Client, ben: Client, cleo: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    problem(ben.delete(path), 404, "not_found")
    for role in ("viewer", "editor"):
        ann.share(path, ben, role=role)
        problem(ben.delete(path), 403, "forbidden", "Only owners can delete events")
    assert ann.event(event["id"]) == event
    ann.share(path, cleo, role="owner")
    assert cleo.delete(path).status_code == 204


def test_delete_heeds_if_match(ann: Client) -> None:
    event = ann.create()
    ann.edit(event["id"], title="Changed")
    path = f"/events/{event['id']}"
    stale = ann.delete(path, headers={"If-Match": f'"{event["id"]}-1"'})
    problem(stale, 412, "stale_version", current_version=2)
    assert ann.event(event["id"])["version"] == 2
    assert ann.delete(path, headers={"If-Match": f'W/"{event["id"]}-2"'}).status_code == 204
