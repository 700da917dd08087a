"""The database, the server and the floor of one run: made, watched and ended by this module alone."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its name, which its database connections bear too, port, process and output."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def cpu(self) -> float:
        """Seconds of CPU that its processes have used."""
        return sum(_cpu_of(pid) for pid in [self.process.pid, *_children_of(self.process.pid)])


def database_cpu(database: str, name: str) -> float:
    """Seconds of CPU that the backends of the connections of that name have used."""
    with psycopg.connect(database, autocommit=True) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [name])
        return sum(_cpu_of(pid) for (pid,) in rows)


@contextmanager
def database(address: str) -> Iterator[str]:
    """The address of a new database beside the one given; dropped at the end."""
    name = f"eventhub_bench_{secrets.token_hex(4)}"
    parts = urlsplit(address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}", query=""))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running(
    name: str, command: list[str], variables: Mapping[str, str], port: int, log: Path
) -> Iterator[Server]:
    """A server that listens at the port, until the end of the block. Its output goes to `log`."""
    environment = {**os.environ, **variables, "PGAPPNAME": name}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_it_listens(port, process, log)
        yield Server(name, port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_until_it_listens(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(log.read_text())
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"Nothing listens at {port} after {START_SECONDS} s.\n{log.read_text()}")


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS  # utime and stime (proc(5))


def _children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    own = [int(child) for task in tasks for child in task.read_text().split()]
    return own + [deeper for child in own for deeper in _children_of(child)]
