"""The base of pages, by a view of the tests' own."""

import re
import sqlite3
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation
from pytest_django import Settings

from accounts.factories import make_user
from accounts.models import User
from core.actors import Anonymous, current_source
from core.errors import Busy, Conflict, DomainError, Forbidden, NotAuthenticated, NotFound
from core.web.page import PageView
from core.web.toasts import toast
from eventhub.urls import urlpatterns as pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls("eventhub.tests.web.test_page")]

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOOSTED = {"HX-Request": "true", "HX-Request-Type": "full"}
REFUSALS: dict[str, DomainError] = {
    "forbidden": Forbidden("Only owners may <b>share</b>."),
    "gone": NotFound("There is no such event."),
    "conflict": Conflict("Somebody was faster."),
    "busy": Busy("Busy.", data={"retry_after": 5}),
    "ended": NotAuthenticated("The session has ended."),
}

CAUSES = {
    "locked": sqlite3.OperationalError("database is locked"),
    "broken": sqlite3.OperationalError("no such table: x"),
}


class Sample(PageView):
    def get(self, request: HttpRequest, word: str) -> HttpResponse:
        if word in REFUSALS:
            raise REFUSALS[word]
        if word in CAUSES:
            raise OperationalError from CAUSES[word]
        if word == "toast":
            toast(request, "Done & dusted.", "token")
        zone, language = timezone.get_current_timezone_name(), translation.get_language()
        return HttpResponse(f"{self.actor} {current_source()} {zone} {language}")


class Deed(PageView):
    def post(self, request: HttpRequest, word: str) -> HttpResponse:
        return HttpResponse(word)


class Open(Sample):
    public = True


urlpatterns = [
    path("sample/<str:word>/", Sample.as_view()),
    path("deed/<str:word>/", Deed.as_view()),
    path("open/<str:word>/", Open.as_view()),
    *pages,
]


@pytest.fixture
def marta() -> User:
    return make_user(username="marta", timezone="Asia/Tokyo")


@pytest.fixture
def client(marta: User) -> Client:
    client = Client()
    client.force_login(marta)
    return client


def get(client: Client, word: str, headers: dict[str, str] | None = None) -> Any:
    return client.get(f"/sample/{word}/?a=1", headers=headers or {})


def test_handler_runs_for_the_person_through_the_web_door_in_his_zone(client: Client) -> None:
    answer = get(client, "plain")
    assert answer.content == b"marta web Asia/Tokyo en"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Language"] == "en"
    varies = {"HX-Request", "HX-Request-Type", "Accept-Language", "Cookie"}
    assert set(answer["Vary"].split(", ")) == varies


def test_zone_and_language_end_with_the_request(client: Client) -> None:
    get(client, "plain", {"Accept-Language": "de"})
    assert (timezone.get_current_timezone_name(), translation.get_language()) == ("UTC", "en")


def test_strangers_sign_in_first_and_come_back() -> None:
    answer = get(Client(), "plain")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/sample/plain/%3Fa%3D1")
    assert Client().get("/open/plain/").content == f"{Anonymous()} web UTC en".encode()


def test_who_sent_something_signed_out_comes_back_to_the_page_that_he_sent_it_from() -> None:
    assert [Client().post(f"/{word}/plain/")["Location"] for word in ("sample", "deed")] == [
        "/accounts/login/?next=/sample/plain/",
        "/accounts/login/?next=/",
    ]


@pytest.mark.parametrize(
    ("headers", "location"),
    [(PART, "/accounts/login/?next=/"), (BOOSTED, "/accounts/login/?next=/sample/plain/%3Fa%3D1")],
)
def test_htmx_is_told_to_load_the_page_for_signing_in(headers: dict[str, str], location: str) -> None:
    answer = get(Client(), "plain", headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, location)


@pytest.mark.parametrize(
    ("chosen", "asked", "language"),
    [("", "de-AT, en;q=0.5", "de"), ("en", "de", "en"), ("de", "en", "de"), ("", "fr", "en")],
)
def test_language_is_ones_own_choice_or_else_the_browsers(
    client: Client, marta: User, chosen: str, asked: str, language: str
) -> None:
    User.objects.filter(pk=marta.pk).update(language=chosen)
    answer = get(client, "plain", {"Accept-Language": asked})
    assert answer.content.decode().split()[-1] == language


@pytest.mark.parametrize(
    ("word", "status", "title"),
    [
        ("forbidden", 403, "You may not do this"),
        ("gone", 404, "There is nothing here"),
        ("conflict", 409, "This cannot be done now"),
        ("busy", 503, "Busy at the moment"),
    ],
)
def test_refusal_is_a_page_with_its_status(client: Client, word: str, status: int, title: str) -> None:
    answer = get(client, word)
    page = answer.content.decode()
    assert (answer.status_code, re.findall(r"<h1>(.*?)</h1>", page)) == (status, [title])
    assert "<b>" not in page


def test_refusal_says_when_to_come_again(client: Client) -> None:
    assert get(client, "busy")["Retry-After"] == "5"


def test_session_that_has_ended_leads_to_signing_in(client: Client) -> None:
    assert get(client, "ended")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("headers", [PART, BOOSTED])
def test_refusal_is_a_toast_for_htmx(client: Client, headers: dict[str, str]) -> None:
    answer = get(client, "conflict", headers)
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, "#toasts", "beforeend")
    assert re.findall(r'toast-text">(.*?)<', answer.content.decode()) == ["Somebody was faster."]


def test_too_many_calls_are_refused(client: Client, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 1
    assert [get(client, "plain").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_method_that_there_is_not_is_a_page(client: Client) -> None:
    answer = client.post("/sample/plain/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) == ["This request was refused"]


def test_toast_is_appended_to_a_part(client: Client) -> None:
    part = get(client, "toast", PART).content.decode()
    assert part.count('hx-swap-oob="beforeend:#toasts"') == 1
    assert re.findall(r'toast-text">(.*?)<', part) == ["Done &amp; dusted."]
    assert re.findall(r'action="(/undo/.*?)"', part) == ["/undo/token/"]


def test_toast_waits_for_the_next_page(client: Client) -> None:
    assert b"toast" not in get(client, "toast").content
    shown = client.get("/help/").content.decode()
    assert re.findall(r'toast-text">(.+?)<', shown) == ["Done &amp; dusted."]
    assert re.findall(r'toast-text">(.+?)<', client.get("/help/").content.decode()) == []


def test_a_busy_database_is_a_page_that_says_when_to_come_again(client: Client, marta: User) -> None:
    client.force_login(marta)
    response = client.get("/sample/locked/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert "The database is busy with other changes. Please try again." in response.content.decode()
    with pytest.raises(OperationalError):
        client.get("/sample/broken/")
