import re

import pytest
from django.test import Client

from accounts.factories import make_user
from eventhub import __version__

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("accept", ["application/json", "*/*", "", "text/html;q=0.5, application/json"])
def test_program_gets_json(client: Client, accept: str) -> None:
    answer = client.get("/", headers={"Accept": accept} if accept else {})
    assert answer["Content-Type"] == "application/json"
    assert answer["Vary"] == "Accept"
    assert answer.json() == {"message": "Welcome to EventHub", "version": __version__, "status": "running"}


def test_strangers_browser_gets_the_start_page(client: Client) -> None:
    answer = client.get("/", headers={"Accept": BROWSER})
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    varies = {"Accept", "Accept-Encoding", "Accept-Language", "Cookie", "HX-Request", "HX-Request-Type"}
    assert set(answer["Vary"].split(", ")) == varies
    assert re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) == ["Shared calendars with a memory"]


@pytest.mark.django_db
def test_who_is_signed_in_gets_the_calendar(client: Client) -> None:
    client.force_login(make_user())
    answer = client.get("/", headers={"Accept": BROWSER})
    assert (answer.status_code, answer["Location"]) == (302, "/calendar/")


@pytest.mark.django_db
def test_page_has_no_dead_links(client: Client) -> None:
    page = client.get("/", headers={"Accept": BROWSER}).content.decode()
    links = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert len(links) >= 12
    answers = {link: client.get(link, follow=True).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)


def test_start_page_takes_no_writes(client: Client) -> None:
    assert client.post("/").status_code == 405
