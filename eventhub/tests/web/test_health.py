from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from eventhub import __version__


@pytest.mark.django_db
def test_healthy_server_has_asked_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/health")
    document = answer.json()
    age = datetime.now(UTC) - datetime.fromisoformat(document.pop("timestamp"))
    assert timedelta(0) <= age < timedelta(seconds=5)
    assert answer.status_code == 200
    assert document == {"status": "healthy", "version": __version__, "database": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_server_without_its_database_is_unhealthy(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("away")):
        answer = client.get("/health")
    document = answer.json()
    del document["timestamp"]
    assert answer.status_code == 503
    assert document == {"status": "unhealthy", "version": __version__, "database": "unreachable"}


@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_another_method_is_refused_as_such(path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
