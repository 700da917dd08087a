import ipaddress

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from prometheus_client import REGISTRY
from pytest_django import Settings

from core import metrics


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1"])
def test_loopback_may_read(client: Client, peer: str) -> None:
    answer = client.get("/metrics", REMOTE_ADDR=peer)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("peer", ["192.0.2.1", "::2", "", "nonsense"])
def test_others_do_not_learn_that_it_is_there(client: Client, peer: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 404


def test_allowed_addresses_are_a_setting(client: Client, settings: Settings) -> None:
    settings.METRICS_ALLOWED = (ipaddress.ip_network("192.0.2.0/24"),)
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404


def test_client_behind_a_proxy_is_not_taken_for_the_proxy(client: Client, settings: Settings) -> None:
    forwarded = {"X-Forwarded-For": "192.0.2.1"}
    assert client.get("/metrics", headers=forwarded).status_code == 404
    settings.TRUSTED_PROXIES = (ipaddress.ip_network("127.0.0.1"),)
    assert client.get("/metrics", headers=forwarded).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200


def test_domain_counters_are_shown(client: Client) -> None:
    metrics.merges_total.inc()
    shown = client.get("/metrics").content.decode()
    for name in (
        "eventhub_events_written_total",
        "eventhub_conflicts_refused_total",
        "eventhub_merges_total",
        "eventhub_rollbacks_total",
        "eventhub_logins_total",
    ):
        assert f"# TYPE {name} counter" in shown


@pytest.mark.django_db
def test_queries_are_counted() -> None:
    labels = {"alias": "default", "vendor": connection.vendor}

    def counted() -> float:
        return REGISTRY.get_sample_value("django_db_execute_total", labels) or 0

    before = counted()
    assert ContentType.objects.filter(pk=0).first() is None
    assert counted() == before + 1
