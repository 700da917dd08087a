import ipaddress

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("eventhub.tests.probes")

PROXY = "10.0.0.1"


@pytest.fixture(autouse=True)
def _trusted(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = (ipaddress.ip_network("10.0.0.0/8"),)


def seen(client: Client, peer: str, **headers: str) -> tuple[str, bool]:
    answer = client.get("/api/v1/probe/echo", REMOTE_ADDR=peer, headers=headers).json()
    return answer["address"], answer["secure"]


def test_trusted_proxy_is_believed(client: Client) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    assert seen(client, PROXY, **headers) == ("203.0.113.9", True)


def test_only_what_trusted_proxies_wrote_is_believed(client: Client) -> None:
    chain = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.0.0.7"}
    assert seen(client, PROXY, **chain) == ("203.0.113.9", False)


@pytest.mark.parametrize("chain", ["", "nonsense", "203.0.113.9, nonsense"])
def test_malformed_chain_leaves_the_proxy(client: Client, chain: str) -> None:
    assert seen(client, PROXY, **{"X-Forwarded-For": chain}) == (PROXY, False)


def test_stranger_is_not_believed(client: Client) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    assert seen(client, "198.51.100.1", **headers) == ("198.51.100.1", False)


def test_peer_is_the_client_where_nothing_is_forwarded(client: Client) -> None:
    assert seen(client, "198.51.100.1") == ("198.51.100.1", False)
