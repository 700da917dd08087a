"""The examples that an empty calendar offers, and their Undo."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.factories import make_user
from accounts.models import User
from events.actions.create_events import create_event
from events.changes import EventChanges
from events.factories import make_event
from events.models import Calendar, Event

pytestmark = pytest.mark.django_db

WEEK = "?view=week&date=2031-03-12"
OFFER = "Add demo data"


@pytest.fixture
def marta() -> User:
    return make_user(username="marta", timezone="Europe/Lisbon")


@pytest.fixture
def client(marta: User) -> Client:
    client = Client()
    client.force_login(marta)
    return client


def add(client: Client, address: str = WEEK) -> Any:
    return client.post(f"/calendar/examples/{address}", follow=True)


def undo(client: Client, answer: Any) -> Any:
    found = re.search(r'action="(/undo/[^"]+)"', answer.content.decode())
    assert found is not None
    return client.post(found[1], {"next": f"/calendar/{WEEK}"}, follow=True)


@pytest.mark.parametrize("view", ["month", "week", "day", "agenda"])
def test_an_empty_calendar_offers_examples(client: Client, view: str) -> None:
    html = client.get("/calendar/", {"view": view, "date": "2031-03-12"}).content.decode()
    assert f'action="/calendar/examples/?view={view}&amp;date=2031-03-12"' in html
    assert OFFER in html


def test_whoever_has_an_event_is_not_offered_any(client: Client, marta: User) -> None:
    make_event(marta)
    html = client.get("/calendar/?view=week&date=2001-01-01").content.decode()
    assert ("Import .ics" in html, OFFER in html) == (True, False)


def test_whoever_searches_is_not_offered_any(client: Client) -> None:
    html = client.get("/calendar/?view=agenda&q=nothing").content.decode()
    assert ("Look earlier" in html, OFFER in html) == (True, False)


def test_they_lie_in_the_week_that_is_shown(client: Client, marta: User) -> None:
    answer = add(client)
    assert answer.redirect_chain == [("/calendar/?view=week&date=2031-03-12", 302)]
    assert "7 examples are in the calendar “Examples”." in answer.content.decode()
    calendar = Calendar.objects.get(owner=marta, name="Examples")
    starts = Event.objects.order_by("start_at").values_list("title", "start_at", "calendar")
    assert [(title, f"{start:%a %d %H:%M}", pk) for title, start, pk in starts] == [
        ("Team meeting", "Mon 10 10:00", calendar.pk),
        ("Lunch with a friend", "Tue 11 12:30", calendar.pk),
        ("Time to concentrate", "Wed 12 09:00", calendar.pk),
        ("Call with a customer", "Wed 12 11:00", calendar.pk),
        ("Concert", "Thu 13 19:30", calendar.pk),
        ("Looking back on the week", "Fri 14 16:00", calendar.pk),
        ("Weekend away", "Sat 15 00:00", calendar.pk),
    ]


def test_one_undo_takes_all_away_and_they_are_offered_again(client: Client, marta: User) -> None:
    done = undo(client, add(client))
    assert "Undone." in done.content.decode()
    assert "Redo</button>" not in done.content.decode()
    assert list(Event.objects.filter(deleted_at=None)) == []
    assert [each.name for each in Calendar.objects.filter(owner=marta, deleted_at=None)] == ["My calendar"]
    assert OFFER in client.get(f"/calendar/{WEEK}").content.decode()


def test_what_one_has_put_beside_them_stays(client: Client, marta: User) -> None:
    answer = add(client)
    calendar = Calendar.objects.get(owner=marta, name="Examples")
    start = datetime(2031, 4, 1, 9)
    changes = EventChanges(
        title="Mine", start_time=start, end_time=start.replace(hour=10), calendar_id=calendar.pk
    )
    create_event(actor=marta, changes=changes)
    undo(client, answer)
    assert [event.title for event in Event.objects.filter(deleted_at=None)] == ["Mine"]
    assert Calendar.objects.filter(owner=marta, name="Examples", deleted_at=None).exists()


def test_nobody_else_takes_them_back(client: Client, marta: User) -> None:
    answer = add(client)
    stranger = Client()
    stranger.force_login(make_user(username="ben"))
    assert "This can no longer be undone." in undo(stranger, answer).content.decode()
    assert Event.objects.filter(deleted_at=None).count() == 7


def test_whoever_presses_twice_is_told(client: Client) -> None:
    add(client)
    again = add(client)
    assert "There are events in your calendar already. Nothing was added." in again.content.decode()
    assert Event.objects.count() == 7


def test_they_speak_german_to_readers_of_german(client: Client, marta: User) -> None:
    marta.language = "de"
    marta.save()
    add(client)
    titles = set(Event.objects.values_list("title", flat=True))
    assert "Mittagessen mit einer Freundin" in titles
    assert Calendar.objects.get(owner=marta, is_default=False).name == "Beispiele"


def test_only_post_adds_and_strangers_sign_in_first(client: Client) -> None:
    assert client.get("/calendar/examples/").status_code == 405
    assert Client().post("/calendar/examples/").status_code == 302
    assert Event.objects.count() == 0
