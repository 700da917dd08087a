"""Counts requests and queries under django-prometheus's names, with the label look-ups done once."""

from collections.abc import Callable
from functools import cache
from time import perf_counter
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django_prometheus.conf import PROMETHEUS_LATENCY_BUCKETS
from django_prometheus.db import metrics as query_metrics
from prometheus_client import Counter, Histogram

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

responses_total = Counter(
    "django_http_responses_total_by_status_view_method",
    "Count of responses by status, view, method.",
    ["status", "view", "method"],
)
latency_seconds = Histogram(
    "django_http_requests_latency_seconds_by_view_method",
    "Histogram of request processing time labelled by view.",
    ["view", "method"],
    buckets=PROMETHEUS_LATENCY_BUCKETS,
)


def measure_request(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count one answered request, by view, method and status, and the time it took."""
    match = request.resolver_match
    count, latency = _request_instruments(
        request.method if request.method in METHODS else "<invalid method>",
        (match.view_name if match else None) or "<unnamed view>",
        response.status_code,
    )
    count.inc()
    latency.observe(seconds)


@cache  # bounded by the number of views, methods and statuses
def _request_instruments(method: str, view: str, status: int) -> tuple[Counter, Histogram]:
    return (
        responses_total.labels(status=str(status), view=view, method=method),
        latency_seconds.labels(view=view, method=method),
    )


class QueryMeter:
    """Counts the statements of one connection and the time they take; an execute wrapper of Django's."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        labels = {"alias": connection.alias, "vendor": connection.vendor}
        self._labels = labels
        self._single = query_metrics.execute_total.labels(**labels)
        self._many = query_metrics.execute_many_total.labels(**labels)
        self._duration = query_metrics.query_duration_seconds.labels(**labels)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        (self._many if many else self._single).inc()
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            query_metrics.errors_total.labels(**self._labels, type=type(error).__name__).inc()
            raise
        finally:
            self._duration.observe(perf_counter() - started)


def meter_connection(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Count the queries of a connection that was just opened; once, however often it reconnects."""
    query_metrics.connections_total.labels(alias=connection.alias, vendor=connection.vendor).inc()
    if not any(isinstance(wrapper, QueryMeter) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.append(QueryMeter(connection))


def meter_connections() -> None:
    """Count the queries of every connection that will be opened; called once, when the apps are ready."""
    connection_created.connect(meter_connection, dispatch_uid="eventhub.metrics")
