"""The Undo button of toasts."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.factories import make_user
from accounts.models import User
from events.access.undo import undo_token_of
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.factories import make_event
from events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def marta() -> User:
    return make_user(username="marta")


@pytest.fixture
def client(marta: User) -> Client:
    client = Client()
    client.force_login(marta)
    return client


def retitled(owner: User, title: str) -> Event:
    event = make_event(owner, title="Old")
    return update_event(actor=owner, event_id=event.pk, changes=EventChanges(title=title))


def undo(client: Client, event: Event, **fields: Any) -> Any:
    return client.post(f"/undo/{undo_token_of([event])}/", fields)


def toasts(client: Client) -> list[str]:
    return re.findall(r'<p class="toast-text">(.+?)</p>', client.get("/help/").content.decode())


def test_write_is_taken_back_and_one_is_where_one_was(client: Client, marta: User) -> None:
    event = retitled(marta, "New")
    answer = undo(client, event, next="/trash/?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/trash/?page=2")
    event.refresh_from_db()
    assert (event.title, event.version) == ("Old", 3)
    assert toasts(client) == ["Undone."]
    assert toasts(client) == []


def test_what_was_taken_back_is_done_again(client: Client, marta: User) -> None:
    event = retitled(marta, "New")
    undo(client, event)
    told = []
    for title in ("New", "Old"):
        html = client.get("/help/").content.decode()
        told += re.findall(r'<p class="toast-text">(.+?)</p>.*?<button[^>]*>(\w+)</button>', html, re.DOTALL)
        (form,) = re.findall(r'<form method="post" action="(/undo/[^"]+)">(.*?)</form>', html, re.DOTALL)
        client.post(form[0], dict(re.findall(r'name="(redo)" value="(\w+)"', form[1])))
        event.refresh_from_db()
        assert event.title == title
    assert told == [("Undone.", "Redo"), ("Redone.", "Undo")]


def test_an_undo_that_has_written_nothing_offers_no_redo(client: Client, marta: User) -> None:
    event = retitled(marta, "New")
    token = undo_token_of([event])
    update_event(actor=marta, event_id=event.pk, changes=EventChanges(title="Old"))
    client.post(f"/undo/{token}/")
    assert re.findall(r"Redo</button>", client.get("/help/").content.decode()) == []


def test_page_of_an_event_that_is_gone_is_not_gone_back_to(client: Client, marta: User) -> None:
    event = make_event(marta)
    answer = undo(client, event, next=f"/events/{event.pk}/")
    assert answer["Location"] == "/"
    event.refresh_from_db()
    assert event.deleted_at is not None


def test_what_cannot_be_undone_is_told_and_nothing_changes(client: Client, marta: User) -> None:
    event = retitled(marta, "New")
    token = undo_token_of([event])
    update_event(actor=marta, event_id=event.pk, changes=EventChanges(title="Newer"))
    answer = client.post(f"/undo/{token}/", {"next": "//evil.example"})
    assert answer["Location"] == "/"
    event.refresh_from_db()
    assert (event.title, event.version) == ("Newer", 3)
    assert [text.partition(":")[0] for text in toasts(client)] == ["Somebody has changed the same since"]


def test_token_of_somebody_else_does_nothing(client: Client) -> None:
    other = make_user()
    event = retitled(other, "New")
    undo(client, event)
    event.refresh_from_db()
    assert event.title == "New"
    assert toasts(client) == ["This can no longer be undone."]


def test_following_a_link_undoes_nothing(client: Client, marta: User) -> None:
    event = retitled(marta, "New")
    assert client.get(f"/undo/{undo_token_of([event])}/").status_code == 405
