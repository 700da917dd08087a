"""Starts EventHub as an operator would, on a database of its own, and stops it."""

import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60

NewDatabase = Callable[[], AbstractContextManager[str]]
"""Makes a database, gives its address, and takes it away."""

# Each client of the tests has an address of its own, which it names as a trusted proxy would.
RAISED_LIMITS = {
    "RATE_LIMIT_PER_MINUTE": "1000000",
    "RATE_LIMIT_REGISTER": "1000000/m",
    "RATE_LIMIT_LOGIN": "1000000/m",
    "TRUSTED_PROXIES": "127.0.0.1",
}


@dataclass(frozen=True)
class Server:
    """A server at `url`; `environment` is what it was started with, None where others started it."""

    url: str
    environment: Mapping[str, str] | None = None

    def manage(self, *arguments: str, **variables: str) -> str:
        """What a command of `manage.py` prints on the server's own database."""
        assert self.environment is not None
        return _manage({**self.environment, **variables}, *arguments)


@contextmanager
def database(*, on_disk: bool = False, template: str = "") -> Iterator[str]:
    """The address of an empty database, or a copy of `template`, which nobody may be connected to.

    It is PostgreSQL's beside the one of DATABASE_URL, else a SQLite file.
    """
    given = os.environ.get("DATABASE_URL", "")
    if urlsplit(given).scheme in {"postgres", "postgresql"}:
        with _postgresql_database(given, urlsplit(template).path[1:] or "template1") as address:
            yield address
        return
    # in memory where the machine has such a folder: what is tested here is not the disk
    folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) and not on_disk else ROOT / "var"
    file = folder / f"eventhub-contract-{secrets.token_hex(6)}.sqlite3"
    try:
        if template:
            _copy_sqlite(template.removeprefix("sqlite:///"), str(file))
        yield f"sqlite:///{file}"
    finally:
        for leftover in folder.glob(f"{file.name}*"):
            leftover.unlink()


@contextmanager
def migrated(*fillers: str) -> Iterator[NewDatabase]:
    """Makes databases with all tables, and the rows that these commands make; both once, in a template."""
    with database() as template:
        environment = {**os.environ, "DATABASE_URL": template, "ENVIRONMENT": "development"}
        _manage(environment, "migrate", "--verbosity", "0")
        for command in fillers:
            _manage(environment, command)
        yield partial(database, template=template)


@contextmanager
def running(new_database: NewDatabase, variables: Mapping[str, str], *arguments: str) -> Iterator[Server]:
    """A server with these variables on a database of its own, until the end of the block."""
    with new_database() as address:
        environment = {**os.environ, "DATABASE_URL": address, "ENVIRONMENT": "development", **variables}
        port = free_port()
        with (ROOT / "var" / f"contract-{port}.log").open("w+b") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port), *arguments],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                url = f"http://127.0.0.1:{port}"
                wait_until_it_answers(url, process, Path(log.name))
                yield Server(url, environment)
            finally:
                process.terminate()
                process.wait(timeout=30)
        Path(log.name).unlink()


def _copy_sqlite(template: str, file: str) -> None:
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)


@contextmanager
def _postgresql_database(given: str, template: str) -> Iterator[str]:
    name = f"eventhub_contract_{secrets.token_hex(6)}"
    parts = urlsplit(given)
    with psycopg.connect(
        urlunsplit(parts._replace(path="/postgres", query="")), autocommit=True
    ) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _manage(environment: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once /health answers; fails with the log where the process ends, or after a minute."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            if requests.get(f"{url}/health", timeout=5).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
    raise TimeoutError(f"no answer in {START_SECONDS} seconds:\n{log.read_text()}")
