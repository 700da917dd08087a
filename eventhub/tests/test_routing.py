import pytest
from django.test import Client

pytestmark = pytest.mark.urls("eventhub.tests.probes")


@pytest.mark.parametrize(
    "path", ["/api/v1/probe/echo", "/api/v1/probe/echo/", "/api/v1/probe/listed", "/api/v1/probe/listed/"]
)
def test_path_answers_with_and_without_its_slash_and_keeps_the_body(client: Client, path: str) -> None:
    answer = client.post(path, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["length"], answer.json()["path"]) == (200, 2, path)


@pytest.mark.parametrize("path", ["/api/v1/probe/echo//", "/api/v1/probe/ech", "/api/v1/probe/echo/more"])
def test_other_paths_do_not_answer(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_both_forms_are_one_route(client: Client) -> None:
    routes = {client.get(path).resolver_match.route for path in ("/health", "/health/")}
    assert routes == {"health"}
