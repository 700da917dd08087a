"""Import and export over HTTP."""

from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.factories import PASSWORD, make_user
from accounts.models import User
from events.enums import Role
from events.factories import grant, make_calendar, make_event
from events.models import Event
from feeds.access import import_undo
from feeds.tests.calendars import calendar, file, vevent


@pytest.fixture
def anna(db: None) -> User:
    return make_user(username="anna")


@pytest.fixture
def client(anna: User) -> Client:
    return signed_in(anna)


def signed_in(user: User) -> Client:
    body = orjson.dumps({"username": user.username, "password": PASSWORD})
    answer = Client().post("/api/v1/auth/login", body, content_type="application/json")
    return Client(headers={"Authorization": f"Bearer {answer.json()['access_token']}"})


def send(client: Client, data: bytes, query: str = "", **form: Any) -> Any:
    form = form or {"file": SimpleUploadedFile("team.ics", data, "text/calendar")}
    return client.post(f"/api/v1/import{query}", form)


def sent(client: Client, query: str = "", content_type: str = "text/calendar", body: bytes = b"x") -> Any:
    return client.generic("POST", f"/api/v1/import{query}", body, content_type=content_type)


def problem(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_import(client: Client) -> None:
    answer = send(client, calendar(*vevent(), *vevent("DTSTART:x", uid="bad"), "BEGIN:VTODO", "END:VTODO"))
    event = Event.objects.get()
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "calendar_id": event.calendar_id,
            "summary": {
                "components": 3,
                "created": 1,
                "updated": 0,
                "unchanged": 0,
                "skipped": 1,
                "failed": 1,
            },
            "components": [
                {"uid": "one", "recurrence_id": None, "line": 3, "result": "created", "event_id": event.pk},
                {
                    "uid": "bad",
                    "recurrence_id": None,
                    "line": 9,
                    "result": "failed",
                    "code": "time_invalid",
                    "reason": "Line 11, DTSTART: 'x' is neither a date nor a time such as 20260329T090000.",
                },
                {
                    "uid": None,
                    "recurrence_id": None,
                    "line": 15,
                    "result": "skipped",
                    "code": "not_an_event",
                    "reason": "VTODO is not imported: only events are.",
                },
            ],
        },
    )


def test_an_import_is_taken_back_as_one(client: Client, anna: User) -> None:
    there = make_event(anna, title="Before", uid="one")
    data = calendar(*vevent(), *vevent(uid="two"))
    assert "X-Undo-Token" not in send(client, data, "?dry_run=true").headers
    token = send(client, data)["X-Undo-Token"]
    assert client.post(f"/api/v1/undo/{token}").status_code == 200
    there.refresh_from_db()
    assert (there.title, there.version) == ("Before", 3)
    assert list(Event.objects.filter(deleted_at=None)) == [there]
    assert "X-Undo-Token" not in send(client, calendar()).headers


def test_an_import_that_is_too_large_for_one_undo_has_none(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_undo, "MOST", 1)
    assert "X-Undo-Token" not in send(client, calendar(*vevent(), *vevent(uid="two"))).headers


def test_import_into_a_calendar_and_dry(client: Client, anna: User) -> None:
    team = make_calendar(anna)
    assert (
        send(client, calendar(*vevent()), f"?calendar_id={team.pk}&dry_run=true").json()["summary"]["created"]
        == 1
    )
    assert Event.objects.count() == 0
    assert send(client, calendar(*vevent()), f"?calendar_id={team.pk}").json()["calendar_id"] == team.pk
    assert Event.objects.get().calendar_id == team.pk


def test_import_refuses_conflicts_where_it_is_told_to(client: Client, anna: User) -> None:
    make_event(anna)
    [component] = send(client, calendar(*vevent()), "?on_conflict=refuse").json()["components"]
    assert (component["result"], component["code"]) == ("failed", "schedule_conflict")
    assert send(client, calendar(*vevent())).json()["summary"]["created"] == 1


def test_what_is_no_form_with_a_file_is_refused(client: Client) -> None:
    assert problem(sent(client)) == (415, "unsupported_media_type")
    assert problem(sent(client, content_type="application/json", body=b"{}")) == (
        415,
        "unsupported_media_type",
    )
    assert problem(sent(client, content_type="multipart/form-data")) == (400, "malformed_form")
    assert problem(send(client, b"", file="no file")) == (422, "invalid")
    assert problem(send(client, b"", other="x")) == (422, "invalid")
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF", "not_a_calendar"),
        (calendar("X:\0"), "null_characters_not_allowed"),
        (calendar(*["BEGIN:X"] * 9), "nested_too_deeply"),
        (calendar(*["BEGIN:VTODO", "END:VTODO"] * 10_001), "too_many_components"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused(client: Client, data: bytes, code: str) -> None:
    answer = send(client, data)
    assert problem(answer) == (422, code)
    assert [fault["field"] for fault in answer.json()["errors"]] == ["file"]


def test_ten_megabytes_is_the_limit(client: Client) -> None:
    assert send(client, calendar(*vevent("DESCRIPTION:" + "x" * 2**20))).status_code == 200
    assert problem(send(client, b"x" * (10 * 2**20 + 1))) == (413, "body_too_large")


def test_bad_queries(client: Client) -> None:
    for query in ("?calendar_id=x", "?dry_run=perhaps", "?on_conflict=no"):
        assert problem(send(client, calendar(), query)) == (422, "invalid")


def test_who_may_not_write_to_a_calendar(client: Client, anna: User) -> None:
    other = make_calendar(make_user(username="ben"))
    assert problem(send(client, calendar(*vevent()), f"?calendar_id={other.pk}")) == (404, "not_found")
    grant(other, anna, Role.VIEWER)
    assert problem(send(client, calendar(*vevent()), f"?calendar_id={other.pk}")) == (403, "forbidden")
    assert problem(send(Client(), calendar(*vevent()))) == (401, "not_authenticated")
    assert problem(Client().get("/api/v1/export")) == (401, "not_authenticated")


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_export_of_one_event(client: Client, anna: User) -> None:
    event = make_event(anna, title="Plänning / 1")
    make_event(anna, title="Other")
    answer = client.get(f"/api/v1/export?event_id={event.pk}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''pl%C3%A4nning-1.ics"
    assert content_of(answer).count(b"BEGIN:VEVENT\r\n") == 1
    answer = client.get(f"/api/v1/export?event_id={event.pk}&format=jscalendar")
    assert answer["Content-Type"] == "application/jscalendar+json;type=group"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''pl%C3%A4nning-1.json"
    assert [entry["uid"] for entry in orjson.loads(content_of(answer))["entries"]] == [event.uid]


def test_export_of_a_calendar_and_of_a_search(client: Client, anna: User) -> None:
    team = make_calendar(anna, "Team")
    make_event(anna, title="Ours", calendar_id=team.pk)
    make_event(anna, title="Mine")
    answer = client.get(f"/api/v1/export?calendar_id={team.pk}")
    assert answer["Content-Disposition"] == 'attachment; filename="team.ics"'
    assert b"SUMMARY:Ours" in (data := content_of(answer))
    assert b"SUMMARY:Mine" not in data
    assert content_of(client.get("/api/v1/export?q=mine")).count(b"BEGIN:VEVENT") == 1
    answer = client.get("/api/v1/export?format=jscalendar&ordering=-title")
    assert [entry["title"] for entry in orjson.loads(content_of(answer))["entries"]] == ["Ours", "Mine"]


def test_what_was_exported_can_be_imported(client: Client, anna: User) -> None:
    send(client, file("google.ics"))
    ben = signed_in(make_user(username="ben"))
    report = send(ben, content_of(client.get("/api/v1/export"))).json()
    assert report["summary"] == {
        "components": 4,
        "created": 4,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "failed": 0,
    }


def test_export_of_what_one_may_not_see(client: Client) -> None:
    ben = make_user(username="ben")
    event, other = make_event(ben), make_calendar(ben)
    assert problem(client.get(f"/api/v1/export?event_id={event.pk}")) == (404, "not_found")
    assert problem(client.get(f"/api/v1/export?calendar_id={other.pk}")) == (404, "not_found")
    assert b"BEGIN:VEVENT" not in content_of(client.get("/api/v1/export"))


def test_bad_exports(client: Client, anna: User) -> None:
    event = make_event(anna)
    for query in (
        "?format=pdf",
        "?from=x",
        f"?event_id={event.pk}&q=x",
        "?ordering=me",
        "?from=2031-01-02&to=2031-01-01",
    ):
        assert problem(client.get(f"/api/v1/export{query}")) == (422, "invalid")


def test_one_query_for_each_further_event_would_be_one_too_many(
    client: Client, anna: User, django_assert_num_queries: Any
) -> None:
    for number in (1, 3):
        while Event.objects.count() < number:
            make_event(anna, timezone="Europe/Lisbon")
        with django_assert_num_queries(3):
            assert content_of(client.get("/api/v1/export")).count(b"BEGIN:VEVENT") == number
