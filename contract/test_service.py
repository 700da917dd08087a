"""The service itself: health, metrics, the documents, and the start page."""

import re
import subprocess

import psycopg
import pytest
from psycopg import sql

from contract.client import Client
from contract.expect import ANY_INSTANT, ANY_TEXT
from contract.server import RAISED_LIMITS, NewDatabase, Server, running


@pytest.mark.parametrize("path", ["/health", "/health/"])
def test_health(anonymous: Client, path: str) -> None:
    answer = anonymous.service(path)
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "healthy",
        "timestamp": ANY_INSTANT,
        "version": ANY_TEXT,
        "database": "ok",
    }
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", answer.json()["version"])


def test_health_is_503_when_the_database_does_not_answer(only_own: None, new_database: NewDatabase) -> None:
    with running(new_database, {**RAISED_LIMITS, "WORKERS": "1", "BLOCKING_THREADS": "2"}) as server:
        anonymous = Client(server.url)
        assert anonymous.service("/health").status_code == 200
        _take_database_away(server)
        answer = anonymous.service("/health")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unhealthy",
        "timestamp": ANY_INSTANT,
        "version": ANY_TEXT,
        "database": ANY_TEXT,
    }
    assert answer.json()["database"] != "ok"


def _take_database_away(server: Server) -> None:
    assert server.environment is not None
    address = server.environment["DATABASE_URL"]
    if address.startswith("sqlite:///"):
        # the file, which the server has open, is emptied
        subprocess.run(["truncate", "--size", "0", address.removeprefix("sqlite:///")], check=True)
        return
    base, _, name = address.partition("?")[0].rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        database = sql.Identifier(name)
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(database))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


def test_metrics_are_prometheus_text_for_the_addresses_allowed(own_server: Server, ann: Client) -> None:
    ann.create()
    answer = Client(own_server.url).service("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    families = re.findall(r"^# TYPE (\S+) (\S+)$", answer.text, re.MULTILINE)
    names = {name for name, _ in families}
    assert any("requests" in name for name in names), names
    for word in ("events_written", "conflicts_refused", "merges", "rollbacks"):
        assert any(word in name for name in names), (word, names)


def test_metrics_are_not_there_for_anybody_else(own_server: Server, other_server: Server) -> None:
    # a client whom the trusted proxy names is not on the loopback
    assert Client(own_server.url).http.get(f"{own_server.url}/metrics").status_code == 404
    assert Client(other_server.url).http.get(f"{other_server.url}/metrics").status_code == 200
    assert Client(other_server.url).service("/metrics").status_code == 404


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/", "/redoc/"])
def test_the_pages_of_the_description_need_nothing_from_elsewhere(anonymous: Client, path: str) -> None:
    answer = anonymous.service(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    sources = re.findall(r"""(?:src|href)=["']([^"']+)["']""", answer.text)
    assert sources
    assert [source for source in sources if "//" in source] == []
    for source in sources:
        if source.startswith("/static/"):
            assert anonymous.service(source).status_code == 200, source
    assert "'unsafe-eval'" not in answer.headers["Content-Security-Policy"]


def test_the_openapi_document_is_at_both_of_its_addresses(anonymous: Client) -> None:
    documents = [
        anonymous.service(path) for path in ("/openapi.json", "/api/v1/openapi.json", "/openapi.json/")
    ]
    assert [answer.status_code for answer in documents] == [200, 200, 200]
    assert documents[0].headers["Content-Type"] == "application/json"
    assert documents[0].json() == documents[1].json() == documents[2].json()
    assert documents[0].json()["openapi"].startswith("3.1.")


@pytest.mark.parametrize("accept", ["application/json", "*/*", None])
def test_start_is_json_for_a_program(anonymous: Client, accept: str | None) -> None:
    anonymous.http.headers.pop("Accept", None)
    answer = anonymous.service("/", headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {"message": ANY_TEXT, "version": ANY_TEXT, "status": "running"}


def test_start_is_a_page_for_a_browser(anonymous: Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = anonymous.service("/", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Accept" in answer.headers["Vary"]
