"""Export in the browser."""

import re
from typing import Any

import orjson
import pytest
from django.test import Client

from accounts.factories import make_user
from accounts.models import User
from events.factories import make_calendar, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna", timezone="Europe/Berlin")


@pytest.fixture
def client(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def written(client: Client, path: str = "/export/file/", **query: Any) -> str:
    answer: Any = client.get(path, query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_the_form_offers_what_one_sees(client: Client, anna: User) -> None:
    make_calendar(anna, "Team")
    choices = client.get("/export/").context["form"].fields["calendar_id"].choices
    assert [name for _pk, name in choices] == ["All calendars", "My calendar", "Team"]


def test_what_may_be_left_empty_says_so_and_what_has_always_a_choice_does_not(client: Client) -> None:
    html = client.get("/export/").content.decode()
    labels = re.findall(r'<label class="field-label" for="id_(\w+)">(.*?)</label>', html)
    assert [name for name, label in labels if "optional" in label] == ["q", "from", "to"]


def test_all_a_calendar_a_search_and_one_event(client: Client, anna: User) -> None:
    team = make_calendar(anna, "Team")
    ours = make_event(anna, title="Ours", calendar_id=team.pk)
    make_event(anna, title="Mine")
    empty: dict[str, Any] = {"calendar_id": "", "q": "", "from": "", "to": "", "format": "ics"}
    assert written(client, **empty).count("BEGIN:VEVENT") == 2
    assert written(client, **{**empty, "calendar_id": team.pk}).count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Mine" in written(client, **{**empty, "q": "mine"})
    assert written(client, f"/events/{ours.pk}/export/").count("BEGIN:VEVENT") == 1
    found = orjson.loads(written(client, format="jscalendar"))
    assert sorted(entry["title"] for entry in found["entries"]) == ["Mine", "Ours"]


def test_days_are_those_of_the_reader(client: Client, anna: User) -> None:
    make_event(anna)  # at 10:00 in Berlin
    assert written(client, "/export/file/?from=2031-03-10&to=2031-03-11").count("BEGIN:VEVENT") == 1
    assert written(client, "/export/file/?from=2031-03-11").count("BEGIN:VEVENT") == 0


def test_what_makes_no_sense_is_shown_in_the_form(client: Client) -> None:
    answer = client.get("/export/file/", {"from": "2031-03-11", "to": "2031-03-10"})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"to": ["The end of the range must be after its start."]},
    )


def test_what_one_may_not_see_is_not_written(client: Client) -> None:
    ben = make_user()
    event, calendar = make_event(ben), make_calendar(ben)
    assert client.get(f"/events/{event.pk}/export/").status_code == 404
    assert client.get("/export/file/", {"calendar_id": calendar.pk}).status_code == 404
    assert written(client).count("BEGIN:VEVENT") == 0
