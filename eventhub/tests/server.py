"""A real server for tests: started by its command line, asked over HTTP, stopped at the end."""

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START = 30


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def get(
    port: int, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of the answer to a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@contextmanager
def running(
    command: Sequence[str], port: int, *, cwd: Path, env: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """The server that a command starts, once it answers; it is stopped on leaving."""
    process = subprocess.Popen(command, cwd=cwd, env=dict(env))
    try:
        _wait_until_it_answers(process, port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            get(port, "/health")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer in time")
