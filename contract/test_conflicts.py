"""Scheduling conflicts: busy occurrences of one owner's events never overlap by accident."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from contract.client import Client, at, hours, new_event
from contract.expect import ANYTHING, body, problem

Person = Callable[..., Client]


def clash(event: dict[str, Any], start: str | None = None, end: str | None = None) -> dict[str, Any]:
    """How an event shows among the conflicts."""
    return {
        "event_id": event["id"],
        "title": event["title"],
        "start_time": start or event["start_time"],
        "end_time": end or event["end_time"],
    }


def conflict(answer: Any, *clashes: dict[str, Any]) -> dict[str, Any]:
    """The document of a 409 with exactly these conflicts."""
    detail = "Event conflicts with an existing event"
    for one in clashes:
        if "title" in one:
            detail = f"Event conflicts with existing event: {one['title']}"
            break
    return problem(answer, 409, "schedule_conflict", detail, conflicts=list(clashes), suggestions=ANYTHING)


def test_an_overlap_is_refused_with_all_conflicts_and_the_next_free_starts(ann: Client) -> None:
    one = ann.create(title="One", **hours(9, 10))
    two = ann.create(title="Two", **hours(10, 11))
    ann.create(title="Three", **hours(12, 13))
    answer = ann.post("/events/", new_event(title="New", start_time=at(9, 30), end_time=at(10, 30)))
    document = conflict(answer, clash(one), clash(two))
    assert document["suggestions"] == [at(11), at(13), at(14)]
    assert len(body(ann.get("/events/"))) == 3


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [(8, 9, 201), (12, 13, 201), (8, 10, 409), (11, 13, 409), (10, 11, 409), (8, 13, 409), (9, 12, 409)],
)
def test_intervals_are_half_open(ann: Client, start: int, end: int, status: int) -> None:
    held = ann.create(**hours(9, 12))
    answer = ann.post("/events/", new_event(title="New", **hours(start, end)))
    if status == 409:
        conflict(answer, clash(held))
    assert answer.status_code == status


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"transparency": "transparent"}])
def test_what_is_not_busy_conflicts_with_nothing(ann: Client, fields: dict[str, str]) -> None:
    ann.create(**fields)
    ann.create(title="Busy")
    ann.create(title="Also free", **fields)


def test_a_tentative_event_is_busy(ann: Client) -> None:
    held = ann.create(status="tentative")
    conflict(ann.post("/events/", new_event()), clash(held))


def test_all_day_events_are_free_unless_said_otherwise(ann: Client) -> None:
    ann.create(start_time="2031-03-10", end_time="2031-03-11")
    ann.create()
    busy = new_event(start_time="2031-03-10", end_time="2031-03-11", transparency="opaque")
    assert ann.post("/events/", busy).status_code == 409


def test_days_are_shown_as_dates_in_conflicts_and_suggestions(ann: Client) -> None:
    days = {"is_all_day": True, "transparency": "opaque", "timezone": "America/New_York"}
    fair = ann.create(title="Fair", start_time="2031-03-10", end_time="2031-03-12", **days)
    answer = ann.post(
        "/events/", new_event(title="Tour", start_time="2031-03-11", end_time="2031-03-12", **days)
    )
    assert answer.json()["conflicts"] == [
        {"event_id": fair["id"], "title": "Fair", "start_time": "2031-03-10", "end_time": "2031-03-12"}
    ]
    free = answer.json()["suggestions"]
    assert free == ["2031-03-12", "2031-03-13", "2031-03-14"]
    taken = ann.create(title="Tour", start_time=free[0], end_time=free[1], **days)
    assert (taken["start_time"], taken["end_time"]) == ("2031-03-12", "2031-03-13")
    hour = ann.post("/events/", new_event(**hours(9, 10)))
    assert [clash["start_time"] for clash in hour.json()["conflicts"]] == ["2031-03-10"]
    assert hour.json()["suggestions"][0] == at(7, day=13)


def test_on_conflict_allow_saves_anyway(ann: Client) -> None:
    held = ann.create()
    made = body(ann.post("/events/", new_event(title="Over it"), on_conflict="allow"), 201)
    other = ann.create(**hours(12, 13))
    assert body(ann.patch(f"/events/{other['id']}", hours(9, 10), on_conflict="allow"))["version"] == 2
    conflict(
        ann.post("/events/", new_event(), on_conflict="refuse"),
        clash(held),
        clash(made),
        clash(ann.event(other["id"])),
    )
    assert ann.post("/events/", new_event(), on_conflict="perhaps").status_code == 422


def test_an_event_once_saved_anyway_stays_editable(ann: Client) -> None:
    held = ann.create(**hours(9, 12))
    over = body(ann.post("/events/", new_event(**hours(10, 12)), on_conflict="allow"), 201)
    assert ann.edit(over["id"], title="Still fine", description="Words")["version"] == 2
    assert ann.edit(over["id"], end_time=at(11))["version"] == 3  # shrinks
    assert ann.edit(over["id"], status="cancelled")["version"] == 4
    conflict(ann.patch(f"/events/{over['id']}", {"status": "confirmed"}), clash(held))  # adds busy time
    assert ann.edit(over["id"], **hours(12, 13), status="confirmed")["version"] == 5
    conflict(ann.patch(f"/events/{over['id']}", hours(11, 13)), clash(held))  # moves it
    assert ann.event(over["id"])["version"] == 5


def test_an_edit_is_checked_but_not_against_itself(ann: Client) -> None:
    held = ann.create(**hours(9, 10))
    event = ann.create(**hours(11, 12))
    assert ann.edit(event["id"], start_time=at(10))["version"] == 2
    conflict(ann.patch(f"/events/{event['id']}", {"start_time": at(9, 30)}), clash(held))
    conflict(ann.put(f"/events/{event['id']}", hours(9, 10)), clash(held))
    assert ann.event(event["id"])["start_time"] == at(10)


def test_a_merged_edit_is_checked(ann: Client) -> None:
    held = ann.create(**hours(9, 10))
    event = ann.create(**hours(11, 12))
    ann.edit(event["id"], title="Second")
    conflict(ann.patch(f"/events/{event['id']}", {"start_time": at(9), "version": 1}), clash(held))


def test_every_occurrence_counts(ann: Client) -> None:
    weekly = ann.create(title="Weekly", rrule="FREQ=WEEKLY", **hours(9, 10))
    answer = ann.post("/events/", new_event(**hours(9, 11, day=24)))
    conflict(answer, clash(weekly, at(9, day=24), at(10, day=24)))
    far = {"start_time": "2051-03-06T09:30:00Z", "end_time": "2051-03-06T09:45:00Z"}  # a Monday
    answer = ann.post("/events/", new_event(**far))
    conflict(answer, clash(weekly, "2051-03-06T09:00:00Z", "2051-03-06T10:00:00Z"))
    assert ann.post("/events/", new_event(**hours(9, 11, day=25))).status_code == 201
    daily = new_event(title="Daily", rrule="FREQ=DAILY;COUNT=20", **hours(9, 10, day=12))
    conflicts = ann.post("/events/", daily).json()["conflicts"]
    assert [one["start_time"] for one in conflicts] == [
        at(9, day=17), at(9, day=24), at(9, day=25), at(9, day=31)
    ]  # fmt: skip


def test_two_endless_rules_conflict(ann: Client) -> None:
    ann.create(rrule="FREQ=WEEKLY;BYDAY=MO", **hours(9, 10))
    later = {"start_time": "2040-01-04T09:30:00Z", "end_time": "2040-01-04T09:45:00Z"}
    answer = ann.post("/events/", new_event(rrule="FREQ=MONTHLY;BYMONTHDAY=4", **later))
    assert (
        answer.json()["conflicts"][0]["start_time"] == "2040-06-04T09:00:00Z"
    )  # the first 4th that is a Monday
    assert (
        ann.post("/events/", new_event(rrule="FREQ=WEEKLY;BYDAY=TU", **hours(9, 10, day=11))).status_code
        == 201
    )


def test_an_excluded_occurrence_is_free_and_a_moved_one_is_busy_where_it_is(ann: Client) -> None:
    overrides = {
        "2031-03-17T09:00:00": {"excluded": True},
        "2031-03-24T09:00:00": {"start_time": "2031-03-24T14:00:00"},
    }
    ann.create(title="Weekly", rrule="FREQ=WEEKLY;COUNT=4", recurrence_overrides=overrides)
    assert ann.post("/events/", new_event(**hours(9, 10, day=17))).status_code == 201
    assert ann.post("/events/", new_event(**hours(9, 10, day=24))).status_code == 201
    assert ann.post("/events/", new_event(**hours(14, 15, day=24))).status_code == 409
    assert ann.post("/events/", new_event(**hours(9, 10, day=31))).status_code == 409


def test_another_owner_s_events_do_not_conflict(ann: Client, ben: Client) -> None:
    event = ann.create()
    ann.share(f"/events/{event['id']}", ben, role="editor")
    ben.create()


def test_what_the_caller_may_not_see_is_not_named(ann: Client, ben: Client) -> None:
    secret = ann.create(title="Secret", **hours(9, 10))
    calendar = ann.create_calendar()
    ann.share(f"/calendars/{calendar['id']}", ben, role="editor")
    open_one = ann.create(title="Open", calendar_id=calendar["id"], **hours(10, 11))
    times = {"start_time": secret["start_time"], "end_time": secret["end_time"]}
    answer = ben.post("/events/", new_event(calendar_id=calendar["id"], **hours(9, 10)))
    conflict(answer, times)
    assert "Secret" not in answer.text
    answer = ben.post("/events/", new_event(calendar_id=calendar["id"], **hours(9, 11)))
    conflict(answer, times, clash(open_one))
    assert "Secret" not in answer.text
    assert len(body(ann.get("/events/"))) == 2


def test_a_deleted_event_is_busy_no_more(ann: Client) -> None:
    event = ann.create()
    ann.delete(f"/events/{event['id']}")
    ann.create()


def test_suggestions_are_three_free_starts_of_the_same_length_in_the_owners_day(ann: Client) -> None:
    body(ann.patch("/auth/me", {"timezone": "Asia/Tokyo"}))
    # 10 March, 20:00 to 21:30 in Tokyo; the day there ends at 22:00 and begins at 07:00
    ann.create(start_time="2031-03-10T11:00:00Z", end_time="2031-03-10T12:30:00Z")
    answer = ann.post(
        "/events/", new_event(start_time="2031-03-10T11:00:00Z", end_time="2031-03-10T12:00:00Z")
    )
    assert answer.json()["suggestions"] == [
        "2031-03-10T22:00:00Z",
        "2031-03-10T23:00:00Z",
        "2031-03-11T00:00:00Z",
    ]
    for start in answer.json()["suggestions"]:
        ann.create(start_time=start, end_time=start.replace(":00:00Z", ":59:00Z"))


def test_the_start_of_a_series_that_was_refused_is_not_suggested(ann: Client) -> None:
    ann.create(title="Held", **hours(9, 10, day=12))
    daily = new_event(recurrence_type="daily", recurrence_pattern={"count": 5}, **hours(9, 10))
    assert ann.post("/events/", daily).json()["suggestions"] == [at(10), at(11), at(12)]
    (refused,) = ann.post("/events/batch", {"events": [daily]}).json()["errors"]
    assert refused["suggestions"] == [at(10), at(11), at(12)]


def test_where_a_series_was_refused_only_starts_are_suggested_that_all_of_it_can_have(ann: Client) -> None:
    ann.create(title="Held", **hours(9, 10))
    ann.create(title="Later", **hours(10, 12, day=12))
    daily = {"recurrence_type": "daily", "recurrence_pattern": {"count": 5}}
    suggested = ann.post("/events/", new_event(**daily, **hours(9, 10))).json()["suggestions"]
    assert suggested == [at(12), at(13), at(14)]
    for start in suggested:
        ann.create(start_time=start, end_time=start.replace(":00:00Z", ":59:00Z"), **daily)


def test_racing_writers_cannot_both_win(ann: Client) -> None:
    movable = ann.create(**hours(20, 21))
    answers: list[int] = []
    gate = threading.Barrier(6)

    def write(number: int) -> None:
        device = Client(ann.server)
        device.token = ann.token
        gate.wait()
        if number == 0:
            answers.append(device.patch(f"/events/{movable['id']}", hours(9, 10)).status_code)
        elif number == 1:
            answers.append(device.post("/events/batch", {"events": [new_event()]}).status_code)
        else:
            answers.append(device.post("/events/", new_event(title=str(number))).status_code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [status for status in answers if status in (400, 409)]
    assert (len(refused), len(answers)) == (5, 6), answers
    taken = [event for event in body(ann.get("/events/")) if event["start_time"] == at(9)]
    assert len(taken) == 1
