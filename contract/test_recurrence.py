"""Recurring events edited in part: scopes, splits, exceptions, words, and undo of both parts."""

from typing import Any

import pytest

from contract.client import Client, at, hours
from contract.expect import ANY_INSTANT, ANY_TEXT, ANYTHING, EVENT_KEYS, body, invalid, problem


def first(day: int, hour: int = 9) -> str:
    """The original start of an instance in March 2031, local in the event's zone."""
    return f"2031-03-{day:02}T{hour:02}:00:00"


def versions(client: Client, event_id: int) -> list[int]:
    answer = body(client.get(f"/events/{event_id}/history"))
    return [version["version_number"] for version in answer["versions"]]


def starts(client: Client, event_id: int) -> list[str]:
    """The starts of an event's occurrences in March and April 2031."""
    window = {"from": "2031-03-01T00:00:00Z", "to": "2031-05-01T00:00:00Z"}
    found = body(client.get("/occurrences/", **window))
    return [one["start_time"] for one in found if one["event_id"] == event_id]


def series(client: Client, **fields: Any) -> tuple[dict[str, Any], str]:
    """Five mornings from Monday on, and their address."""
    event = client.create(**{"rrule": "FREQ=DAILY;COUNT=5", **fields})
    return event, f"/events/{event['id']}"


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_one_instance_becomes_an_exception(ann: Client, method: str) -> None:
    event, path = series(ann)
    query = f"{path}?scope=this&recurrence_id={first(12)}"
    answer = ann.call(method, query, {"title": "Special", **hours(11, 12, day=12), "change_reason": "Guests"})
    edited = body(answer)
    assert edited == {
        **event,
        "recurrence_overrides": {first(12): {"title": "Special", "start_time": first(12, 11)}},
        "version": 2,
        "updated_at": ANY_INSTANT,
    }
    assert answer.headers["ETag"] == f'"{event["id"]}-2"'
    assert versions(ann, event["id"]) == [2, 1]
    assert starts(ann, event["id"]) == [at(9), at(9, day=11), at(11, day=12), at(9, day=13), at(9, day=14)]
    more = body(ann.call(method, query, {"location": "Hall"}))
    assert more["recurrence_overrides"][first(12)] == {
        **edited["recurrence_overrides"][first(12)],
        "location": "Hall",
    }


def test_an_instance_is_deleted_alone(ann: Client) -> None:
    event, path = series(ann)
    assert ann.delete(path, scope="this", recurrence_id=first(12)).status_code == 204
    assert ann.event(event["id"])["recurrence_overrides"] == {first(12): {"excluded": True}}
    assert ann.event(event["id"])["recurrence_text"] == "every day at 09:00, 5 times, except on 12 March"
    problem(ann.delete(path, scope="this", recurrence_id=first(12)), 404, "not_found", "No such occurrence")
    assert versions(ann, event["id"]) == [2, 1]


def test_only_an_override_s_fields_belong_to_one_instance(ann: Client) -> None:
    event, path = series(ann)
    sent = {"rrule": "FREQ=WEEKLY", "timezone": "Europe/Lisbon", "calendar_id": 1, "title": ""}
    answer = ann.patch(path, sent, scope="this", recurrence_id=first(12))
    invalid(answer, "rrule", "timezone", "calendar_id", "title")
    unreadable = {"rrule": "FREQ=WEEKLY", "title": 7}
    invalid(ann.patch(path, unreadable, scope="this", recurrence_id=first(12)), "rrule", "title")
    assert ann.event(event["id"]) == event


def test_stale_edits_of_one_instance_are_merged_or_refused(ann: Client) -> None:
    event, path = series(ann)
    ann.patch(path, {"title": "Theirs", "version": 1}, scope="this", recurrence_id=first(12))
    merged = body(ann.patch(path, {"location": "Mine", "version": 1}, scope="this", recurrence_id=first(12)))
    assert merged["recurrence_overrides"] == {first(12): {"title": "Theirs", "location": "Mine"}}
    answer = ann.patch(path, {"title": "Mine", "version": 1}, scope="this", recurrence_id=first(12))
    problem(
        answer,
        409,
        "stale_version",
        errors=ANYTHING,
        base_version=1,
        current_version=3,
        current=ANYTHING,
        conflicting_fields={"recurrence_overrides": ANYTHING},
    )
    stale = {"If-Match": f'"{event["id"]}-1"'}
    answer = ann.patch(path, {"title": "X"}, headers=stale, scope="this", recurrence_id=first(12))
    problem(answer, 412, "stale_version", current_version=3)


def test_one_and_all_that_follow_become_an_event_of_their_own(ann: Client, ben: Client) -> None:
    overrides = {first(11): {"title": "Second"}, first(13): {"excluded": True}}
    event, path = series(ann, recurrence_overrides=overrides)
    ann.share(path, ben, role="editor")
    answer = ben.patch(
        path, {"title": "New", **hours(10, 11, day=12)}, scope="following", recurrence_id=first(12)
    )
    new = body(answer)
    assert set(new) == EVENT_KEYS | {"dropped_overrides"}
    assert new == {
        **event,
        "id": new["id"],
        "uid": ANY_TEXT,
        "title": "New",
        **hours(10, 11, day=12),
        "rrule": "FREQ=DAILY;COUNT=3",
        "recurrence_pattern": {**event["recurrence_pattern"], "count": 3},
        "recurrence_text": "every day at 10:00, 3 times, except on 13 March",
        "recurrence_overrides": {first(13, 10): {"excluded": True}},
        "split_from_id": event["id"],
        "version": 1,
        "created_at": ANY_INSTANT,
        "updated_at": ANY_INSTANT,
        "my_role": "editor",
        "dropped_overrides": [],
    }
    assert answer.headers["ETag"] == f'"{new["id"]}-1"'
    old = ann.event(event["id"])
    assert (old["rrule"], old["version"], old["split_from_id"]) == ("FREQ=DAILY;COUNT=2", 2, None)
    assert old["recurrence_overrides"] == {first(11): {"title": "Second"}}
    assert old["uid"] != new["uid"]
    assert (versions(ann, old["id"]), versions(ann, new["id"])) == ([2, 1], [1])
    assert starts(ann, old["id"]) == [at(9), at(9, day=11)]
    assert starts(ann, new["id"]) == [at(10, day=12), at(10, day=14)]
    permissions = body(ann.get(f"/events/{new['id']}/permissions"))
    assert [(row["user_id"], row["permission_level"]) for row in permissions] == [
        (ann.id, "owner"),
        (ben.id, "editor"),
    ]


def test_an_endless_series_ends_before_the_split(ann: Client) -> None:
    event, path = series(ann, rrule="FREQ=WEEKLY;BYDAY=MO,TH")
    new = body(ann.patch(path, {"title": "New"}, scope="following", recurrence_id=first(20)))
    assert (new["rrule"], new["start_time"]) == ("FREQ=WEEKLY;BYDAY=MO,TH", at(9, day=20))
    assert (
        ann.event(event["id"])["recurrence_text"]
        == "every week on Monday and Thursday at 09:00 until 17 March"
    )


def test_a_split_is_undone_as_one(ann: Client) -> None:
    event, path = series(ann)
    answer = ann.patch(path, {"title": "New"}, scope="following", recurrence_id=first(12))
    new, token = body(answer), answer.headers["X-Undo-Token"]
    body(ann.post(f"/undo/{token}"))
    problem(ann.get(f"/events/{new['id']}"), 404, "not_found")
    back = ann.event(event["id"])
    assert back == {**event, "version": 3, "updated_at": ANY_INSTANT}
    assert starts(ann, event["id"]) == [at(9, day=day) for day in (10, 11, 12, 13, 14)]


def test_an_editor_may_undo_the_split_he_made(ann: Client, ben: Client) -> None:
    event, path = series(ann)
    ann.share(path, ben, role="editor")
    answer = ben.patch(path, {"title": "New"}, scope="following", recurrence_id=first(12))
    body(ben.post(f"/undo/{answer.headers['X-Undo-Token']}"))
    assert ann.event(event["id"])["rrule"] == event["rrule"]


def test_each_scope_is_a_version_that_can_be_rolled_back(ann: Client) -> None:
    event, path = series(ann)
    ann.patch(path, {"title": "Special"}, scope="this", recurrence_id=first(12))
    ann.delete(path, scope="following", recurrence_id=first(13))
    assert starts(ann, event["id"]) == [at(9, day=day) for day in (10, 11, 12)]
    changes = body(ann.get(f"{path}/diff/2/3"))["changes"]
    assert changes["rrule"] == {
        "version_2": "FREQ=DAILY;COUNT=5",
        "version_3": "FREQ=DAILY;COUNT=3",
        "change_type": "modified",
        "words": [["=", "every day at 09:00, "], ["-", "5"], ["+", "3"], ["=", " times"]],
    }
    back = body(ann.post(f"{path}/rollback/1"))
    assert back == {**event, "version": 4, "updated_at": ANY_INSTANT}
    assert starts(ann, event["id"]) == [at(9, day=day) for day in (10, 11, 12, 13, 14)]


def test_following_the_first_instance_is_the_whole_series(ann: Client, ben: Client) -> None:
    event, path = series(ann)
    ann.share(path, ben, role="editor")
    edited = body(ben.patch(path, {"title": "New"}, scope="following", recurrence_id=first(10)))
    assert (edited["id"], edited["version"], edited["rrule"]) == (event["id"], 2, event["rrule"])
    answer = ben.delete(path, scope="following", recurrence_id=first(10))
    problem(answer, 403, "forbidden", "Only owners can delete events")
    assert ann.delete(path, scope="following", recurrence_id=first(10)).status_code == 204
    problem(ann.get(path), 404, "not_found")


def test_all_keeps_exceptions_that_still_mean_something(ann: Client) -> None:
    overrides = {first(12): {"title": "Wednesday"}, first(17): {"title": "Monday"}}
    _, path = series(ann, rrule="FREQ=DAILY;COUNT=9", recurrence_overrides=overrides)
    moved = body(ann.patch(path, hours(10, 11)))
    assert moved["recurrence_overrides"] == {
        first(12, 10): {"title": "Wednesday"},
        first(17, 10): {"title": "Monday"},
    }
    assert moved["dropped_overrides"] == []
    weekly = body(ann.patch(path, {"rrule": "FREQ=WEEKLY;COUNT=3"}, scope="all"))
    assert weekly["recurrence_overrides"] == {first(17, 10): {"title": "Monday"}}
    assert weekly["dropped_overrides"] == [first(12, 10)]


def test_all_by_an_instance_moves_the_whole_series_in_wall_time(ann: Client) -> None:
    # New York's clocks go forward on 9 March 2031
    event = ann.create(
        start_time="2031-03-03T09:00:00",
        end_time="2031-03-03T10:00:00",
        timezone="America/New_York",
        rrule="FREQ=WEEKLY;COUNT=3;BYDAY=MO",
    )
    path = f"/events/{event['id']}"
    sent = {"start_time": "2031-03-18T10:30:00", "end_time": "2031-03-18T11:30:00"}
    after = body(ann.patch(path, sent, scope="all", recurrence_id=first(17)))
    assert (after["rrule"], after["start_time"]) == ("FREQ=WEEKLY;COUNT=3;BYDAY=TU", "2031-03-04T15:30:00Z")
    assert starts(ann, event["id"]) == ["2031-03-04T15:30:00Z", at(14, 30, day=11), at(14, 30, day=18)]


@pytest.mark.parametrize("scope", ["this", "following", "all"])
@pytest.mark.parametrize("recurrence_id", [first(12, 10), first(15), "2031-03-09"])
def test_what_is_no_instance_is_not_found(ann: Client, scope: str, recurrence_id: str) -> None:
    event, path = series(ann)
    query = {"scope": scope, "recurrence_id": recurrence_id}
    problem(ann.patch(path, {"title": "X"}, **query), 404, "not_found", "No such occurrence")
    problem(ann.delete(path, **query), 404, "not_found", "No such occurrence")
    assert ann.event(event["id"]) == event


def test_a_scope_is_one_of_three_and_names_an_instance(ann: Client, ben: Client) -> None:
    event, path = series(ann)
    for query, field in (
        ({"scope": "some", "recurrence_id": first(12)}, "scope"),
        ({"scope": "this"}, "recurrence_id"),
        ({"scope": "following"}, "recurrence_id"),
        ({"scope": "this", "recurrence_id": "soon"}, "recurrence_id"),
        ({"scope": "all", "recurrence_id": "2031-13-01T00:00:00"}, "recurrence_id"),
    ):
        invalid(ann.patch(path, {"title": "X"}, **query), field)
        invalid(ann.delete(path, **query), field)
        problem(ben.patch(path, {"title": "X"}, **query), 404, "not_found", "Event not found")
        problem(ben.delete(path, **query), 404, "not_found", "Event not found")
    assert ann.event(event["id"]) == event


def test_an_instance_may_be_named_with_an_offset(ann: Client) -> None:
    event, path = series(ann, timezone="Europe/Berlin", **hours(8, 9))  # 09:00 in Berlin
    for recurrence_id in ("2031-03-12T09:00:00+01:00", "2031-03-12T08:00:00Z", "2031-03-12"):
        answer = ann.patch(path, {"title": recurrence_id}, scope="this", recurrence_id=recurrence_id)
        assert list(body(answer)["recurrence_overrides"]) == [first(12)]
    raw = ann.patch(f"{path}?scope=this&recurrence_id=2031-03-13T09:00:00+01:00", {"title": "Unescaped"})
    assert list(body(raw)["recurrence_overrides"]) == [first(12), first(13)]
    assert ann.event(event["id"])["version"] == 5


def test_conflicts_are_those_of_what_moves(ann: Client) -> None:
    event, path = series(ann)
    noon = ann.create(title="At noon", **hours(12, 13, day=13))
    query = {"scope": "following", "recurrence_id": first(12)}
    answer = ann.patch(path, hours(12, 13, day=12), **query)
    document = problem(answer, 409, "schedule_conflict", conflicts=ANYTHING, suggestions=ANYTHING)
    assert [clash["event_id"] for clash in document["conflicts"]] == [noon["id"]]
    assert ann.event(event["id"]) == event
    new = body(ann.patch(path, hours(12, 13, day=12), on_conflict="allow", **query))
    assert new["split_from_id"] == event["id"]
    renamed = body(
        ann.patch(f"/events/{new['id']}", {"title": "X"}, scope="following", recurrence_id=first(13, 12))
    )
    assert renamed["split_from_id"] == new["id"]  # over the other event still, but nothing moved
    answer = ann.patch(path, hours(11, 12, day=11), scope="this", recurrence_id=first(11))
    assert body(answer)["version"] == 3


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        (
            "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20311218T090000Z",
            "every weekday at 09:00 until 18 December",
        ),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2MO", "on the second Monday of every second month at 09:00"),
        ("FREQ=YEARLY", "every year on 10 March at 09:00"),
    ],
)
def test_a_rule_is_said_in_words(ann: Client, rrule: str, words: str) -> None:
    event = ann.create(rrule=rrule)
    assert event["recurrence_text"] == words
    assert ann.create(**hours(20, 21))["recurrence_text"] is None
    (listed,) = [one for one in body(ann.get("/events/")) if one["id"] == event["id"]]
    assert listed["recurrence_text"] == words


def test_starts_with_fractions_of_a_second_recur_too(ann: Client) -> None:
    event = ann.create(start_time="2031-03-10T09:00:00.250000Z", rrule="FREQ=DAILY;COUNT=2")
    second = "2031-03-11T09:00:00.250000"
    query = {"scope": "this", "recurrence_id": second}
    edited = body(ann.patch(f"/events/{event['id']}", {"title": "Second"}, **query))
    assert edited["recurrence_overrides"] == {second: {"title": "Second"}}
    assert starts(ann, event["id"]) == ["2031-03-10T09:00:00.250000Z", f"{second}Z"]
