"""POST rollback over HTTP."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from events.factories import START, make_event
from events.models import Event, HistoricalEvent
from history.tests.conftest import ApiClient, edit, faults, problem
from journal.models import Entry, IdempotencyClaim


def rows() -> tuple[int, int, int]:
    return HistoricalEvent.objects.count(), Entry.objects.count(), IdempotencyClaim.objects.count()


def test_without_a_body_all_of_the_version_comes_back(event: Event, as_editor: ApiClient) -> None:
    answer = as_editor.call("POST", f"events/{event.pk}/rollback/1")
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{event.pk}-4"'
    assert answer["Vary"] == "Authorization, Cookie"
    document = answer.json()
    assert (document["version"], document["title"], document["location"], document["my_role"]) == (
        4,
        "Planning",
        "Room 1",
        "editor",
    )
    assert document == as_editor.get(f"events/{event.pk}").json()
    newest = as_editor.get(f"events/{event.pk}/versions/4").json()
    assert newest["change_summary"] == "Rolled back to version 1: title, description, location changed"
    assert as_editor.get(f"events/{event.pk}/activity?limit=1").json()[0]["source"] == "api"


def test_some_fields_with_a_reason(event: Event, as_owner: ApiClient) -> None:
    body = {"fields": ["title"], "change_reason": "Shorter"}
    document = as_owner.call("POST", f"events/{event.pk}/rollback/1", body).json()
    assert (document["title"], document["location"]) == ("Planning", "Room 2")
    assert as_owner.get(f"events/{event.pk}/versions/4").json()["change_reason"] == "Shorter"


def test_a_dry_run_writes_nothing_and_claims_nothing(event: Event, as_owner: ApiClient) -> None:
    before = rows()
    answer = as_owner.call(
        "POST", f"events/{event.pk}/rollback/1", {"dry_run": True}, **{"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["version"], answer.json()["title"]) == (200, 4, "Planning")
    assert "ETag" not in answer.headers
    assert rows() == before
    assert as_owner.get(f"events/{event.pk}").json()["version"] == 3


def test_the_same_key_goes_back_once(event: Event, owner: User, as_owner: ApiClient) -> None:
    path, key = f"events/{event.pk}/rollback/1", {"Idempotency-Key": "abc"}
    first = as_owner.call("POST", path, **key)
    edit(owner, event, title="Later")
    before = rows()
    again = as_owner.call("POST", path, **key)
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert (again.status_code, again.json(), again["ETag"]) == (200, first.json(), first["ETag"])
    other = as_owner.call("POST", path, {"fields": ["title"]}, **key)
    assert problem(other)[:2] == (422, "idempotency_key_reused")
    assert rows() == before


def test_a_conflict(owner: User, event: Event, as_owner: ApiClient) -> None:
    edit(owner, event, start_time=START.replace(hour=14), end_time=START.replace(hour=15))
    other = make_event(owner, title="In the way")
    before = rows()
    answer = as_owner.call("POST", f"events/{event.pk}/rollback/1", **{"Idempotency-Key": "k"})
    assert problem(answer) == (
        409,
        "schedule_conflict",
        "Event conflicts with existing event: In the way",
    )
    assert answer.json()["conflicts"] == [
        {
            "event_id": other.pk,
            "title": "In the way",
            "start_time": "2031-03-10T09:00:00Z",
            "end_time": "2031-03-10T10:00:00Z",
        }
    ]
    assert rows() == before
    allowed = as_owner.call("POST", f"events/{event.pk}/rollback/1?on_conflict=allow")
    assert (allowed.status_code, allowed.json()["start_time"]) == (200, "2031-03-10T09:00:00Z")


def test_refusals_write_nothing(
    event: Event, as_owner: ApiClient, as_viewer: ApiClient, as_stranger: ApiClient
) -> None:
    before = rows()
    path = f"events/{event.pk}/rollback"
    assert problem(as_owner.call("POST", f"{path}/9")) == (404, "not_found", "Version 9 not found")
    assert problem(as_stranger.call("POST", f"{path}/1")) == (404, "not_found", "Event not found")
    assert problem(as_stranger.call("POST", f"{path}/1", b"{")) == (404, "not_found", "Event not found")
    assert problem(as_viewer.call("POST", f"{path}/9"))[:2] == (403, "forbidden")
    assert problem(as_viewer.call("POST", f"{path}/9", {"fields": []}))[:2] == (403, "forbidden")
    assert problem(ApiClient().call("POST", f"{path}/1"))[0] == 401
    assert problem(as_owner.call("GET", f"{path}/1"))[0] == 405
    assert rows() == before


def test_preconditions(event: Event, as_owner: ApiClient, settings: Settings) -> None:
    before = rows()
    path = f"events/{event.pk}/rollback/1"
    stale = as_owner.call("POST", path, **{"If-Match": f'"{event.pk}-2"'})
    assert problem(stale)[:2] == (412, "stale_version")
    assert problem(as_owner.call("POST", path, **{"If-Match": "nonsense"}))[0] == 412
    settings.STRICT_PRECONDITIONS = True
    assert problem(as_owner.call("POST", path))[:2] == (428, "precondition_required")
    assert rows() == before
    fresh = as_owner.call("POST", path, **{"If-Match": f'W/"{event.pk}-3"'})
    assert (fresh.status_code, fresh["ETag"]) == (200, f'"{event.pk}-4"')


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"dry_run": "yes"}, [("dry_run", "invalid")]),
        ({"fields": []}, [("fields", "min_length")]),
        ({"fields": "title"}, [("fields", "not_a_list")]),
        ({"fields": [1]}, [("fields.0", "invalid")]),
        ({"fields": ["owner_id"]}, [("fields", "unknown_field")]),
        ({"change_reason": "x" * 501}, [("change_reason", "max_length")]),
        ({"change_reason": "a\0b"}, [("change_reason", "null_characters_not_allowed")]),
        ([], [("", "invalid")]),
    ],
)
def test_bodies_that_mean_nothing(
    event: Event, as_owner: ApiClient, body: Any, expected: list[tuple[str, str]]
) -> None:
    before = rows()
    assert faults(as_owner.call("POST", f"events/{event.pk}/rollback/1", body)) == expected
    assert rows() == before


def test_malformed_bodies(event: Event, as_owner: ApiClient) -> None:
    path = f"events/{event.pk}/rollback/1"
    assert problem(as_owner.call("POST", path, b"{"))[:2] == (400, "malformed_json")
    wrong = as_owner.generic(
        "POST",
        f"/api/v1/{path}",
        b"a=1",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {as_owner.token}"},
    )
    assert problem(wrong)[0] == 415
    assert faults(as_owner.call("POST", f"{path}?on_conflict=maybe")) == [("on_conflict", "invalid_choice")]
