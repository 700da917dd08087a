"""What one changed lately, in the browser."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from accounts.models import User
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import make_calendar, make_event
from events.models import Event
from pages.web import activity as module
from sharing.actions.set_group_role import set_group_role
from sharing.enums import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


@pytest.fixture
def client(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def test_own_deeds_are_told_in_words_with_links_and_a_way_back(client: Client, anna: User) -> None:
    event = make_event(anna)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Better", location="Here"))
    answer = client.get("/activity/")
    told = [(row["verb"], row["fields"], row["deed"].version) for row in answer.context["rows"]]
    assert told[:2] == [("Changed", "title, location", 2), ("Created", "", 1)]
    text = answer.content.decode()
    assert f'href="/events/{event.pk}/diff/1/2/"' in text
    undo = text.partition('action="/undo/')[2].partition('"')[0]
    assert client.post(f"/undo/{undo}", {"next": "/activity/"})["Location"] == "/activity/"
    assert Event.objects.get(pk=event.pk).title == "Planning"


def test_roles_are_told_with_whose_they_are(client: Client, anna: User) -> None:
    priya = make_user(username="priya", full_name="Priya Nair")
    event, calendar = make_event(anna), make_calendar(anna)
    for address in (f"/events/{event.pk}/share/", f"/calendars/{calendar.pk}/share/"):
        client.post(address, {"person": "priya", "role": "editor"})
        client.post(f"{address}{priya.pk}/", {"role": "viewer"})
        client.post(f"{address}{priya.pk}/", {"role": "remove"})
    told = [row["verb"] for row in client.get("/activity/").context["rows"]]
    assert told[:6] == [
        "Access of Priya Nair to the calendar taken away",
        "Role of Priya Nair on the calendar changed from editor to viewer",
        "Calendar shared with Priya Nair as editor",
        "Access of Priya Nair taken away",
        "Role of Priya Nair changed from editor to viewer",
        "Shared with Priya Nair as editor",
    ]


def test_the_role_of_a_group_is_told_without_its_name(client: Client, anna: User) -> None:
    event = make_event(anna)
    group = Group.objects.create(name="Team")
    set_group_role(
        actor=anna, kind=Kind.EVENT, subject_id=event.pk, group_id=group.pk, role=Role.EDITOR, reason="test"
    )
    told = [row["verb"] for row in client.get("/activity/").context["rows"]]
    assert told[:2] == ["Shared", "Created"]


def test_deleted_events_lead_to_the_trash(client: Client, anna: User) -> None:
    event = make_event(anna, title="<img src=x onerror=alert(1)>")
    delete_event(actor=anna, event_id=event.pk)
    text = client.get("/activity/").content.decode()
    assert (f'href="/trash/#event-{event.pk}"' in text, "<img src=x" in text) == (True, False)


def test_pages_join(client: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    for title in ("a", "b", "c"):
        make_event(anna, title=title)
    first = client.get("/activity/")
    assert [row["deed"].title for row in first.context["rows"]] == ["c", "b"]
    second = client.get("/activity/", {"before": first.context["next_before"]})
    assert second.context["rows"][0]["deed"].title == "a"
    assert client.get("/activity/", {"before": "x"}).status_code == 200


def test_the_number_of_queries_does_not_grow(
    client: Client, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_calendar(anna)
    make_event(anna)
    client.get("/activity/")
    for _ in range(2):
        with django_assert_num_queries(6):
            client.get("/activity/")
        for _ in range(2):
            make_event(anna)


def test_strangers_come_by_signing_in() -> None:
    assert Client().get("/activity/").status_code == 302
