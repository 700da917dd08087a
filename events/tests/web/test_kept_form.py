"""Tests of forms of events that are sent after the session has ended: what was typed comes back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import grant, make_event
from events.models import Calendar, Event, HistoricalEvent
from events.tests.web.forms import sent, texts

pytestmark = pytest.mark.django_db
NEW = "/events/new/?start=2031-03-10T09:00"
HTMX = {"HX-Request": "true"}
NOTICE = "This is not saved yet. Here it is as you typed it."


def typed(anna: User, address: str, **changes: str) -> dict[str, Any]:
    """What the form at the address sends, with what she has typed."""
    browser = Client()
    browser.force_login(anna)
    html = browser.get(address).content.decode()
    return sent(html, "event-form", **{name: [value] for name, value in changes.items()})


def signed_in_again(client: Client, anna: User, location: str) -> str:
    """The page that signing in leads to."""
    client.force_login(anna)
    page = client.get("/accounts/login/" + location.removeprefix("/accounts/login/"), follow=True)
    assert page.status_code == 200
    return page.content.decode()


def test_a_new_event_that_was_sent_signed_out_is_there_after_signing_in(client: Client, anna: User) -> None:
    data = typed(anna, NEW, title="Planning", description="A long text\nof two lines", tags="a, b")
    answer = client.post(NEW, data)
    assert (answer.status_code, Event.objects.count()) == (302, 0)
    html = signed_in_again(client, anna, answer.headers["Location"])
    assert NOTICE in texts(html)
    assert sent(html, "event-form") == data
    assert Event.objects.count() == 0


def test_looking_ahead_signed_out_loses_nothing_either(client: Client, anna: User) -> None:
    data = typed(anna, NEW, title="Planning", description="A long text")
    answer = client.post(NEW, {**data, "preview": "1"}, headers=HTMX)
    assert answer.status_code == 204
    assert sent(signed_in_again(client, anna, answer.headers["HX-Redirect"]), "event-form") == data


def test_an_edit_that_was_sent_signed_out_is_still_one_of_the_version_that_was_opened(
    client: Client, anna: User
) -> None:
    event = make_event(anna, title="Planning", location="Bar")
    address = f"/events/{event.pk}/edit/"
    data = typed(anna, address, title="Planning II")
    answer = client.post(address, data)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(location="Garden"))
    form = sent(signed_in_again(client, anna, answer.headers["Location"]), "event-form")
    assert (form["title"], form["version"]) == (["Planning II"], ["1"])
    assert client.post(address, form).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.location) == ("Planning II", "Garden")
    assert HistoricalEvent.objects.count() == 3


def test_what_nobody_keeps_is_the_form_as_ever(client: Client, anna: User) -> None:
    data = typed(anna, NEW)
    client.force_login(anna)
    html = client.get(f"{NEW}&kept=nothing").content.decode()
    assert (sent(html, "event-form"), NOTICE in texts(html)) == (data, False)


def withdraw(event: Event, anna: User, ben: User) -> None:
    grant(event, ben, Role.VIEWER)


def throw_away(event: Event, anna: User, ben: User) -> None:
    delete_event(actor=anna, event_id=event.pk)


@pytest.mark.parametrize(("meanwhile", "status"), [(withdraw, 403), (throw_away, 404)])
def test_what_was_typed_for_an_event_that_is_out_of_reach_can_become_a_new_one(
    client: Client, anna: User, ben: User, meanwhile: Callable[[Event, User, User], None], status: int
) -> None:
    event = make_event(anna, title="Planning")
    grant(event, ben, Role.EDITOR)
    address = f"/events/{event.pk}/edit/"
    data = typed(ben, address, title="Planning II", description="A long text", tags="a, b")
    meanwhile(event, anna, ben)
    client.force_login(ben)
    answer = client.post(address, data)
    html = answer.content.decode()
    (link,) = re.findall(r'href="(/events/new/\?kept=[^"]+)">Keep what you typed as a new event<', html)
    form = sent(client.get(link).content.decode(), "event-form")
    names = ("title", "description", "tags", "start_date", "start_time", "end_time")
    assert answer.status_code == status
    assert {name: form[name] for name in names} == {name: data[name] for name in names}
    own = Calendar.objects.get(owner=ben, is_default=True)
    assert client.post(link, {**form, "calendar_id": [str(own.pk)]}).status_code == 302
    assert list(Event.objects.filter(owner=ben).values_list("title", flat=True)) == ["Planning II"]


def test_strangers_cannot_have_much_kept(client: Client, anna: User) -> None:
    data = typed(anna, NEW, title="Planning")
    longest = client.post(NEW, {**data, "description": "x" * 140_000})
    kept = [client.post(NEW, data).headers["Location"] for _ in range(21)]
    assert ["kept%3D" in location for location in kept] == [True] * 20 + [False]
    assert longest.headers["Location"] == kept[-1]


def test_an_edit_of_no_version_there_is_fails_nothing(client: Client, anna: User) -> None:
    event = make_event(anna)
    client.force_login(anna)
    assert client.get(f"/events/{event.pk}/edit/?version=99").status_code == 200
