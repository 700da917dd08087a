"""Idempotency-Key: the same request twice is done once."""

import secrets
import threading
from typing import Any

import pytest

from contract.client import Client, hours, new_event
from contract.expect import ANYTHING, body, problem


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(16)}


def events(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body(client.get("/events/"))
    return found


def test_a_repetition_gets_the_first_answer(ann: Client) -> None:
    headers = key()
    first = ann.post("/events/", new_event(), headers=headers)
    assert "Idempotent-Replayed" not in first.headers
    second = ann.post("/events/", new_event(), headers=headers)
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["Idempotent-Replayed"] == "true"
    assert [second.headers[name] for name in ("ETag", "Location")] == [
        first.headers[name] for name in ("ETag", "Location")
    ]
    assert len(events(ann)) == 1


def test_the_first_answer_stays_though_the_event_has_changed(ann: Client) -> None:
    headers = key()
    first = body(ann.post("/events/", new_event(), headers=headers), 201)
    ann.edit(first["id"], title="Second")
    again = ann.post("/events/", new_event(), headers=headers)
    assert (body(again, 201), again.headers["ETag"]) == (first, f'"{first["id"]}-1"')
    assert ann.event(first["id"])["title"] == "Second"


def test_the_first_answer_stays_though_the_event_lies_in_the_trash(ann: Client) -> None:
    headers, sent = key(), {"events": [new_event(**hours(9, 10)), new_event(**hours(11, 12))]}
    first = body(ann.post("/events/batch", sent, headers=headers), 201)
    ann.delete(f"/events/{first[0]['id']}")
    again = ann.post("/events/batch", sent, headers=headers)
    assert (body(again, 201), again.headers["Idempotent-Replayed"]) == (first, "true")
    ann.delete(f"/trash/{first[0]['id']}")
    problem(ann.post("/events/batch", sent, headers=headers), 404, "not_found")
    assert [event["id"] for event in events(ann)] == [first[1]["id"]]


def test_every_post_that_creates_takes_a_key(ann: Client, ben: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    ann.edit(event["id"], title="Second")
    share = {"users": [{"user_id": ben.id, "permission_level": "viewer"}]}
    batch = {"events": [new_event(**hours(12, 13))]}
    each = {"events": [new_event(**hours(14, 15)), {}], "mode": "each"}
    calls: list[tuple[str, Any, int]] = [
        ("/events/", new_event(**hours(20, 21)), 201),
        ("/events/batch", batch, 201),
        ("/events/batch", each, 207),
        ("/calendars/", {"name": "Team"}, 201),
        ("/feeds/", {"name": "Phone"}, 201),
        (f"{path}/share", share, 201),
        (f"/calendars/{event['calendar_id']}/share", share, 201),
        (f"{path}/rollback/1", None, 200),
    ]
    for address, sent, status in calls:
        headers = key()
        first = ann.post(address, sent, headers=headers)
        second = ann.post(address, sent, headers=headers)
        assert (first.status_code, second.status_code) == (status, status), address
        assert second.json() == first.json(), address
        replayed = [answer.headers.get("Idempotent-Replayed") for answer in (first, second)]
        assert replayed == [None, "true"], address
    assert len(body(ann.get("/calendars/"))) == 2
    assert len(body(ann.get("/feeds/"))) == 1
    assert len(events(ann)) == 4
    assert ann.event(event["id"])["version"] == 3


def test_another_body_under_the_same_key_is_a_422(ann: Client) -> None:
    headers = key()
    body(ann.post("/events/", new_event(), headers=headers), 201)
    other = ann.post("/events/", new_event(title="Other", **hours(12, 13)), headers=headers)
    problem(other, 422, ANYTHING, errors=ANYTHING)
    query = ann.post("/events/", new_event(), headers=headers, on_conflict="allow")
    problem(query, 422, ANYTHING, errors=ANYTHING)
    assert len(events(ann)) == 1


def test_a_key_is_its_users_and_its_routes_alone(ann: Client, ben: Client) -> None:
    headers = key()
    body(ann.post("/events/", new_event(), headers=headers), 201)
    other = ben.post("/events/", new_event(), headers=headers)
    assert (other.status_code, "Idempotent-Replayed" in other.headers) == (201, False)
    calendar = ann.post("/calendars/", {"name": "Team"}, headers=headers)
    assert (calendar.status_code, "Idempotent-Replayed" in calendar.headers) == (201, False)
    slash = ann.post("/events", new_event(), headers=headers)
    assert slash.headers["Idempotent-Replayed"] == "true"


def test_a_refusal_is_judged_anew(ann: Client) -> None:
    held = ann.create()
    headers = key()
    problem(
        *(ann.post("/events/", new_event(), headers=headers), 409, "schedule_conflict"),
        conflicts=ANYTHING,
        suggestions=ANYTHING,
    )
    ann.delete(f"/events/{held['id']}")
    made = ann.post("/events/", new_event(), headers=headers)
    assert (made.status_code, "Idempotent-Replayed" in made.headers) == (201, False)


@pytest.mark.parametrize("sent", ["", "x" * 201, "ä".encode(), "a\tb"])
def test_a_key_that_is_none_is_refused(ann: Client, sent: Any) -> None:
    problem(
        ann.post("/events/", new_event(), headers={"Idempotency-Key": sent}), 422, ANYTHING, errors=ANYTHING
    )
    assert events(ann) == []


def test_a_number_may_have_any_zeros_before_it(ann: Client, ben: Client) -> None:
    event, headers = ann.create(), key()
    sent = {"users": [{"user_id": ben.id, "permission_level": "viewer"}]}
    path = f"/events/{event['id']:0300}/share"
    first, second = (ann.post(path, sent, headers=headers) for _ in range(2))
    assert (body(first, 201), second.headers["Idempotent-Replayed"]) == (body(second, 201), "true")
    problem(ann.post(f"/events/{'9' * 300}/share", sent, headers=headers), 404, "not_found")


def test_a_dry_run_takes_no_key(ann: Client) -> None:
    headers = key()
    dry = {"events": [new_event()], "dry_run": True}
    for _ in range(2):
        assert "Idempotent-Replayed" not in ann.post("/events/batch", dry, headers=headers).headers
    assert events(ann) == []


def test_auth_takes_no_notice_of_a_key(ann: Client) -> None:
    headers, sent = key(), {"username": ann.username, "password": "correct horse battery"}
    tokens = [ann.post("/auth/login", sent, headers=headers) for _ in range(2)]
    assert ["Idempotent-Replayed" in answer.headers for answer in tokens] == [False, False]
    assert tokens[0].json()["refresh_token"] != tokens[1].json()["refresh_token"]


def test_of_two_at_once_one_waits_for_the_other(ann: Client) -> None:
    headers, gate = key(), threading.Barrier(6)
    answers: list[Any] = []

    def create() -> None:
        device = Client(ann.server)
        device.token = ann.token
        gate.wait()
        answers.append(device.post("/events/", new_event(), headers=headers))

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.json()["id"] for answer in answers}) == 1
    replayed = sorted(answer.headers.get("Idempotent-Replayed", "") for answer in answers)
    assert replayed == ["", "true", "true", "true", "true", "true"]
    assert len(events(ann)) == 1


def test_who_lost_access_gets_no_first_answer(ann: Client, ben: Client) -> None:
    calendar = ann.create_calendar()
    ann.share(f"/calendars/{calendar['id']}", ben, role="editor")
    headers, sent = key(), new_event(calendar_id=calendar["id"])
    body(ben.post("/events/", sent, headers=headers), 201)
    ann.delete(f"/calendars/{calendar['id']}/permissions/{ben.id}")
    assert ben.post("/events/", sent, headers=headers).status_code in (403, 404, 422)
