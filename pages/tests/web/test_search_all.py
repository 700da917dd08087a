"""Every event that contains some words."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from accounts.models import User
from events.factories import START, make_event
from pages.web import search_all

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


@pytest.fixture
def ben() -> User:
    return make_user(username="ben")


@pytest.fixture(autouse=True)
def signed_in(client: Client, anna: User) -> None:
    client.force_login(anna)


def titles(html: str) -> list[str]:
    return re.findall(r'<strong><a href="/events/\d+/">([^<]*)</a>', html)


def test_what_is_over_is_found_too_and_what_others_have_is_not(client: Client, anna: User, ben: User) -> None:
    for days, title in ((-9000, "Review long ago"), (1, "Review to come"), (0, "Dentist")):
        make_event(anna, title=title, start=START + days * DAY)
    make_event(ben, title="Review of another")
    html = client.get("/search/all/", {"q": "review"}).content.decode()
    assert titles(html) == ["Review to come", "Review long ago"]
    assert "2 events found." in html


def test_the_answers_of_the_box_lead_there(client: Client, anna: User) -> None:
    make_event(anna, title="R&D / review")
    html = client.get("/search/", {"q": "R&D / review"}).content.decode()
    (link,) = re.findall(r'href="(/search/all/[^"]*)"', html)
    assert titles(client.get(unescape(link)).content.decode()) == ["R&amp;D / review"]


def test_what_does_not_fit_is_a_page_further(
    client: Client, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_all, "PAGE", 2)
    for number in range(5):
        make_event(anna, title=f"Review {number}", start=START + number // 2 * DAY)
    address, found = "/search/all/?q=review", []
    while address:
        html = client.get(address).content.decode()
        assert "5 events found." in html
        found.append(titles(html))
        links = re.findall(r'href="(\?q=[^"]*)"', html)
        address = f"/search/all/{unescape(links[0])}" if links else ""
    assert found == [["Review 4", "Review 3"], ["Review 2", "Review 1"], ["Review 0"]]


def test_nothing_is_said_to_be_found(client: Client, anna: User) -> None:
    assert "No event that you may see contains these words." in (
        client.get("/search/all/", {"q": "review"}).content.decode()
    )


def test_without_words_one_is_asked_for_them(client: Client) -> None:
    answer = client.get("/search/all/?q=+")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_depend_on_what_is_found(
    client: Client, anna: User, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for hours in range(number):
        make_event(anna, title="Review", start=START + timedelta(hours=hours))
    client.get("/search/all/?q=review")
    with django_assert_num_queries(4):
        client.get("/search/all/?q=review")
