"""Light and dark."""

import re

import pytest
from django.test import Client


def theme(client: Client) -> str:
    (found,) = re.findall(r'<html [^>]*data-theme="(\w+)"', client.get("/help/").content.decode())
    return str(found)


def test_system_decides_until_one_chooses(client: Client) -> None:
    assert theme(client) == "auto"
    answer = client.post("/theme/", {"theme": "dark", "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert theme(client) == "dark"
    client.post("/theme/", {"theme": "light"})
    assert theme(client) == "light"
    client.post("/theme/", {"theme": "auto"})
    assert theme(client) == "auto"


@pytest.mark.parametrize("value", ['"><script>', "blue", ""])
def test_cookie_of_another_word_counts_for_nothing(client: Client, value: str) -> None:
    client.cookies["theme"] = value
    assert theme(client) == "auto"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "help/"]
)
def test_form_leads_to_no_other_site(client: Client, wanted: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": wanted})["Location"] == "/"
