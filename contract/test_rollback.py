"""Rollback: an old version becomes the newest one, in whole or in part."""

from typing import Any

from contract.client import Client, at, hours
from contract.expect import (
    ANYTHING,
    body,
    problem,
)
from contract.reads import content, history


def test_rollback_makes_a_new_version_with_the_old_content(
    ann: Client, ben: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    answer = ben.post(f"/events/{event_id}/rollback/1")
    event = body(answer)
    assert content(event) == content(told[0])
    assert (event["version"], event["my_role"]) == (4, "editor")
    assert answer.headers["ETag"] == f'"{event_id}-4"'
    assert ben.event(event_id) == event
    rows = history(ann, event_id)
    assert [(row["version_number"], row["is_current"], row["changed_by"]) for row in rows] == [
        (4, True, ben.id),
        (3, False, ann.id),
        (2, False, ben.id),
        (1, False, ann.id),
    ]
    assert rows[0]["event_data"] == rows[3]["event_data"]


def test_rollback_takes_a_reason_and_single_fields(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    sent = {"fields": ["title", "tags"], "change_reason": "The old title was right"}
    event = body(ann.post(f"/events/{event_id}/rollback/1", sent))
    assert content(event) == {**content(told[2]), "title": "Planning", "tags": ["a"]}
    assert history(ann, event_id)[0]["change_reason"] == "The old title was right"
    for fields in (["nonsense"], ["version"], "title", [7]):
        refused = ann.post(f"/events/{event_id}/rollback/1", {"fields": fields})
        assert problem(refused, 422, "invalid", errors=ANYTHING)
    assert ann.event(event_id)["version"] == 4


def test_a_dry_run_of_a_rollback_shows_the_event_and_writes_nothing(
    ann: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    shown = body(ann.post(f"/events/{event_id}/rollback/1", {"dry_run": True}))
    assert content(shown) == content(told[0])
    assert ann.event(event_id) == told[2]
    assert len(history(ann, event_id)) == 3


def test_rollback_to_what_is_there_already_makes_nothing(
    ann: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    assert body(ann.post(f"/events/{event_id}/rollback/3")) == told[2]
    assert len(history(ann, event_id)) == 3


def test_rollback_checks_conflicts(ann: Client) -> None:
    event = ann.create(**hours(9, 10))
    ann.edit(event["id"], **hours(11, 12))
    held = ann.create(title="Held", **hours(9, 10))
    for sent in (None, {"dry_run": True}):
        answer = ann.post(f"/events/{event['id']}/rollback/1", sent)
        document = problem(
            answer,
            409,
            "schedule_conflict",
            "Event conflicts with existing event: Held",
            conflicts=ANYTHING,
            suggestions=ANYTHING,
        )
        assert [one["event_id"] for one in document["conflicts"]] == [held["id"]]
    assert ann.event(event["id"])["version"] == 2
    event = body(ann.post(f"/events/{event['id']}/rollback/1", on_conflict="allow"))
    assert (event["version"], event["start_time"]) == (3, at(9))


def test_rollback_heeds_if_match(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    stale = ann.post(f"/events/{event_id}/rollback/1", headers={"If-Match": f'"{event_id}-2"'})
    problem(stale, 412, "stale_version", current_version=3)
    assert len(history(ann, event_id)) == 3
    answer = ann.post(f"/events/{event_id}/rollback/1", headers={"If-Match": f'"{event_id}-3"'})
    assert body(answer)["version"] == 4


def test_rollback_to_a_version_that_is_not_there(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    for number in (0, 4, 99):
        refused = ann.post(f"/events/{event_id}/rollback/{number}")
        problem(refused, 404, "not_found", f"Version {number} not found")
    assert len(history(ann, event_id)) == 3


def test_rollback_brings_exceptions_back_too(ann: Client) -> None:
    overrides = {"2031-03-17T09:00:00": {"excluded": True}}
    event = ann.create(rrule="FREQ=WEEKLY;COUNT=4", recurrence_overrides=overrides)
    ann.edit(event["id"], is_recurring=False, recurrence_overrides={})
    back = body(ann.post(f"/events/{event['id']}/rollback/1"))
    assert (back["rrule"], back["recurrence_overrides"]) == (event["rrule"], overrides)
    ann.create(**hours(9, 10, day=17))  # the time of the exception is free
