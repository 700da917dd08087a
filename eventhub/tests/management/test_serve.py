"""`manage.py serve`, run as an operator runs it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from eventhub import __version__
from eventhub.tests.server import free_port, get, running

ROOT = Path(settings.BASE_DIR)
MANAGE = (sys.executable, "manage.py")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A site of its own, with a database that has all its tables."""
    database = tmp_path_factory.mktemp("serve") / "db.sqlite3"
    variables = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "WORKERS": "", "REDIS_URL": ""}
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], cwd=ROOT, env=variables, check=True)
    return variables


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[tuple[psutil.Process, int]]:
    """The server's process, and its port."""
    port = free_port()
    with running([*MANAGE, "serve", "--port", str(port)], port, cwd=ROOT, env=environment) as process:
        yield psutil.Process(process.pid), port


def serve(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [*MANAGE, "serve", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_server_answers_and_serves_static_files(server: tuple[psutil.Process, int]) -> None:
    _, port = server
    assert get(port, "/health")[0] == 200
    status, headers, _ = get(port, "/static/service/docs.css")
    assert (status, headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')


def test_body_that_streams_in_slowly_arrives_whole(server: tuple[psutil.Process, int]) -> None:
    _, port = server
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for part in (b'{"username": "nobody", ', b'"password": "no password"}', b""):
            connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
            time.sleep(0.1)
        answer = connection.makefile("rb").read()
    # the words of a login that was read, not of a body that was empty or cut
    assert b"Incorrect username/email or password" in answer


def test_connection_to_the_database_is_kept(server: tuple[psutil.Process, int]) -> None:
    _, port = server

    def connections() -> float:
        name = r'django_db_new_connections_total\{alias="default",vendor="sqlite"\} ([0-9.]+)'
        found = re.search(name, get(port, "/metrics")[2].decode())
        return float(found[1]) if found else 0

    get(port, "/health")
    before = connections()
    for _ in range(20):
        assert get(port, "/health")[0] == 200
    # one at a time, they may still fall to any of the threads
    assert connections() - before < 16


def test_a_script_reads_where_the_server_is(environment: dict[str, str]) -> None:
    port = free_port()
    command = [*MANAGE, "serve", "--port", str(port), "--json"]
    variables = {**environment, "BLOCKING_THREADS": "3"}
    with subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        process.terminate()
    assert said == {
        "version": __version__,
        "environment": "development",
        "database": "SQLite",
        "workers": 1,
        "threads": 3,
        "address": f"http://127.0.0.1:{port}/",
        "docs": f"http://127.0.0.1:{port}/docs",
    }


def test_killed_worker_is_replaced(server: tuple[psutil.Process, int]) -> None:
    process, port = server
    (worker,) = process.children()
    worker.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if get(port, "/health")[0] == 200:
                break
        except OSError:
            time.sleep(0.1)
    assert get(port, "/health")[0] == 200
    assert [child.pid for child in process.children()] != [worker.pid]


def test_taken_port_is_refused_in_one_line(
    environment: dict[str, str], server: tuple[psutil.Process, int]
) -> None:
    _, port = server
    result = serve(environment, "--port", str(port))
    assert result.returncode == 1
    assert result.stderr.startswith(f"CommandError: Cannot listen on 127.0.0.1 at port {port}: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--workers", "0"], "--workers must be at least 1."),
        (["--port", "70000"], "--port must be between 1 and 65535."),
        (["--workers", "2"], "Set REDIS_URL, or WORKERS=1."),
    ],
)
def test_server_that_would_not_work_is_refused(
    environment: dict[str, str], arguments: list[str], words: str
) -> None:
    result = serve(environment, *arguments)
    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_database_without_its_tables_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    result = serve({**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"})
    assert result.returncode == 1
    assert "Run: manage.py migrate" in result.stderr


@pytest.mark.skipif(not settings.REDIS_URL, reason="several workers need Redis")
def test_metrics_are_summed_over_all_workers(environment: dict[str, str]) -> None:
    port = free_port()
    command = [*MANAGE, "serve", "--port", str(port), "--workers", "2"]
    variables = {**environment, "REDIS_URL": settings.REDIS_URL}
    with running(command, port, cwd=ROOT, env=variables) as process:
        workers = psutil.Process(process.pid).children()
        assert len(workers) == 2
        for _ in range(60):
            assert get(port, "/api/v1/nothing")[0] == 404
        counted = re.findall(
            r'^django_http_responses_total_by_status_view_method_total\{.*status="404".*\} ([0-9.]+)$',
            get(port, "/metrics")[2].decode(),
            re.MULTILINE,
        )
        assert sum(map(float, counted)) == 60
