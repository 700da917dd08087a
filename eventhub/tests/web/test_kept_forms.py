"""What was typed into a form while the session had ended is there after signing in, on every such page."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.factories import PASSWORD, make_user
from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.factories import make_calendar, make_event
from events.models import Calendar, Event
from events.tests.web.forms import sent, texts
from feeds.models import Feed

pytestmark = pytest.mark.django_db
NOTICE = "This is not saved yet. Here it is as you typed it."
CALENDAR = {"name": "Garden", "color": "teal", "timezone": "Asia/Tokyo"}
READING = {"language": "de", "timezone": "Asia/Tokyo", "week_start": "sunday", "hour_cycle": "12"}
TYPED: list[tuple[str, dict[str, str]]] = [
    ("/events/{event}/share/", {"person": "cleo", "role": "viewer"}),
    ("/calendars/{calendar}/share/", {"person": "cleo", "role": "viewer"}),
    ("/events/{event}/move/", {"start": "2031-04-01T10:00", "end": "2031-04-01T12:00", "version": "1"}),
    ("/events/{event}/restore/1/", {"row": "location", "change_reason": "As it was"}),
    ("/events/several/", {"event": "{event}", "action": "add_tag", "tag": "garden"}),
    ("/calendars/new/", CALENDAR),
    ("/calendars/{calendar}/edit/", CALENDAR),
    ("/settings/", {"full_name": "Countess"}),
    ("/settings/reading/", READING),
    ("/settings/look/", {}),
    ("/settings/privacy/", {"free_busy_visibility": "nobody"}),
    ("/settings/feeds/", {"name": "Phone", "calendar_id": "", "busy_only": "on"}),
]


@pytest.fixture
def anna() -> User:
    return make_user(username="anna", full_name="Anna")


def signed_in_again(anna: User, path: str, data: dict[str, str], **headers: str) -> str:
    """The page that signing in leads to after the form was sent by nobody."""
    client = Client()
    answer = client.post(path, data, headers=headers)
    location = answer.headers.get("HX-Redirect") or answer.headers["Location"]
    client.force_login(anna)
    page = client.get(location, follow=True)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize(("path", "typed"), TYPED, ids=[path for path, _ in TYPED])
def test_what_was_typed_is_shown_again_and_not_saved(anna: User, path: str, typed: dict[str, str]) -> None:
    event, calendar = make_event(anna, location="Bar"), make_calendar(anna)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(location="Garden", title="Later"))
    numbers = {"event": event.pk, "calendar": calendar.pk}
    data = {name: value.format(**numbers) for name, value in typed.items()}
    before = _everything()
    html = signed_in_again(anna, path.format(**numbers), data)
    shown = sent(html, None)
    assert NOTICE in texts(html)
    wanted = {name: {value} for name, value in data.items() if name != "event"}
    assert {name: set(shown.get(name, [])) for name in wanted} == wanted
    assert "shortcuts_enabled" not in shown
    assert _everything() == before


def test_a_form_of_a_dialog_is_shown_on_its_page(anna: User) -> None:
    event = make_event(anna)
    html = signed_in_again(
        anna, f"/events/{event.pk}/share/", {"person": "cleo", "role": "viewer"}, **{"HX-Request": "true"}
    )
    assert sent(html, None)["person"] == ["cleo"]


def test_of_a_new_email_the_password_is_not_kept(anna: User) -> None:
    html = signed_in_again(anna, "/settings/email/", {"email": "new@example.org", "password": PASSWORD})
    assert re.findall(r'name="email" value="([^"]*)"', html) == ["new@example.org"]
    assert PASSWORD not in html
    client = Client()
    client.post("/settings/email/", {"email": "new@example.org", "password": PASSWORD})
    kept = client.post("/settings/email/", {"password": PASSWORD}).headers["Location"]
    assert cache.get("kept-form:" + kept.rpartition("kept%3D")[2]) == ""


def _everything() -> Any:
    return (
        list(Event.objects.values()),
        list(Calendar.objects.values()),
        list(Feed.objects.values()),
        list(User.objects.values_list("full_name", "email", "timezone", "free_busy_visibility")),
    )
