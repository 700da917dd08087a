import re

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("eventhub.tests.probes")


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/nothing/", "/api/"])
def test_unknown_call_is_a_problem(
    client: Client, settings: Settings, path: str, method: str, debug: bool
) -> None:
    settings.DEBUG = debug
    answer = client.generic(method, path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing here.",
        "code": "not_found",
    }


def test_fault_in_a_call_is_a_problem_that_tells_nothing(client: Client) -> None:
    answer = client.get("/api/v1/probe/broken")
    assert answer.status_code == 500
    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal server error",
        "status": 500,
        "detail": "Something went wrong on our side. X-Request-ID names this case.",
        "code": "internal_error",
    }


def test_write_without_csrf_token_is_a_problem() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/v1/probe/guarded")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [("/nothing", 404, "There is nothing here"), ("/probe/broken", 500, "Something went wrong")],
)
def test_pages_have_pages_of_errors(client: Client, path: str, status: int, title: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) == [title]


def test_form_without_csrf_token_is_a_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/probe/guarded")
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) == ["This form is too old"]
