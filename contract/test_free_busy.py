"""When people are busy, for whom they let know, and the slots in which all are free."""

from typing import Any

import pytest

from contract.client import Client, at, hours
from contract.expect import ANY_TEXT, body, invalid, problem

DAY = {"from": "2031-03-10T00:00:00Z", "to": "2031-03-11T00:00:00Z"}


def busy(client: Client, *people: Client, **window: str) -> list[list[tuple[str, str]]]:
    """When each of them is busy."""
    answer = body(client.post("/freebusy", {"users": [each.id for each in people], **DAY, **window}))
    assert [one["user_id"] for one in answer["users"]] == [each.id for each in people]
    return [[(slot["start_time"], slot["end_time"]) for slot in one["busy"]] for one in answer["users"]]


def hidden(client: Client, path: str, *people: Client, **more: Any) -> list[tuple[str, int]]:
    """Whose time is refused."""
    users = [each.id for each in people]
    message = "Not everybody shows you when they are busy."
    document = client.post(path, {"users": users, **DAY, **more})
    errors = document.json()["errors"]
    problem(document, 403, "free_busy_hidden", message, errors=errors)
    assert [set(error) for error in errors] == [{"field", "code", "message", "user_id"}] * len(errors)
    assert {error["code"] for error in errors} == {"free_busy_hidden"}
    return [(error["field"], error["user_id"]) for error in errors]


def test_busy_time_is_merged_clipped_and_without_titles(ann: Client, ben: Client) -> None:
    ben.share(f"/events/{ben.create(**hours(9, 10))['id']}", ann, role="viewer")
    ben.create(**hours(10, 11), title="Secret")
    ben.create(start_time=at(23), end_time=at(1, day=11))
    ben.create(**hours(14, 15), transparency="transparent")
    ben.create(**hours(16, 17), status="cancelled")
    assert busy(ann, ben, ann) == [[(at(9), at(11)), (at(23), at(0, day=11))], []]


def test_every_instance_of_a_series_counts(ann: Client) -> None:
    ann.create(rrule="FREQ=DAILY")
    window = {"from": "2041-03-10T00:00:00Z", "to": "2041-03-12T00:00:00Z"}
    assert [start[11:16] for start, _ in busy(ann, ann, **window)[0]] == ["09:00", "09:00"]


def test_strangers_are_hidden_by_id(ann: Client, ben: Client, cleo: Client) -> None:
    assert hidden(ann, "/freebusy", ann, ben, cleo) == [("users.1", ben.id), ("users.2", cleo.id)]
    nobody = Client(ann.server)
    nobody.id = 10**12
    assert hidden(ann, "/freebusy", nobody) == [("users.0", nobody.id)]


@pytest.mark.parametrize("path", ["/freebusy", "/suggestions"])
def test_everybody_chooses_who_may_know(ann: Client, ben: Client, cleo: Client, path: str) -> None:
    ben.share(f"/calendars/{ben.default_calendar()['id']}", ann, role="viewer")
    more = {"duration": "PT1H"} if path == "/suggestions" else {}
    sent = {"users": [ben.id], **DAY, **more}
    body(ann.post(path, sent))
    assert hidden(cleo, path, ben, **more) == [("users.0", ben.id)]
    body(ben.patch("/auth/me", {"free_busy_visibility": "everyone"}))
    body(cleo.post(path, sent))
    body(ben.patch("/auth/me", {"free_busy_visibility": "nobody"}))
    for asking in (ann, cleo):
        assert hidden(asking, path, ben, **more) == [("users.0", ben.id)]
    body(ben.post(path, sent))


def test_a_malformed_question_is_refused(ann: Client, anonymous: Client) -> None:
    problem(anonymous.post("/freebusy", {"users": [ann.id], **DAY}), 401, ANY_TEXT)
    invalid(ann.post("/freebusy", {}), "users", "from", "to")
    invalid(ann.post("/freebusy", {"users": [], **DAY}), "users")
    invalid(ann.post("/freebusy", {"users": [ann.id] * 51, **DAY}), "users")
    invalid(ann.post("/freebusy", {"users": ["x"], **DAY}), "users.0")
    invalid(ann.post("/freebusy", {"users": [ann.id], **DAY, "to": DAY["from"]}), "to", code="invalid")
    invalid(ann.post("/freebusy", {"users": [ann.id], **DAY, "to": "2031-05-12T00:00:00Z"}), "to")


def test_slots_in_which_all_are_free(ann: Client, ben: Client) -> None:
    ben.share(f"/events/{ben.create(**hours(9, 11))['id']}", ann, role="viewer")
    ann.create(**hours(12, 16))
    sent = {
        "users": [ann.id, ben.id],
        "duration": "PT45M",
        **DAY,
        "within": {"start": "09:00", "end": "17:00"},
    }
    answer = body(ann.post("/suggestions", sent))
    assert answer == {
        "suggestions": [
            {"start_time": at(11), "end_time": at(11, 45)},
            {"start_time": at(16), "end_time": at(16, 45)},
        ]
    }
    week = body(ann.post("/suggestions", {**sent, "to": "2031-03-20T00:00:00Z"}))["suggestions"]
    assert len(week) == 10


def test_times_of_day_are_in_the_callers_zone(ann: Client) -> None:
    body(ann.patch("/auth/me", {"timezone": "America/New_York"}))
    sent = {"users": [ann.id], "duration": "PT1H", "from": "2031-07-01", "to": "2031-07-02"}
    within = {"start": "09:00", "end": "10:00"}
    slots = body(ann.post("/suggestions", {**sent, "within": within}))["suggestions"]
    assert [slot["start_time"] for slot in slots] == ["2031-07-01T13:00:00Z"]
    first = body(ann.post("/suggestions", sent))["suggestions"][0]
    assert first["start_time"] == "2031-07-01T11:00:00Z"


@pytest.mark.parametrize(
    ("sent", "faulty"),
    [
        ({"duration": "soon"}, "duration"),
        ({"duration": "PT0S"}, "duration"),
        ({"duration": "-PT1H"}, "duration"),
        ({"duration": 45}, "duration"),
        ({"duration": "PT9H", "within": {"start": "09:00", "end": "17:00"}}, "duration"),
        ({"within": {"start": "17:00", "end": "09:00"}}, "within.end"),
        ({"within": {"start": "9", "end": "24:00"}}, "within"),
        ({"within": "morning"}, "within"),
    ],
)
def test_a_malformed_wish_is_refused(ann: Client, sent: dict[str, Any], faulty: str) -> None:
    answer = ann.post("/suggestions", {"users": [ann.id], "duration": "PT1H", **DAY, **sent})
    fields = {error["field"] for error in answer.json()["errors"]}
    assert (answer.status_code, {field.partition(".")[0] for field in fields}) == (
        422,
        {faulty.partition(".")[0]},
    )
