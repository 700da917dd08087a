"""Edits: any subset of fields, versions and their tags, merging, and what is refused."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from contract.client import Client, at, hours
from contract.expect import ANY_INSTANT, ANYTHING, CONTENT_KEYS, body, instant, invalid, problem
from contract.server import Server

Person = Callable[..., Client]


def versions(client: Client, event_id: int) -> list[int]:
    answer = body(client.get(f"/events/{event_id}/history"))
    return [version["version_number"] for version in answer["versions"]]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_edit_changes_what_it_names_and_makes_a_version(ann: Client, method: str) -> None:
    event = ann.create(description="Agenda", location="Room 2", tags=["x"])
    answer = ann.call(method, f"/events/{event['id']}", {"title": " Retro ", "location": None})
    edited = body(answer)
    assert edited == {**event, "title": "Retro", "location": None, "version": 2, "updated_at": ANY_INSTANT}
    assert instant(edited["updated_at"]) > instant(event["updated_at"])
    assert answer.headers["ETag"] == f'"{event["id"]}-2"'
    assert ann.event(event["id"]) == edited
    assert versions(ann, event["id"]) == [2, 1]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_edit_that_changes_nothing_makes_no_version(ann: Client, method: str) -> None:
    event = ann.create(rrule="FREQ=WEEKLY;BYDAY=MO", tags=["a"], description="Agenda")
    path = f"/events/{event['id']}"
    for sent in ({}, {"title": event["title"]}, {"title": " Planning "}, event, {"change_reason": "none"}):
        assert body(ann.call(method, path, sent)) == event
    assert body(ann.call(method, path, {"start_time": "2031-03-10T10:00:00+01:00"})) == event
    assert versions(ann, event["id"]) == [1]


def test_every_field_can_be_edited(ann: Client) -> None:
    calendar = ann.create_calendar()
    event = ann.create()
    fields = {
        "title": "Retro",
        "description": "Agenda",
        "location": "Room 3",
        **hours(11, 12),
        "timezone": "Europe/Berlin",
        "tags": ["a", "b"],
        "status": "tentative",
        "transparency": "transparent",
        "calendar_id": calendar["id"],
        "rrule": "FREQ=DAILY;COUNT=3",
        "recurrence_overrides": {"2031-03-11T12:00:00": {"title": "Other"}},
    }
    edited = ann.edit(event["id"], **fields)
    assert {name: edited[name] for name in fields} == fields
    assert (edited["recurrence_type"], edited["is_recurring"], edited["version"]) == ("daily", True, 2)
    cleared = ann.edit(event["id"], is_recurring=False, description=None, tags=[])
    shown = [
        cleared[name] for name in ("rrule", "recurrence_type", "recurrence_pattern", "description", "tags")
    ]
    assert shown == [None, "none", None, None, []]


def test_an_event_becomes_all_day_and_back(ann: Client) -> None:
    event = ann.create()
    days = ann.edit(event["id"], is_all_day=True, start_time="2031-03-10", end_time="2031-03-11")
    assert (days["start_time"], days["end_time"], days["is_all_day"]) == ("2031-03-10", "2031-03-11", True)
    timed = ann.edit(event["id"], is_all_day=False, **hours(9, 10))
    assert (timed["start_time"], timed["end_time"], timed["is_all_day"]) == (at(9), at(10), False)


@pytest.mark.parametrize("busy", [{}, {"transparency": "opaque"}, {"transparency": "transparent"}])
def test_an_event_that_becomes_all_day_and_back_stays_as_busy_as_it_is(
    ann: Client, busy: dict[str, str]
) -> None:
    event = ann.create(**busy)
    assert ann.edit(event["id"], is_all_day=True)["transparency"] == event["transparency"]
    assert ann.edit(event["id"], is_all_day=False)["transparency"] == event["transparency"]


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"title": " "}, ["title"]),
        ({"title": "x" * 201}, ["title"]),
        ({"location": "x" * 501}, ["location"]),
        ({"end_time": at(9)}, ["end_time"]),
        ({"start_time": at(10)}, ["end_time"]),
        ({"start_time": "nonsense"}, ["start_time"]),
        ({"recurrence_type": "none", "recurrence_pattern": {"interval": 2}}, ["recurrence_type"]),
        ({"version": "one"}, ["version"]),
        ({"version": 2}, ["version"]),
        ({"version": 0}, ["version"]),
        ({"version": -1}, ["version"]),
        ({"uid": "another"}, ["uid"]),
        ({"calendar_id": 2**61}, ["calendar_id"]),
        ({"title": "", "location": "x" * 501, "status": "maybe"}, ["title", "location", "status"]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_an_edit_names_every_fault_and_writes_nothing(
    ann: Client, fields: dict[str, Any], faulty: list[str]
) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    for method in ("PUT", "PATCH"):
        invalid(ann.call(method, path, fields), *faulty)
    assert ann.event(event["id"]) == event
    assert versions(ann, event["id"]) == [1]


def test_who_may_not_edit(ann: Client, ben: Client, anonymous: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    for method in ("PUT", "PATCH"):
        problem(anonymous.call(method, path, {"title": "X"}), 401, "not_authenticated")
        problem(ben.call(method, path, {"title": "X"}), 404, "not_found")
        problem(ben.call(method, path, {"title": ""}), 404, "not_found")
        problem(ben.call(method, "/events/999999999", {"title": "X"}), 404, "not_found")
    ann.share(path, ben, role="viewer")
    for method in ("PUT", "PATCH"):
        problem(ben.call(method, path, {"title": "X"}), 403, "forbidden")
        problem(ben.call(method, path, {"title": ""}), 403, "forbidden")
    assert ann.event(event["id"]) == event
    ann.share(path, ben, role="editor")
    assert ben.edit(event["id"], title="X")["my_role"] == "editor"


def test_only_an_owner_moves_an_event_and_only_among_its_owners_calendars(
    ann: Client, ben: Client, cleo: Client
) -> None:
    event = ann.create()
    other = ann.create_calendar()
    path = f"/events/{event['id']}"
    ann.share(f"/calendars/{event['calendar_id']}", ben, role="editor")
    ann.share(f"/calendars/{other['id']}", ben, role="editor")
    invalid(ben.patch(path, {"calendar_id": other["id"]}), "calendar_id")
    invalid(ann.patch(path, {"calendar_id": ben.default_calendar()["id"]}), "calendar_id")
    ann.share(path, cleo, role="owner")
    invalid(cleo.patch(path, {"calendar_id": cleo.default_calendar()["id"]}), "calendar_id")
    assert ann.event(event["id"]) == event
    assert ann.edit(event["id"], calendar_id=other["id"])["calendar_id"] == other["id"]


def test_the_change_reason_is_kept_with_the_version(ann: Client) -> None:
    event = ann.create(change_reason="Because")
    ann.edit(event["id"], title="Second", change_reason="Better so")
    ann.edit(event["id"], title="Third")
    answer = body(ann.get(f"/events/{event['id']}/history"))
    assert [version["change_reason"] for version in answer["versions"]] == [None, "Better so", "Because"]


# Stale edits


def test_an_edit_of_an_older_version_is_merged_field_by_field(ann: Client, ben: Client) -> None:
    event = ann.create(description="Agenda", location="Room 2")
    path = f"/events/{event['id']}"
    ann.share(path, ben, role="editor")
    body(ben.patch(path, {"location": "Room 3", "version": 1}))
    merged = body(ann.patch(path, {"title": "Retro", "description": "Agenda", "version": 1}))
    assert (merged["title"], merged["location"], merged["version"]) == ("Retro", "Room 3", 3)
    both_alike = body(ben.patch(path, {"title": "Retro", "version": 1}))
    assert both_alike == {**merged, "my_role": "editor"}
    assert versions(ann, event["id"]) == [3, 2, 1]


def test_fields_that_both_sides_changed_are_refused_with_all_three_values(ann: Client, ben: Client) -> None:
    event = ann.create(description="Agenda")
    path = f"/events/{event['id']}"
    ann.share(path, ben, role="editor")
    theirs = body(ben.patch(path, {"title": "Theirs", "description": "New agenda", "version": 1}))
    answer = ann.patch(path, {"title": "Mine", "location": "Room 3", "version": 1})
    document = problem(
        answer,
        409,
        "stale_version",
        errors=[{"field": "title", "code": "stale_version", "message": ANYTHING}],
        base_version=1,
        current_version=2,
        current=ANYTHING,
        conflicting_fields={"title": {"base": "Planning", "yours": "Mine", "theirs": "Theirs"}},
    )
    assert {name: document["current"][name] for name in CONTENT_KEYS} == {
        name: theirs[name] for name in CONTENT_KEYS
    }
    assert document["current"]["version"] == 2
    assert ann.event(event["id"]) == {**theirs, "my_role": "owner"}
    assert versions(ann, event["id"]) == [2, 1]


def test_times_that_do_not_fit_together_are_a_conflict_of_versions(ann: Client) -> None:
    event = ann.create(**hours(9, 12))
    path = f"/events/{event['id']}"
    body(ann.patch(path, {"end_time": at(10), "version": 1}))
    answer = ann.patch(path, {"start_time": at(11), "version": 1})
    document = answer.json()
    assert (answer.status_code, document["code"]) == (409, "stale_version")
    assert document["conflicting_fields"] == {
        "start_time": {"base": at(9), "yours": at(11), "theirs": at(9)},
        "end_time": {"base": at(12), "yours": at(12), "theirs": at(10)},
    }


def test_without_a_version_the_last_write_wins(ann: Client) -> None:
    event = ann.create()
    for method, title in (("PUT", "First"), ("PATCH", "Second"), ("PUT", "Third")):
        assert body(ann.call(method, f"/events/{event['id']}", {"title": title}))["title"] == title
    assert ann.event(event["id"])["version"] == 4


def test_the_current_version_is_no_stale_one(ann: Client) -> None:
    event = ann.create()
    edited = body(ann.put(f"/events/{event['id']}", {**event, "title": "Whole"}))
    assert edited == {**event, "title": "Whole", "version": 2, "updated_at": ANY_INSTANT}


def test_an_old_client_that_sends_the_whole_event_back_merges_too(ann: Client) -> None:
    event = ann.create(location="Room 2")
    ann.edit(event["id"], location="Room 3")
    merged = body(ann.put(f"/events/{event['id']}", {**event, "title": "Whole"}))
    assert (merged["title"], merged["location"], merged["version"]) == ("Whole", "Room 3", 3)


# If-Match


@pytest.mark.parametrize("form", ['"{id}-2"', 'W/"{id}-2"', '"x", "{id}-2"', '"{id}-1", W/"{id}-2"', "*"])
def test_if_match_that_names_the_current_version_lets_the_edit_through(ann: Client, form: str) -> None:
    event = ann.create()
    ann.edit(event["id"], title="Second")
    match = {"If-Match": form.replace("{id}", str(event["id"]))}
    answer = ann.patch(f"/events/{event['id']}", {"title": "Third"}, headers=match)
    assert body(answer)["version"] == 3


@pytest.mark.parametrize("form", ['"{id}-1"', 'W/"{id}-1"', '"{id}-3"', '"1{id}-2"', "nonsense", '"', ""])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_if_match_that_fails_is_a_412_and_nothing_is_merged(ann: Client, method: str, form: str) -> None:
    event = ann.create()
    current = ann.edit(event["id"], title="Second")
    match = {"If-Match": form.replace("{id}", str(event["id"]))}
    answer = ann.call(method, f"/events/{event['id']}", {"location": "Room 3"}, headers=match)
    problem(answer, 412, "stale_version", current_version=2)
    assert ann.event(event["id"]) == current


def test_if_match_counts_even_where_the_body_names_an_older_version(ann: Client) -> None:
    event = ann.create()
    current = ann.edit(event["id"], title="Second")
    match = {"If-Match": f'"{event["id"]}-1"'}
    answer = ann.patch(f"/events/{event['id']}", {"location": "Room 3", "version": 1}, headers=match)
    problem(answer, 412, "stale_version", current_version=2)
    assert ann.event(event["id"]) == current


def test_who_may_not_edit_hears_that_and_not_the_version(ann: Client, ben: Client) -> None:
    event = ann.create()
    match = {"If-Match": '"0-0"'}
    problem(ben.patch(f"/events/{event['id']}", {"title": "X"}, headers=match), 404, "not_found")
    ann.share(f"/events/{event['id']}", ben, role="viewer")
    problem(ben.patch(f"/events/{event['id']}", {"title": "X"}, headers=match), 403, "forbidden")


def test_of_edits_that_name_one_version_at_once_none_is_lost(ann: Client) -> None:
    event = ann.create(description="", tags=[])
    path = f"/events/{event['id']}"
    edits: list[dict[str, Any]] = [
        {"title": "Title"},
        {"description": "Description"},
        {"location": "Location"},
        {"tags": ["tag"]},
        {"status": "tentative"},
    ]
    answers = []

    def edit(fields: dict[str, Any]) -> None:
        device = Client(ann.server)
        device.token = ann.token
        answers.append(device.patch(path, {**fields, "version": 1}).status_code)

    threads = [threading.Thread(target=edit, args=(fields,)) for fields in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 5
    now = ann.event(event["id"])
    assert {name: now[name] for fields in edits for name in fields} == {
        name: value for fields in edits for name, value in fields.items()
    }
    assert versions(ann, event["id"]) == [6, 5, 4, 3, 2, 1]


# Strict mode


def test_strict_mode_asks_for_a_precondition(other_server: Server) -> None:
    ann = Client(other_server.url).register()
    event = ann.create()
    path = f"/events/{event['id']}"
    asked = "Say which version of the event this is about: send If-Match"
    for method in ("PUT", "PATCH"):
        answer = ann.call(method, path, {"title": "X"})
        problem(answer, 428, "precondition_required", f"{asked}, or version.")
    for answer in (ann.delete(path), ann.post(f"{path}/rollback/1")):
        problem(answer, 428, "precondition_required", f"{asked}.")
    assert ann.event(event["id"]) == event
    assert body(ann.patch(path, {"title": "X", "version": 1}))["version"] == 2
    assert body(ann.put(path, {"title": "Y"}, headers={"If-Match": f'"{event["id"]}-2"'}))["version"] == 3
    rolled_back = ann.post(f"{path}/rollback/1", headers={"If-Match": f'"{event["id"]}-3"'})
    assert body(rolled_back)["version"] == 4
    assert ann.delete(path, headers={"If-Match": "*"}).status_code == 204
