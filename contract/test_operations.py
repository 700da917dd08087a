"""Batches of operations: events made, edited, moved and deleted at once."""

from typing import Any

import pytest

from contract.client import Client, at, hours, new_event
from contract.expect import ANYTHING, EVENT_KEYS, body, invalid, problem
from contract.server import Server


def send(client: Client, *operations: Any, status: int = 200, headers: Any = None, **envelope: Any) -> Any:
    """The answer to a batch of operations."""
    sent = {"operations": list(operations), **envelope}
    return body(client.post("/events/batch", sent, headers=headers), status)


def starts(client: Client, *events: dict[str, Any]) -> list[str]:
    """When the events start now."""
    return [client.event(event["id"])["start_time"] for event in events]


def test_all_four_are_answered_in_order(ann: Client) -> None:
    a, b, c = (ann.create(**hours(n, n + 1)) for n in (9, 11, 13))
    rows = send(
        ann,
        {"op": "create", **new_event(**hours(15, 16))},
        {"op": "update", "id": a["id"], "title": "Renamed", "change_reason": "Better"},
        {"op": "move", "id": b["id"], "by": "PT1H"},
        {"op": "delete", "id": c["id"]},
    )
    assert [(row["index"], row["op"], row["status"], set(row)) for row in rows] == [
        (0, "create", 201, {"index", "op", "status", "event"}),
        (1, "update", 200, {"index", "op", "status", "event"}),
        (2, "move", 200, {"index", "op", "status", "event"}),
        (3, "delete", 204, {"index", "op", "status"}),
    ]
    assert [set(row["event"]) for row in rows[:3]] == [EVENT_KEYS] * 3
    assert [ann.event(row["event"]["id"]) for row in rows[:3]] == [row["event"] for row in rows[:3]]
    assert (rows[1]["event"]["title"], rows[2]["event"]["start_time"]) == ("Renamed", at(12))
    problem(ann.get(f"/events/{c['id']}"), 404, "not_found")


def test_two_events_swap_their_times(ann: Client) -> None:
    a, b = ann.create(**hours(9, 10)), ann.create(**hours(10, 11))
    send(ann, {"op": "move", "id": a["id"], "by": "PT1H"}, {"op": "move", "id": b["id"], "by": "-PT1H"})
    assert starts(ann, a, b) == [at(10), at(9)]


def test_one_token_takes_the_whole_batch_back(ann: Client) -> None:
    a, b, c = (ann.create(**hours(n, n + 1)) for n in (9, 10, 11))
    sent = {
        "operations": [
            {"op": "move", "id": a["id"], "by": "PT1H"},
            {"op": "move", "id": b["id"], "by": "-PT1H"},
            {"op": "delete", "id": c["id"]},
            {"op": "create", **new_event(**hours(11, 12))},
        ]
    }
    answer = ann.post("/events/batch", sent)
    new = body(answer)[3]["event"]
    body(ann.post(f"/undo/{answer.headers['X-Undo-Token']}"))
    assert starts(ann, a, b, c) == [at(9), at(10), at(11)]
    problem(ann.get(f"/events/{new['id']}"), 404, "not_found")


def test_a_move_by_days_keeps_the_wall_clock(ann: Client) -> None:
    a = ann.create(start_time="2031-03-29T09:00:00", end_time="2031-03-29T10:00:00", timezone="Europe/Lisbon")
    send(ann, {"op": "move", "id": a["id"], "by": "P1D"})
    assert starts(ann, a) == ["2031-03-30T08:00:00Z"]


def test_a_move_to_another_calendar(ann: Client) -> None:
    event, team = ann.create(), ann.create_calendar()
    (row,) = send(ann, {"op": "move", "id": event["id"], "calendar_id": team["id"], "by": "PT1H"})
    assert (row["event"]["calendar_id"], row["event"]["start_time"]) == (team["id"], at(10))


def test_atomic_names_the_refused_and_does_nothing(ann: Client, ben: Client) -> None:
    own, seen = ann.create(), ben.create()
    ben.share(f"/events/{seen['id']}", ann, role="viewer")
    hidden = ben.create(**hours(12, 13))
    sent = [
        {"op": "move", "id": own["id"], "by": "PT1H"},
        {"op": "update", "id": seen["id"], "title": "Mine"},
        {"op": "delete", "id": hidden["id"]},
    ]
    document = problem(ann.post("/events/batch", {"operations": sent}), 400, "batch_failed", errors=ANYTHING)
    assert [(error["index"], error["code"]) for error in document["errors"]] == [
        (1, "forbidden"),
        (2, "not_found"),
    ]
    assert starts(ann, own) == [at(9)]
    rows = send(ann, *sent, status=207, mode="each")
    assert [row["status"] for row in rows] == [200, 403, 404]
    assert [row["error"]["code"] for row in rows[1:]] == ["forbidden", "not_found"]


def test_malformed_operations_are_named_with_every_fault(ann: Client) -> None:
    event = ann.create()
    sent: list[dict[str, Any]] = [
        {"op": "explode"},
        {"op": "update", "title": 7, "location": "x" * 501},
        {"op": "move", "id": event["id"]},
        {"op": "move", "id": event["id"], "by": "1 hour"},
        {"op": "create", "title": ""},
        {},
    ]
    faults = (
        *("operations.0.op", "operations.1.id", "operations.1.title", "operations.1.location"),
        *("operations.2.by", "operations.3.by", "operations.4.title", "operations.4.start_time"),
        *("operations.4.end_time", "operations.5.op"),
    )
    invalid(ann.post("/events/batch", {"operations": sent}), *faults)
    rows = send(ann, *sent, status=207, mode="each")
    assert [row["status"] for row in rows] == [422] * 6


def test_an_event_takes_one_operation(ann: Client) -> None:
    event = ann.create()
    twice = [{"op": "update", "id": event["id"], "title": "A"}, {"op": "delete", "id": event["id"]}]
    invalid(ann.post("/events/batch", {"operations": twice}), "operations.1.id", code="invalid")
    assert ann.event(event["id"]) == event


def test_the_two_forms_exclude_each_other(ann: Client) -> None:
    operation = {"op": "create", **new_event()}
    both = {"events": [new_event()], "operations": [operation]}
    invalid(ann.post("/events/batch", both), "operations")
    invalid(ann.post("/events/batch", {"operations": []}), "operations")
    invalid(ann.post("/events/batch", {"operations": [7]}), "operations.0")


def test_five_hundred_are_taken_and_no_more(ann: Client) -> None:
    def creations(number: int) -> list[dict[str, Any]]:
        return [
            {"op": "create", **new_event(**hours(n % 23, n % 23 + 1, day=1 + n // 23))} for n in range(number)
        ]

    invalid(ann.post("/events/batch", {"operations": creations(501)}), "operations")
    rows = send(ann, *creations(500))
    moves = [{"op": "move", "id": row["event"]["id"], "by": "P5W"} for row in rows]
    answer = ann.post("/events/batch", {"operations": moves})
    assert {row["status"] for row in body(answer)} == {200}
    undone = body(ann.post(f"/undo/{answer.headers['X-Undo-Token']}"))
    assert {event["version"] for event in undone} == {3}


@pytest.mark.parametrize(("mode", "status"), [("atomic", 200), ("each", 207)])
def test_a_repeated_key_gets_the_first_answer(ann: Client, mode: str, status: int) -> None:
    a, b = ann.create(**hours(12, 13)), ann.create(**hours(14, 15))
    sent = {
        "operations": [
            {"op": "create", **new_event()},
            {"op": "update", "id": a["id"], "title": "Once"},
            {"op": "delete", "id": b["id"]},
        ],
        "mode": mode,
    }
    first, second = (ann.post("/events/batch", sent, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert body(first, status) == body(second, status)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert ann.event(a["id"])["version"] == 2


def test_a_dry_run_writes_nothing(ann: Client) -> None:
    a, b = ann.create(**hours(9, 10)), ann.create(**hours(10, 11))
    rows = send(
        ann,
        {"op": "create", **new_event(**hours(12, 13))},
        {"op": "update", "id": a["id"], "title": "Dry"},
        {"op": "delete", "id": b["id"]},
        dry_run=True,
    )
    assert [(row["status"], row.get("event", {}).get("title")) for row in rows] == [
        (200, "Planning"),
        (200, "Dry"),
        (204, None),
    ]
    assert [ann.event(event["id"]) for event in (a, b)] == [a, b]
    assert len(body(ann.get("/events/"))) == 2


def test_a_stale_operation_is_merged_or_refused(ann: Client) -> None:
    event = ann.create()
    ann.edit(event["id"], title="Theirs")
    (row,) = send(ann, {"op": "move", "id": event["id"], "by": "PT1H", "version": 1})
    assert (row["event"]["title"], row["event"]["version"]) == ("Theirs", 3)
    (row,) = send(
        ann, {"op": "update", "id": event["id"], "title": "Mine", "version": 1}, status=207, mode="each"
    )
    assert (row["status"], row["error"]["code"]) == (409, "stale_version")


def test_series_that_come_to_too_many_occurrences_are_refused_one_by_one(ann: Client) -> None:
    series = [{"op": "create", **new_event(), "rrule": "FREQ=HOURLY;INTERVAL=4"} for _ in range(20)]
    single = {"op": "create", **new_event(**hours(11, 12))}
    sent = {"operations": [*series, single], "mode": "each", "dry_run": True}
    rows = body(ann.post("/events/batch", sent, on_conflict="allow"), 207)
    assert [row["status"] for row in rows] == [200] * 13 + [422] * 7 + [200]
    assert [fault["code"] for row in rows[13:20] for fault in row["error"]["errors"]] == [
        "too_many_occurrences"
    ] * 7


def test_strict_mode_asks_for_the_version_of_an_event(other_server: Server) -> None:
    ann = Client(other_server.url).register()
    event = ann.create()
    for sent in ({"op": "update", "title": "X"}, {"op": "move", "by": "PT1H"}, {"op": "delete"}):
        (row,) = send(ann, {**sent, "id": event["id"]}, mode="each", status=207)
        assert (row["status"], row["error"]["code"], row["error"]["detail"]) == (
            428,
            "precondition_required",
            "Say which version of the event this is about: send version.",
        )
    assert ann.event(event["id"]) == event
    send(ann, {"op": "delete", "id": event["id"], "version": 1})
