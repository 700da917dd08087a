from collections.abc import Iterator
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's connections"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def kept() -> Iterator[int]:
    """A connection as a thread of the server keeps it; yields the id of its process in the database."""
    connection.close()
    connection.ensure_connection()
    yield connection.connection.info.backend_pid
    connection.close()


def end(process: int) -> None:
    """What a restart of the database does to a connection."""
    parameters = connection.get_connection_params() | {"autocommit": True}
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if parameters.get(name)}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


@pytest.mark.usefixtures("kept")
def test_working_connection_is_known_without_asking() -> None:
    with patch.object(DatabaseWrapper, "is_usable") as ask:
        assert connection.is_usable()
    assert ask.call_count == 0


@pytest.mark.usefixtures("kept")
def test_connection_after_an_error_is_asked() -> None:
    connection.errors_occurred = True
    with patch.object(DatabaseWrapper, "is_usable", return_value=False) as ask:
        assert not connection.is_usable()
    assert ask.call_count == 1
    connection.errors_occurred = False


def test_connection_that_the_server_ended_is_noticed(kept: int) -> None:
    end(kept)
    assert not connection.is_usable()


def test_request_after_a_restart_of_the_database_is_answered(kept: int, client: Client) -> None:
    end(kept)
    # as at the start of a request, which the test client leaves out
    connection.close_if_unusable_or_obsolete()
    assert client.get("/health").status_code == 200
    assert connection.connection.info.backend_pid != kept
