"""Calls of the service that are only read refuse everything else as the API does, forms without token too."""

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/health", "/health/", "/metrics", "/openapi.json", "/api/v1/openapi.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_a_405_that_names_those_there_are(path: str, method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Method not allowed",
        "status": 405,
        "detail": f'Method "{method}" not allowed.',
        "code": "method_not_allowed",
    }


def test_whom_the_metrics_are_hidden_from_is_told_no_methods_of_theirs() -> None:
    answer = Client(enforce_csrf_checks=True).post("/metrics", REMOTE_ADDR="192.0.2.1")
    assert (answer.status_code, "Allow" in answer) == (404, False)
