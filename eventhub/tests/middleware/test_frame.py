import re

import pytest
from django.test import Client
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

pytestmark = pytest.mark.urls("eventhub.tests.probes")


@pytest.mark.parametrize("sent", ["a", "req-1.2_3", "x" * 64])
def test_sane_request_id_of_the_client_is_kept(client: Client, sent: str) -> None:
    assert client.get("/api/v1/probe/echo", headers={"X-Request-ID": sent})["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a\tb", "<script>", "é"])
def test_other_request_ids_are_replaced(client: Client, sent: str) -> None:
    answer = client.get("/api/v1/probe/echo", headers={"X-Request-ID": sent})
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])


@pytest.mark.parametrize(
    "path", ["/api/v1/probe/echo", "/api/v1/nothing", "/api/v1/probe/broken", "/nothing"]
)
def test_every_answer_bears_an_id(client: Client, path: str) -> None:
    assert client.get(path, headers={"X-Request-ID": "case-7"})["X-Request-ID"] == "case-7"


def test_request_is_logged_without_its_query(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/api/v1/probe/echo?q=divorce&token=hush", headers={"X-Request-ID": "case-8"})
    (line,) = lines
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "path": "/api/v1/probe/echo",
        "status": 200,
        "user_id": None,
    }


def test_fault_is_logged_as_an_error(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/api/v1/probe/broken")
    assert [(line["event"], line["log_level"], line["status"]) for line in lines] == [
        ("request", "error", 500)
    ]


def test_static_files_are_not_logged(client: Client) -> None:
    with capture_logs() as lines:
        assert client.get("/static/service/docs.css").status_code == 200
    assert lines == []


def test_answers_are_counted_by_view_method_and_status(client: Client) -> None:
    labels = {"view": "health", "method": "POST", "status": "405"}

    def counted() -> float:
        name = "django_http_responses_total_by_status_view_method_total"
        return REGISTRY.get_sample_value(name, labels) or 0

    before = counted()
    client.post("/health")
    assert counted() == before + 1
