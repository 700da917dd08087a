"""Import in the browser: a look first, then the import."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.factories import make_user
from accounts.models import User
from events.enums import Role
from events.factories import grant, make_calendar, make_event
from events.models import Calendar, Event, HistoricalEvent
from feeds.tests.calendars import calendar, vevent

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


@pytest.fixture
def client(anna: User) -> Client:
    return signed_in(anna)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, data: bytes, into: Calendar | None = None, **fields: Any) -> Any:
    upload = SimpleUploadedFile("team.ics", data, "text/calendar")
    home = into or Calendar.objects.get(owner__username="anna", is_default=True)
    return client.post("/import/", {"file": upload, "calendar_id": home.pk, **fields})


def results(answer: Any) -> dict[str, int]:
    return {group["result"].value: group["count"] for group in answer.context["groups"]}


FILE = calendar(*vevent(), *vevent("DTSTART:x", uid="bad"), "BEGIN:VTODO", "END:VTODO")


def test_a_file_is_looked_at_before_anything_is_written(client: Client) -> None:
    answer = send(client, FILE)
    assert answer.status_code == 302
    report = client.get(answer["Location"])
    assert results(report) == {"failed": 1, "skipped": 1, "created": 1}
    assert "Line 11, DTSTART" in report.content.decode()
    assert Event.objects.count() == 0


def test_events_of_a_file_are_shown_with_their_dates(client: Client, anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(timezone="Europe/Berlin")
    data = calendar(
        *vevent("DTSTART:20310310T090000Z", "SUMMARY:Timed", uid="a"),
        *vevent("DTSTART;VALUE=DATE:20310311", "SUMMARY:Whole day", uid="b"),
        *vevent("DTSTART:x", "SUMMARY:Broken", uid="c"),
    )
    html = client.get(send(client, data)["Location"]).content.decode()
    rows = re.findall(r"<td>(?:<a[^>]*>)?(Timed|Whole day|Broken).*?</td>", html)
    dates = re.findall(r'(Timed|Whole day)(?:</a>)?<br><small class="muted">([^<]*)</small>', html)
    assert sorted(rows) == ["Broken", "Timed", "Whole day"]
    assert dates == [("Timed", "Mon 10 Mar 2031, 10:00"), ("Whole day", "Tue 11 Mar 2031")]


def test_the_import_is_done_once_and_told_with_links_and_a_way_back(client: Client) -> None:
    address = send(client, FILE)["Location"]
    for _ in range(2):
        assert client.post(address)["Location"] == address
    event = Event.objects.get()
    assert list(HistoricalEvent.objects.values_list("source", "verb")) == [("import", "created")]
    report = client.get(address)
    text = report.content.decode()
    assert (results(report), f'href="/events/{event.pk}/"' in text) == (
        {"failed": 1, "skipped": 1, "created": 1},
        True,
    )
    token = report.context["kept"].undo_token
    assert client.post(f"/undo/{token}/", {"next": "/import/"})["Location"] == "/import/"
    event.refresh_from_db()
    assert event.deleted_at is not None


def test_progress_counts_components(client: Client) -> None:
    address = send(client, FILE)["Location"]
    assert client.get(f"{address}progress/").json() == {"done": 0}
    client.post(address)
    assert client.get(f"{address}progress/").json() == {"done": 1}


def test_events_that_overlap_are_left_out_where_it_is_wished(client: Client, anna: User) -> None:
    make_event(anna)
    address = send(client, calendar(*vevent()), leave_out="on")["Location"]
    assert results(client.get(address)) == {"failed": 1}
    client.post(address)
    assert Event.objects.count() == 1


def test_a_file_that_is_none_is_refused_at_its_field(client: Client) -> None:
    for data, status in ((b"%PDF", 422), (b"", 422)):
        answer = send(client, data)
        assert (answer.status_code, list(answer.context["form"].errors)) == (status, ["file"])


def test_another_persons_file_and_one_that_is_gone_are_not_found(client: Client) -> None:
    first = send(client, FILE)["Location"]
    other = signed_in(make_user())
    for method in (other.get, other.post):
        assert method(first).status_code == 404
    send(client, FILE)
    assert client.post(first).status_code == 404
    assert Event.objects.count() == 0


def test_only_calendars_that_one_may_write_to_are_offered(client: Client, anna: User) -> None:
    ben = make_user()
    readable, writable, hidden = (make_calendar(ben, name) for name in ("Readable", "Writable", "Hidden"))
    grant(readable, anna, Role.VIEWER)
    grant(writable, anna, Role.EDITOR)
    choices = client.get("/import/").context["form"].fields["calendar_id"].choices
    assert [name for _pk, name in choices] == ["My calendar", "Writable"]
    for into in (readable, hidden):
        assert send(client, FILE, into).status_code == 422
    assert send(client, FILE, writable).status_code == 302


def test_titles_are_shown_as_text(client: Client) -> None:
    attack = "<img src=x onerror=alert(1)>"
    address = send(client, calendar(*vevent(f"SUMMARY:{attack}")))["Location"]
    text = client.get(address).content.decode()
    assert (attack in text, "&lt;img src=x" in text) == (False, True)


def test_ten_megabytes_is_the_limit_here_too(client: Client) -> None:
    answer = send(client, b"x" * (10 * 2**20 + 1))
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/html; charset=utf-8")


def test_strangers_come_by_signing_in() -> None:
    for path in ("/import/", "/import/x/", "/export/", "/export/file/"):
        assert Client().get(path).status_code == 302
