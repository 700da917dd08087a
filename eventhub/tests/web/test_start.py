import re

import pytest
from django.test import Client

from eventhub import __version__

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("accept", ["application/json", "*/*", "", "text/html;q=0.5, application/json"])
def test_program_gets_json(client: Client, accept: str) -> None:
    answer = client.get("/", headers={"Accept": accept} if accept else {})
    assert answer["Content-Type"] == "application/json"
    assert answer["Vary"] == "Accept"
    assert answer.json() == {"message": "Welcome to EventHub", "version": __version__, "status": "running"}


def test_browser_gets_a_page(client: Client) -> None:
    answer = client.get("/", headers={"Accept": BROWSER})
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "<h1>EventHub</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_page_has_no_dead_links(client: Client) -> None:
    page = client.get("/", headers={"Accept": BROWSER}).content.decode()
    links = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    assert len(links) == 6
    answers = {link: client.get(link, follow=True).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)


def test_start_page_takes_no_writes(client: Client) -> None:
    assert client.post("/").status_code == 405
