"""kill -9 of a server in the middle of writes: what was acknowledged is there whole, and no half of it."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import requests

from contract.client import Client
from contract.server import RAISED_LIMITS, ROOT, Server, database, free_port, wait_until_it_answers

KILLS = 10
WRITES = 1_000
WRITERS = 8
FIRST = datetime(2031, 1, 1, tzinfo=UTC)


@dataclass
class Acknowledged:
    """The versions that clients were told of, and how many writes were sent."""

    versions: list[tuple[int, int]] = field(default_factory=list)
    sent: int = 0


@contextmanager
def killable(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server with its workers in a process group of its own."""
    port = free_port()
    log = ROOT / "var" / f"kill-{port}.log"
    with log.open("w+b") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}", process
        finally:
            kill(process)
    log.unlink()


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the server and to its workers, all at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def write_until_it_dies(client: Client, number: int, turn: int, seen: Acknowledged) -> None:
    """Creates and edits events, and notes each answer; ends when the server no longer answers."""
    for i in range(WRITES // WRITERS):
        start = FIRST + timedelta(days=turn * 400 + i, hours=number * 2)
        body = {
            "title": f"{turn}/{number}/{i}",
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(hours=1)).isoformat(),
            "rrule": "FREQ=DAILY;COUNT=1" if i % 3 == 0 else None,
        }
        try:
            seen.sent += 1
            made = client.post("/events/", body).json()
            seen.versions.append((made["id"], made["version"]))
            if i % 2:
                seen.sent += 1
                edited = client.patch(f"/events/{made['id']}", {"location": "Room", "version": 1}).json()
                seen.versions.append((edited["id"], edited["version"]))
        except (requests.RequestException, ValueError):
            return


def select(url: str, statement: str) -> list[Any]:
    """Rows of the database, read past the product."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(urlsplit(url).path[1:])
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as server:
        return server.execute(statement).fetchall()


HALVES = {
    "an event without its newest version": """
        SELECT e.id FROM events_event e LEFT JOIN events_historicalevent h
        ON h.id = e.id AND h.version = e.version WHERE h.id IS NULL""",
    "an event that lacks a version": """
        SELECT e.id FROM events_event e JOIN events_historicalevent h ON h.id = e.id
        GROUP BY e.id, e.version HAVING COUNT(*) <> e.version""",
    "a version without its event": """
        SELECT h.id FROM events_historicalevent h LEFT JOIN events_event e ON e.id = h.id
        WHERE e.id IS NULL""",
    "an event without an occurrence": """
        SELECT e.id FROM events_event e LEFT JOIN events_occurrence o ON o.event_id = e.id
        WHERE o.id IS NULL""",
    "a version without its journal entry": """
        SELECT h.id FROM events_historicalevent h LEFT JOIN journal_entry j
        ON j.subject_kind = 'event' AND j.subject_id = h.id AND j.subject_version = h.version
        WHERE j.id IS NULL""",
    "a journal entry without its version": """
        SELECT j.id FROM journal_entry j LEFT JOIN events_historicalevent h
        ON h.id = j.subject_id AND h.version = j.subject_version
        WHERE j.subject_kind = 'event' AND h.id IS NULL""",
}


@pytest.mark.long
def test_every_acknowledged_write_survives_the_kill_of_the_server_whole() -> None:
    with database(on_disk=True) as url:
        environment = {
            **os.environ,
            **RAISED_LIMITS,
            "DATABASE_URL": url,
            "ENVIRONMENT": "development",
        }
        operator = Server("", environment)
        operator.manage("migrate", "--verbosity", "0")
        seen = Acknowledged()
        for turn in range(KILLS):
            before = len(seen.versions)
            with killable(environment) as (address, process):
                writers = [
                    threading.Thread(
                        target=write_until_it_dies,
                        args=(Client(address).register(f"writer{number}"), number, turn, seen),
                    )
                    for number in range(WRITERS)
                ]
                for writer in writers:
                    writer.start()
                until = before + random.Random(turn).randrange(50, 400)
                while len(seen.versions) < until and any(writer.is_alive() for writer in writers):
                    time.sleep(0.002)
                kill(process)
                for writer in writers:
                    writer.join(timeout=60)
            stored = set(select(url, "SELECT id, version FROM events_historicalevent"))
            assert [pair for pair in seen.versions if pair not in stored] == []
            halves = {name: select(url, statement) for name, statement in HALVES.items()}
            assert halves == {name: [] for name in HALVES}
            assert len(seen.versions) > before
        operator.manage("verify_journal")
        operator.manage("verify_history")
        assert seen.sent >= WRITES
