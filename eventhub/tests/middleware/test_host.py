"""For which hosts there are answers, and how long they are."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("eventhub.tests.probes")

PATH = "/api/v1/probe/echo"


@pytest.fixture(autouse=True)
def _hosts(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["calendar.example.org", ".example.net"]


@pytest.mark.parametrize("host", ["calendar.example.org", "Calendar.Example.org:8000", "a.b.example.net"])
def test_ours_are_answered_each_time(client: Client, host: str) -> None:
    assert [client.get(PATH, HTTP_HOST=host).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("host", ["example.org", "evil.example.org", "calendar.example.org.evil", "a b", ""])
def test_others_never(client: Client, host: str) -> None:
    client.get(PATH, HTTP_HOST="calendar.example.org")
    answers = [client.get(PATH, HTTP_HOST=host) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json()["code"] == "refused"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_a_probe_may_know_us_by_our_address(client: Client, path: str) -> None:
    assert client.get(path, HTTP_HOST="10.0.0.7:8000").status_code == 200


def test_a_wildcard_keeps_no_more_hosts_than_there_is_room_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventhub.middleware.host.MOST_KEPT", 2)
    hosts = [f"{name}.example.net" for name in "abcd"]
    assert {client.get(PATH, HTTP_HOST=host).status_code for host in hosts * 2} == {200}
    assert client.get(PATH, HTTP_HOST="example.org").status_code == 400


def test_every_answer_says_how_long_it_is(client: Client) -> None:
    for path in (PATH, "/api/v1/nothing", "/nothing"):
        answer = client.get(path, HTTP_HOST="calendar.example.org")
        assert answer["Content-Length"] == str(len(answer.content))
