"""The base view: who may pass, how often, and what every answer bears."""

import pytest
from django.test import Client
from pytest_django import Settings

from core.actors import Source, current_source
from core.errors import Busy


def test_an_answer_is_json_and_varies_by_credentials(client: Client) -> None:
    response = client.get("/private", headers={"Authorization": "7"})
    assert (response.status_code, response.json()) == (200, {"actor": 7, "source": Source.API})
    assert dict(response.headers) == {
        "Content-Type": "application/json",
        "X-Own": "1",
        "Vary": "Authorization, Cookie",
        "Cache-Control": "private, no-cache",
    }
    assert current_source() == Source.COMMAND


@pytest.mark.parametrize("accept", ["text/html", "application/xml;q=1", "nonsense", ""])
def test_neither_accept_nor_format_is_asked(client: Client, accept: str) -> None:
    response = client.get("/public?format=xml", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize(
    ("header", "detail"),
    [({}, "Authentication credentials were not provided."), ({"Authorization": "bad"}, "Bad credentials.")],
)
def test_nobody_is_asked_for_a_token(client: Client, header: dict[str, str], detail: str) -> None:
    response = client.get("/private", headers=header)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json() == {
        "type": "about:blank",
        "title": "Not authenticated",
        "status": 401,
        "detail": detail,
        "code": "not_authenticated",
    }


def test_a_public_door_does_not_look_at_credentials(client: Client) -> None:
    response = client.get("/public", headers={"Authorization": "bad"})
    assert (response.status_code, response.json()) == (200, {"actor": None})


def test_head_is_get_without_a_body(client: Client) -> None:
    response = client.head("/private", headers={"Authorization": "7"})
    assert (response.status_code, response.content, response["X-Own"]) == (200, b"", "1")


def test_options_asks_for_no_credentials(client: Client) -> None:
    response = client.options("/private")
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert not response.has_header("Content-Type")


@pytest.mark.parametrize("method", ["POST", "TRACE", "PROPFIND", "dispatch"])
def test_other_methods_are_refused_and_the_right_ones_named(client: Client, method: str) -> None:
    response = client.generic(method, "/private")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("id", [2**63, 10**40])
def test_an_id_that_no_row_can_have_is_a_404(client: Client, id: int) -> None:
    assert client.get(f"/private/{id}", headers={"Authorization": "7"}).status_code == 404
    assert client.get(f"/private/{id}").status_code == 401
    assert client.get(f"/private/{2**63 - 1}", headers={"Authorization": "7"}).status_code == 200


def test_calls_are_counted_by_user(client: Client, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 2
    statuses = [client.get("/private", headers={"Authorization": "7"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get("/private", headers={"Authorization": "8"}).status_code == 200
    refused = client.get("/private", headers={"Authorization": "7"})
    assert refused.json()["code"] == "too_many_requests"
    assert refused["Retry-After"] == str(refused.json()["retry_after"])


def test_calls_of_nobody_are_counted_by_address(client: Client, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 2
    paths = ["/private", "/public", "/private"]
    assert [client.get(path).status_code for path in paths] == [401, 200, 429]
    assert client.get("/public", REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get("/private", headers={"Authorization": "7"}).status_code == 200


def test_an_ipv6_subscriber_is_one_address(client: Client, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 1
    addresses = ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]
    assert [client.get("/public", REMOTE_ADDR=each).status_code for each in addresses] == [200, 429, 200]


def test_a_limit_whose_counters_are_gone_is_a_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise Busy("No.", data={"retry_after": 5})

    monkeypatch.setattr("core.api.views.count_call", gone)
    response = client.get("/public")
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_nothing_is_answered_with_nothing(client: Client) -> None:
    response = client.delete("/public")
    assert (response.status_code, response.content) == (204, b"")
    assert not response.has_header("Content-Type")


def test_a_fault_of_ours_goes_on_to_django(client: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        client.patch("/public")
    assert current_source() == Source.COMMAND
