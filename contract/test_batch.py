"""Batches: up to fifty events at once, all of them or each that can be made."""

from typing import Any

import pytest

from contract.client import Client, at, hours, new_event
from contract.expect import ANYTHING, EVENT_KEYS, body, invalid, problem


def items(*starts: int, **fields: Any) -> list[dict[str, Any]]:
    """An event of an hour for each start."""
    return [new_event(title=f"At {start}", **hours(start, start + 1), **fields) for start in starts]


def count(client: Client) -> int:
    return len(body(client.get("/events/")))


def test_atomic_answers_the_events_in_order(ann: Client) -> None:
    events = body(ann.post("/events/batch", {"events": items(12, 9, 10)}), 201)
    assert [event["title"] for event in events] == ["At 12", "At 9", "At 10"]
    assert [set(event) for event in events] == [EVENT_KEYS] * 3
    assert [ann.event(event["id"]) for event in events] == events
    assert {event["version"] for event in events} == {1}


def test_fifty_are_taken_and_no_more(ann: Client) -> None:
    many = [
        new_event(title=str(n), start_time=at(n % 24, day=1 + n // 24), end_time=at(n % 24, 30, 1 + n // 24))
        for n in range(51)
    ]
    invalid(ann.post("/events/batch", {"events": many}), "events")
    assert count(ann) == 0
    assert len(body(ann.post("/events/batch", {"events": many[:50]}), 201)) == 50


@pytest.mark.parametrize("mode", ["atomic", "each"])
@pytest.mark.parametrize(
    ("envelope", "faulty"),
    [
        ({}, "events"),
        ({"events": []}, "events"),
        ({"events": "x"}, "events"),
        ({"events": None}, "events"),
        ({"events": items(9), "dry_run": "x"}, "dry_run"),
    ],
)
def test_a_malformed_envelope_is_refused_in_both_modes(
    ann: Client, mode: str, envelope: dict[str, Any], faulty: str
) -> None:
    invalid(ann.post("/events/batch", {"mode": mode, **envelope}), faulty)
    assert count(ann) == 0


def test_an_unknown_mode_is_refused(ann: Client) -> None:
    invalid(ann.post("/events/batch", {"events": items(9), "mode": "some"}), "mode")


def test_a_body_that_is_no_object_is_refused(ann: Client) -> None:
    for sent in ([], items(9), "x", 7):
        assert problem(ann.post("/events/batch", sent), 422, "invalid", errors=ANYTHING)
    assert count(ann) == 0


def test_atomic_refuses_a_malformed_item_and_names_every_fault(ann: Client) -> None:
    sent = [*items(9), new_event(title="", location="x" * 501), {"title": "No times"}]
    answer = ann.post("/events/batch", {"events": sent})
    invalid(answer, "events.1.title", "events.1.location", "events.2.start_time", "events.2.end_time")
    assert count(ann) == 0


def test_atomic_refuses_all_for_one_conflict(ann: Client) -> None:
    held = ann.create(title="Held", **hours(10, 11))
    answer = ann.post("/events/batch", {"events": items(9, 10)})
    document = problem(
        answer,
        400,
        "batch_failed",
        "Batch creation failed: Event conflicts with existing event: Held",
        errors=ANYTHING,
    )
    (error,) = document["errors"]
    assert (error["index"], error["code"]) == (1, "schedule_conflict")
    assert [one["event_id"] for one in error["conflicts"]] == [held["id"]]
    assert count(ann) == 1


def test_siblings_conflict_with_each_other(ann: Client) -> None:
    answer = ann.post("/events/batch", {"events": [*items(9, 12), new_event(title="Same", **hours(9, 10))]})
    document = problem(answer, 400, "batch_failed", errors=ANYTHING)
    assert document["detail"].startswith("Batch creation failed: ")
    assert [error["index"] for error in document["errors"]] == [2]
    assert count(ann) == 0


def test_on_conflict_allow_holds_for_batches_too(ann: Client) -> None:
    ann.create(**hours(9, 10))
    assert len(body(ann.post("/events/batch", {"events": items(9, 9)}, on_conflict="allow"), 201)) == 2


def test_each_answers_207_with_what_became_of_every_item(ann: Client) -> None:
    ann.create(title="Held", **hours(10, 11))
    sent = [*items(9, 10), {"title": ""}, new_event(title="Sibling", **hours(9, 10)), *items(12)]
    outcomes = body(ann.post("/events/batch", {"events": sent, "mode": "each"}), 207)
    assert [(one["index"], one["status"], set(one) - {"index", "status"}) for one in outcomes] == [
        (0, 201, {"event"}),
        (1, 409, {"error"}),
        (2, 422, {"error"}),
        (3, 409, {"error"}),
        (4, 201, {"event"}),
    ]
    assert [set(one["event"]) for one in outcomes if "event" in one] == [EVENT_KEYS] * 2
    assert [one["error"]["code"] for one in outcomes if "error" in one] == [
        *("schedule_conflict", "invalid", "schedule_conflict")
    ]
    for one in outcomes:
        if "error" in one:
            assert {"type", "title", "status", "detail", "code"} <= set(one["error"])
    assert outcomes[1]["error"]["detail"] == "Event conflicts with existing event: Held"
    faults = {fault["field"] for fault in outcomes[2]["error"]["errors"]}
    assert faults == {"title", "start_time", "end_time"}
    assert count(ann) == 3


@pytest.mark.parametrize(("mode", "status"), [("atomic", 200), ("each", 207)])
def test_a_dry_run_answers_and_writes_nothing(ann: Client, mode: str, status: int) -> None:
    answer = ann.post("/events/batch", {"events": items(9, 10), "mode": mode, "dry_run": True})
    assert len(body(answer, status)) == 2
    assert count(ann) == 0
    clash = ann.post("/events/batch", {"events": items(9, 9), "mode": mode, "dry_run": True})
    assert clash.status_code == (400 if mode == "atomic" else 207)
    assert count(ann) == 0


def test_calendars_are_named_by_the_items(ann: Client, ben: Client) -> None:
    calendar = ann.create_calendar()
    events = body(
        ann.post("/events/batch", {"events": items(9) + items(10, calendar_id=calendar["id"])}), 201
    )
    assert [event["calendar_id"] for event in events] == [ann.default_calendar()["id"], calendar["id"]]
    foreign = items(12) + items(13, calendar_id=ben.default_calendar()["id"])
    invalid(ann.post("/events/batch", {"events": foreign}), "events.1.calendar_id")
    assert count(ann) == 2


def test_uids_clash_inside_a_batch_too(ann: Client) -> None:
    twice = items(9, uid="same") + items(10, uid="same")
    invalid(ann.post("/events/batch", {"events": twice}), "events.1.uid")
    assert count(ann) == 0
