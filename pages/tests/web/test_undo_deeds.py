"""Every write of a page on roles, calendars, feeds and settings offers undo, and is taken back by it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.factories import PASSWORD, make_user
from accounts.models import User
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Calendar, CalendarUserPermission, Event, EventUserPermission
from feeds.actions.create_feed import create_feed
from feeds.changes import NewFeed
from feeds.models import Feed
from journal.models import Entry

pytestmark = pytest.mark.django_db
PART = {
    "HX-Request": "true",
    "HX-Request-Type": "partial",
    "HX-Current-URL": "http://testserver/events/9/?tab=people",
}


class World:
    """Anna, signed in, with things that she made, and what Ben holds of them."""

    def __init__(self) -> None:
        self.anna = make_user(username="anna", full_name="Anna", timezone="Europe/Berlin")
        self.ben = make_user(username="ben")
        self.cleo = make_user(username="cleo")
        self.event = make_event(self.anna)
        self.team = make_calendar(self.anna)
        self.bens = make_event(self.ben, title="Ben's", start=START + timedelta(days=1))
        self.bens_team = make_calendar(self.ben, "Ben's team")
        for thing in (self.event, self.team):
            grant(thing, self.ben, Role.EDITOR, self.anna)
        for thing in (self.bens, self.bens_team):
            grant(thing, self.anna, Role.OWNER, self.ben)
        self.feed = create_feed(actor=self.anna, changes=NewFeed(name="Phone", calendar_id=None)).feed
        self.client = Client()
        self.client.force_login(self.anna)


@pytest.fixture
def world() -> World:
    return World()


def state() -> Any:
    """All that these pages write: roles, by whom and since when; calendars that are there; feeds; people."""
    rows = []
    for model in (EventUserPermission, CalendarUserPermission):
        held = model._default_manager.order_by("content_object", "user", "permission__codename")
        rows += list(held.values_list("content_object", "user", "permission__codename"))
        view = held.filter(permission__codename__startswith="view_")
        rows += list(view.values_list("content_object", "user", "granted_by", "granted_at"))
    calendars = Calendar.objects.filter(deleted_at=None).order_by("pk")
    return (
        rows,
        list(calendars.values_list("pk", "name", "color", "timezone")),
        list(Feed.objects.order_by("pk").values_list()),
        list(User.objects.order_by("pk").exclude(last_login=None).values()),
    )


def timeless(found: Any) -> Any:
    """The same without when: what is done again is done now."""
    if isinstance(found, datetime):
        return "then"
    if isinstance(found, dict):
        return {key: timeless(value) for key, value in found.items()}
    return [timeless(each) for each in found] if isinstance(found, list | tuple) else found


WRITES: dict[str, tuple[Callable[[World], str], dict[str, str]]] = {
    "let in": (lambda w: f"/events/{w.event.pk}/share/", {"person": "cleo", "role": "viewer"}),
    "let into a calendar": (lambda w: f"/calendars/{w.team.pk}/share/", {"person": "cleo", "role": "owner"}),
    "change a role": (lambda w: f"/events/{w.event.pk}/share/{w.ben.pk}/", {"role": "owner"}),
    "change one on a calendar": (lambda w: f"/calendars/{w.team.pk}/share/{w.ben.pk}/", {"role": "viewer"}),
    "remove": (lambda w: f"/events/{w.event.pk}/share/{w.ben.pk}/", {"role": "remove"}),
    "remove from a calendar": (lambda w: f"/calendars/{w.team.pk}/share/{w.ben.pk}/", {"role": "remove"}),
    "leave": (lambda w: f"/events/{w.bens.pk}/share/leave/", {}),
    "leave a calendar": (lambda w: f"/calendars/{w.bens_team.pk}/share/leave/", {}),
    "new calendar": (lambda w: "/calendars/new/", {"name": "Garden", "color": "teal", "timezone": "UTC"}),
    "edit a calendar": (
        lambda w: f"/calendars/{w.team.pk}/edit/",
        {"name": "Crew", "color": "rose", "timezone": "UTC"},
    ),
    "delete a calendar": (lambda w: f"/calendars/{w.team.pk}/delete/", {}),
    "revoke a feed": (lambda w: f"/settings/feeds/{w.feed.pk}/revoke/", {}),
    "name": (lambda w: "/settings/", {"full_name": "Countess"}),
    "reading": (
        lambda w: "/settings/reading/",
        {"language": "", "timezone": "Asia/Tokyo", "week_start": "sunday", "hour_cycle": "12"},
    ),
    "keyboard": (lambda w: "/settings/look/", {}),
    "privacy": (lambda w: "/settings/privacy/", {"free_busy_visibility": "nobody"}),
}


def offered(text: str) -> list[tuple[str, str]]:
    """Where the Undo buttons of a page lead, and where one is afterwards."""
    return re.findall(r'action="(/undo/[^"]+)".*?name="next" value="([^"]*)"', text)


def shown(client: Client, address: str) -> str:
    """The page that a browser comes to."""
    return client.get(address, follow=True, headers={"Accept": "text/html"}).content.decode()


def toasts(client: Client) -> list[str]:
    return re.findall(r'<p class="toast-text">(.+?)</p>', client.get("/help/").content.decode())


@pytest.mark.parametrize("write", WRITES)
def test_every_write_offers_undo_and_it_is_as_before(world: World, write: str) -> None:
    path, sent = WRITES[write]
    before = state()
    answer = world.client.post(path(world), sent)
    assert answer.status_code == 302
    assert state() != before
    ((undo, following),) = offered(shown(world.client, answer["Location"]))
    back = world.client.post(undo, {"next": following})
    assert (back.status_code, back["Location"]) == (302, following)
    assert state() == before
    assert toasts(world.client) == ["Undone."]
    last = Entry.objects.latest("pk")
    assert (last.actor_id, last.source) == (world.anna.pk, "web")


@pytest.mark.parametrize("write", WRITES)
def test_what_was_taken_back_is_done_again_and_taken_back_again(world: World, write: str) -> None:
    path, sent = WRITES[write]
    before = state()
    answer = world.client.post(path(world), sent)
    done = timeless(state())
    steps = [
        (answer["Location"], "Undo", timeless(before)),
        ("/help/", "Redo", done),
        ("/help/", "Undo", timeless(before)),
    ]
    for page, button, expected in steps:
        html = shown(world.client, page)
        ((address, following),) = offered(html)
        assert f"{button}</button>" in html
        world.client.post(address, {"next": following, "redo": "1"} if button == "Redo" else {})
        assert timeless(state()) == expected
    assert toasts(world.client) == ["Undone."]


@pytest.mark.parametrize("write", WRITES)
def test_nobody_else_takes_it_back_and_nobody_twice(world: World, write: str) -> None:
    path, sent = WRITES[write]
    answer = world.client.post(path(world), sent)
    ((undo, _),) = offered(shown(world.client, answer["Location"]))
    stranger = Client()
    assert stranger.post(undo).status_code == 302
    stranger.force_login(world.cleo)
    before = state()
    stranger.post(undo)
    assert (toasts(stranger), state()) == (["This can no longer be undone."], before)
    world.client.post(undo)
    after, told = state(), Entry.objects.count()
    world.client.post(undo)
    assert (state(), Entry.objects.count()) == (after, told)


def test_in_a_dialog_undo_leads_back_to_its_page(world: World) -> None:
    address = f"/events/{world.event.pk}/share/{world.ben.pk}/"
    answer = world.client.post(address, {"role": "remove"}, headers=PART)
    ((_, following),) = offered(answer.content.decode())
    assert following == "/events/9/?tab=people"


def test_a_new_email_and_a_transfer_are_final(world: World) -> None:
    world.client.post("/settings/email/", {"email": "new@example.org", "password": PASSWORD})
    assert offered(world.client.get("/settings/").content.decode()) == []
    world.client.post(f"/events/{world.event.pk}/transfer/{world.ben.pk}/")
    assert Event.objects.get(pk=world.event.pk).owner_id == world.ben.pk
    assert offered(world.client.get("/help/").content.decode()) == []


def test_what_was_done_lately_can_be_taken_back_also_where_it_hid_the_thing(world: World) -> None:
    before = state()
    world.client.post(f"/events/{world.bens.pk}/share/leave/")
    world.client.post(f"/calendars/{world.team.pk}/delete/")
    rows = world.client.get("/activity/").context["rows"]
    assert [(row["verb"], row["deed"].title) for row in rows[:2]] == [
        ("Calendar deleted", None),
        ("Own access given up", None),
    ]
    for row in rows[:2]:
        world.client.post(f"/undo/{row['deed'].undo_token}/")
    assert state() == before


def test_the_calendar_that_comes_with_an_account_is_not_offered_to_be_unmade(world: World) -> None:
    rows = world.client.get("/activity/").context["rows"]
    made = [row["deed"].undo_token is None for row in rows if row["verb"] == "Calendar created"]
    assert made == [False, True]
