import ipaddress
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client import REGISTRY, CollectorRegistry, Histogram
from pytest_django import Settings

from core import metrics
from eventhub.metrics import MOST_KEPT, observe_all


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
def test_queries_are_counted(client: Client) -> None:
    labels = {"alias": "default", "vendor": connection.vendor}

    def counted() -> float:
        return REGISTRY.get_sample_value("django_db_execute_total", labels) or 0

    client.get("/health")  # tells what was counted so far
    before = counted()
    with CaptureQueriesContext(connection) as captured:
        client.get("/health")
    assert captured
    assert counted() == before + len(captured)


def test_amounts_that_are_observed_at_once_are_observed_each() -> None:
    names: dict[str, Any] = {"name": "seconds", "documentation": "", "buckets": (0.1, 1, 10)}
    each, at_once = (Histogram(**names, registry=CollectorRegistry()) for _ in range(2))
    amounts = [0.0, 0.1, 0.5, 1, 1.5, 10, 11, 1000]
    for amount in amounts:
        each.observe(amount)
    observe_all(at_once, amounts)

    def samples(histogram: Histogram) -> list[Any]:
        (metric,) = histogram.collect()
        return [each[:3] for each in metric.samples if not each.name.endswith("_created")]

    assert samples(at_once) == samples(each)


@pytest.mark.django_db
def test_many_queries_between_two_requests_are_counted_too() -> None:
    labels = {"alias": "default", "vendor": connection.vendor}
    before = REGISTRY.get_sample_value("django_db_query_duration_seconds_count", labels) or 0
    for _ in range(2 * MOST_KEPT):
        ContentType.objects.filter(pk=0).first()
    after = REGISTRY.get_sample_value("django_db_query_duration_seconds_count", labels) or 0
    assert after - before >= MOST_KEPT
