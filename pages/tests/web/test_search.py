"""The command box."""

import re
from datetime import datetime, timedelta
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.enums import FreeBusyVisibility
from accounts.factories import make_user
from accounts.models import User
from core.actors import Source
from events.factories import make_event
from events.models import Event, EventUserPermission, HistoricalEvent
from events.tests.web.forms import sent

pytestmark = pytest.mark.django_db

LISBON = ZoneInfo("Europe/Lisbon")
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
LUNCH = "Lunch with Priya 20 Nov 2031 12:30 at Time Out Market"
NOON = datetime(2031, 11, 20, 12, 30, tzinfo=LISBON)


@pytest.fixture
def marta() -> User:
    return make_user(username="marta", full_name="Marta Reis", timezone="Europe/Lisbon")


@pytest.fixture
def priya() -> User:
    return make_user(
        username="priya", full_name="Priya Nair", free_busy_visibility=FreeBusyVisibility.EVERYONE
    )


@pytest.fixture
def client(marta: User) -> Client:
    client = Client()
    client.force_login(marta)
    return client


def texts(answer: Any, pattern: str) -> list[str]:
    return [re.sub(r"<.*?>", "", found).strip() for found in re.findall(pattern, answer.content.decode())]


def add(client: Client, text: str, **fields: Any) -> Any:
    return client.post("/quick-add/", {"q": text, **fields})


def test_strangers_are_led_to_sign_in(db: None) -> None:
    answer = Client().get("/search/?q=lunch")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/search/%3Fq%3Dlunch")


def test_sentence_is_shown_as_what_would_be_made(client: Client, priya: User) -> None:
    answer = client.get("/search/", {"q": LUNCH})
    assert texts(answer, r"<b>.*?</b>") == ["Lunch with Priya", "Thursday 20 November 2031"]
    assert texts(answer, r"<small>.*?</small>")[1] == (
        "Thu 20 Nov 2031, 12:30 – 13:30 · Lisbon · Time Out Market · invites Priya Nair"
    )
    assert texts(answer, r"<span>[^<]*free[^<]*</span>") == ["You and Priya Nair are both free then."]
    assert Event.objects.count() == 0


def test_part_for_htmx_is_no_page(client: Client) -> None:
    answer = client.get("/search/", {"q": LUNCH}, headers=PART)
    assert answer.content.decode().lstrip().startswith("<div data-answers=")


def test_enter_makes_the_event_and_shares_it(client: Client, marta: User, priya: User) -> None:
    shown = client.get("/search/", {"q": LUNCH})
    values = dict(re.findall(r'name="(asked_at|invite)" value="([^"]+)"', shown.content.decode()))
    answer = add(client, LUNCH, **values)
    assert (answer.status_code, answer["Location"]) == (302, "/calendar/?view=week&date=2031-11-20")
    event = Event.objects.get()
    assert (event.title, event.location, event.start_at, event.end_at, event.timezone) == (
        "Lunch with Priya",
        "Time Out Market",
        NOON,
        NOON + timedelta(hours=1),
        "Europe/Lisbon",
    )
    assert event.owner == marta
    grants = EventUserPermission.objects.values_list("user", "permission__codename")
    assert list(grants) == [(priya.pk, "view_event")]
    assert HistoricalEvent.objects.get().source == Source.WEB


def test_person_who_was_not_shown_is_not_invited(client: Client, priya: User) -> None:
    add(client, LUNCH)
    assert (Event.objects.count(), EventUserPermission.objects.count()) == (1, 0)


def test_whole_days_and_rules_are_made_as_read(client: Client) -> None:
    add(client, "Holiday 20 Dec 2031 for 2 days")
    add(client, "Stand-up every weekday 9:30 until 1 Feb")
    holiday, stand_up = Event.objects.order_by("pk")
    assert holiday.is_all_day is True
    assert (holiday.start_at.isoformat(), holiday.end_at.isoformat()) == (
        "2031-12-20T00:00:00+00:00",
        "2031-12-22T00:00:00+00:00",
    )
    assert stand_up.rrule.startswith("FREQ=WEEKLY;UNTIL=")
    assert stand_up.rrule.endswith(";BYDAY=MO,TU,WE,TH,FR")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Retreat 20 Nov 2031 for 2 days", "2031-11-20", "2031-11-21"),
        ("Yoga every Thu 18:30 at Gym 20 Nov 2031", "2031-11-20", "2031-11-20"),
    ],
)
def test_full_form_has_what_was_read(client: Client, text: str, start: str, end: str) -> None:
    page = client.get("/search/", {"q": text}).content.decode()
    (link,) = re.findall(r'href="(/events/new/[^"]+)" data-full-form', page)
    fields = sent(client.get(unescape(link)).content.decode(), "event-form")
    assert (fields["title"], fields["start_date"], fields["end_date"]) == ([text.split()[0]], [start], [end])
    assert fields["repeats"] == (["weekly"] if "every" in text else ["none"])


def test_busy_people_are_named(client: Client, marta: User, priya: User) -> None:
    make_event(priya, start=NOON)
    note = r'<p class="command-note.*?<span>(.*?)</span>'
    assert texts(client.get("/search/", {"q": LUNCH}), note) == ["You are free then, but not Priya Nair."]
    make_event(marta, start=NOON)
    assert texts(client.get("/search/", {"q": LUNCH}), note) == ["You and Priya Nair are busy then."]


def test_who_hides_time_is_said_not_to_show_it(client: Client, priya: User) -> None:
    User.objects.filter(pk=priya.pk).update(free_busy_visibility=FreeBusyVisibility.NOBODY)
    note = r'<p class="command-note.*?<span>(.*?)</span>'
    answer = client.get("/search/", {"q": LUNCH})
    assert texts(answer, note) == ["You are free then; Priya Nair does not show when they are."]


def test_time_that_was_taken_meanwhile_is_asked_about_and_nothing_is_made(
    client: Client, marta: User
) -> None:
    make_event(marta, start=NOON, title="Dentist")
    answer = add(client, LUNCH)
    assert (answer.status_code, Event.objects.count()) == (409, 1)
    assert texts(answer, r'<span class="tag tag-warning">.*?</span>') == ["Keep this time"]
    assert add(client, LUNCH, on_conflict="allow").status_code == 302
    assert Event.objects.count() == 2


def test_sentence_without_an_event_makes_none(client: Client) -> None:
    assert (add(client, "Fri 12:30").status_code, Event.objects.count()) == (404, 0)


def test_event_is_found_by_a_part_of_its_title(client: Client, marta: User) -> None:
    make_event(marta, title="Quarterly planning", start=NOON)
    make_event(marta, title="Dentist", start=NOON)
    answer = client.get("/search/", {"q": "PLANN"})
    assert texts(answer, r"<b>.*?</b>") == ["Quarterly planning", "PLANN", "All that contains “PLANN”"]


def test_others_events_are_not_found(client: Client, priya: User) -> None:
    make_event(priya, title="Secret planning", start=NOON)
    assert "Secret" not in client.get("/search/", {"q": "planning"}).content.decode()


def test_title_is_escaped(client: Client, marta: User) -> None:
    make_event(marta, title="<img src=x onerror=alert(1)>", start=NOON)
    page = client.get("/search/", {"q": "<img src=x onerror"}).content.decode()
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_depend_on_what_is_found(
    client: Client, marta: User, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for hour in range(number):
        make_event(marta, title="Review", start=NOON + timedelta(hours=hour))
    client.get("/search/")
    with django_assert_num_queries(7):
        client.get("/search/", {"q": "review"})


def test_redirect_leads_back_to_the_page_of_the_dialog_and_nowhere_else(client: Client) -> None:
    part = client.get(
        "/search/",
        {"q": LUNCH},
        headers={**PART, "HX-Current-URL": "http://testserver/calendar/?view=month&date=2031-11-01"},
    )
    assert texts(part, r'name="next" value="(.*?)"') == ["/calendar/?view=month&amp;date=2031-11-01"]
    assert add(client, LUNCH, next="/calendar/?view=month")["Location"] == "/calendar/?view=month"
    away = add(client, "Dinner 20 Nov 2031 20:00", next="//evil.example/")
    assert away["Location"] == "/calendar/?view=week&date=2031-11-20"


def test_a_sentence_that_asks_for_a_time_leads_to_it(client: Client, priya: User) -> None:
    page = client.get("/search/", {"q": "find a time with Priya"})

    found = page.context["time_search"]
    assert found.people == priya.full_name
    assert parse_qs(urlsplit(found.href).query)["person"][1:] == [priya.username]
    assert escape(found.href) in page.content.decode()
    assert client.get("/search/", {"q": "Lunch"}).context["time_search"] is None
