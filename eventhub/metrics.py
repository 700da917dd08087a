"""Counts requests and queries under django-prometheus's names, with the label look-ups done once."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from threading import local
from time import perf_counter
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django_prometheus.conf import PROMETHEUS_LATENCY_BUCKETS
from django_prometheus.db import metrics as query_metrics
from prometheus_client import Counter, Histogram

MOST_KEPT = 100
_threads = local()

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
    """Count one answered request, by view, method and status, the time it took, and its queries."""
    match = request.resolver_match
    count, latency = _request_instruments(
        request.method if request.method in METHODS else "<invalid method>",
        (match.view_name if match else None) or "<unnamed view>",
        response.status_code,
    )
    count.inc()
    latency.observe(seconds)
    for meter in _of_this_thread():
        meter.tell()


@cache  # bounded by the number of views, methods and statuses
def _request_instruments(method: str, view: str, status: int) -> tuple[Counter, Histogram]:
    return (
        responses_total.labels(status=str(status), view=view, method=method),
        latency_seconds.labels(view=view, method=method),
    )


class QueryMeter:
    """Counts the statements of one connection and the time they take; an execute wrapper of Django's.

    It is told of by the end of each request, or once there are many of them.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._seconds: list[float] = []
        self._of_many = 0
        labels = {"alias": connection.alias, "vendor": connection.vendor}
        self._labels = labels
        self._single = query_metrics.execute_total.labels(**labels)
        self._many = query_metrics.execute_many_total.labels(**labels)
        self._duration = query_metrics.query_duration_seconds.labels(**labels)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        except Exception as error:
            query_metrics.errors_total.labels(**self._labels, type=type(error).__name__).inc()
            raise
        finally:
            self._seconds.append(perf_counter() - started)
            self._of_many += many
            if len(self._seconds) == MOST_KEPT:
                self.tell()

    def tell(self) -> None:
        """Puts what was counted since the last time into the metrics, all at once: each write to them costs
        as much as some parameters of a statement.
        """
        seconds, of_many = self._seconds, self._of_many
        if not seconds:
            return
        self._seconds, self._of_many = [], 0
        self._single.inc(len(seconds) - of_many)
        if of_many:
            self._many.inc(of_many)
        observe_all(self._duration, seconds)


def observe_all(histogram: Histogram, amounts: Sequence[float]) -> None:
    """What `observe` does for each of the amounts, with one write for the sum and one for each bucket."""
    bounds, buckets = histogram._upper_bounds, histogram._buckets
    histogram._sum.inc(sum(amounts))
    counts: dict[int, int] = {}
    for amount in amounts:
        at = bisect_left(bounds, amount)
        counts[at] = counts.get(at, 0) + 1
    for at, count in counts.items():
        buckets[at].inc(count)


def meter_connection(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Count the queries of a connection that was just opened; once, however often it reconnects."""
    query_metrics.connections_total.labels(alias=connection.alias, vendor=connection.vendor).inc()
    if not any(isinstance(wrapper, QueryMeter) for wrapper in connection.execute_wrappers):
        meter = QueryMeter(connection)
        connection.execute_wrappers.append(meter)
        _of_this_thread().append(meter)


def _of_this_thread() -> list[QueryMeter]:
    """The meters of this thread, which has connections of its own."""
    meters: list[QueryMeter] | None = getattr(_threads, "meters", None)
    if meters is None:
        meters = _threads.meters = []
    return meters


def meter_connections() -> None:
    """Count the queries of every connection that will be opened; called once, when the apps are ready."""
    connection_created.connect(meter_connection, dispatch_uid="eventhub.metrics")
