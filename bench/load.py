"""The load: a process that keeps so many connections busy, by one loop over plain sockets.

It is small on purpose, so that it takes little of the machine that it shares with what it measures.
"""

import select
import socket
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import orjson

from bench.calls import CALLS, EMPTY_PAGE, Call, Request
from bench.processes import Server
from bench.world import World

END = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: a call's requests from the `first` on, over so many connections for so many seconds."""

    call: str
    port: int
    connections: int
    seconds: float
    first: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was done: the seconds that each request took, the seconds in all, and the next `first`."""

    latencies: list[float]
    seconds: float
    next: int


class Load:
    """The process that makes the load, and how far each call has been counted."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._next: dict[str, int] = {}

    def run(self, call: Call, server: Server, connections: int, seconds: float) -> Result:
        """Carries out one order."""
        self._pipe.send(Order(call.name, server.port, connections, seconds, self._next.get(call.name, 10)))
        result = self._pipe.recv()
        if not isinstance(result, Result):
            raise SystemExit(f"{server.name}: {result}\n{server.log.read_text()[-4000:]}")
        self._next[call.name] = result.next
        return result


class Failed(Exception):
    """The server answered something else than was asked for."""


def work(pipe: Connection, world_path: Path) -> None:
    """Carries out orders until the other side hangs up; an exception is sent instead of a result."""
    world = World.read(world_path)
    calls = {call.name: call for call in (*CALLS, EMPTY_PAGE)}
    while True:
        try:
            order: Order = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(run(order, calls[order.call], world))
        except Exception as error:
            pipe.send(Failed(f"{order.call}: {error}"))


def run(order: Order, call: Call, world: World) -> Result:
    """Sends, on each connection the next request when the last one is answered."""
    sockets = {}
    poll = select.epoll()
    for _ in range(order.connections):
        each = connected(order.port)
        sockets[each.fileno()] = each
        poll.register(each.fileno(), select.EPOLLIN)
    n = order.first
    sent: dict[int, float] = {}
    received: dict[int, bytes] = {}
    latencies: list[float] = []
    begun = time.perf_counter()
    until = begun + order.seconds

    def send(number: int) -> None:
        nonlocal n
        request = encoded(call.request(world, n))
        n += 1
        received[number] = b""
        sent[number] = time.perf_counter()
        sockets[number].sendall(request)

    for number in sockets:
        send(number)
    while sent:
        for number, _ in poll.poll():
            data = received[number] + sockets[number].recv(1 << 20)
            if not complete(data):
                received[number] = data
                continue
            at = time.perf_counter()
            latencies.append(at - sent.pop(number))
            if not data.startswith(b"HTTP/1.1 2"):
                raise Failed(data.decode(errors="replace")[-1000:])
            if at < until:
                send(number)
    seconds = time.perf_counter() - begun
    for each in sockets.values():
        each.close()
    return Result(latencies, seconds, n)


def connected(port: int, timeout: float | None = None) -> socket.socket:
    """A connection to what listens at the port, which sends at once."""
    connection = socket.create_connection(("127.0.0.1", port), timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(connection: socket.socket, request: Request) -> tuple[float, bytes]:
    """The seconds until the answer to one request is there, and its body. Raises `Failed` for a refusal."""
    begun, data = time.perf_counter(), b""
    connection.sendall(encoded(request))
    while not (data and complete(data)):
        piece = connection.recv(1 << 20)
        if not piece:
            raise Failed("the connection was closed")
        data += piece
    seconds = time.perf_counter() - begun
    if not data.startswith(b"HTTP/1.1 2"):
        raise Failed(data.decode(errors="replace")[-1000:])
    return seconds, data[data.index(END) + len(END) :]


def complete(data: bytes) -> bool:
    """Whether an answer is there to its end."""
    if not data:
        raise Failed("the connection was closed")
    end = data.find(END)
    if end < 0:
        return False
    at = data[:end].lower().find(LENGTH)
    if at < 0:
        raise Failed("an answer without Content-Length")
    length = int(data[at + len(LENGTH) : data.index(b"\r\n", at)])
    return len(data) >= end + len(END) + length


def encoded(request: Request) -> bytes:
    """The request as it goes over the wire, as a proxy that ends TLS would hand it on."""
    lines = [
        f"{request.method} {request.path} HTTP/1.1",
        "Host: localhost",
        "User-Agent: bench",
        f"Accept: {'text/html' if request.cookie else 'application/json'}",
        "X-Forwarded-For: 192.0.2.7",
        "X-Forwarded-Proto: https",
    ]
    if request.token:
        lines.append(f"Authorization: Bearer {request.token}")
    if request.cookie:
        lines.append(f"Cookie: {request.cookie}")
    body = b""
    if request.body is not None:
        body = request.body if isinstance(request.body, bytes) else orjson.dumps(request.body)
        lines += [f"Content-Type: {request.content_type}", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END + body
