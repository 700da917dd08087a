"""Writes down what the server says to the database for a call, as a script that the floor can run.

The call is made in this process, and every statement is kept with its parameters and its rows. A parameter
that equals something of the request, or something that an earlier statement returned (or little more), is a
hole of the script; the rest are constants. Identities are told from other numbers by their height
(`bench.data`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import orjson
from django.db import connection
from django.test import Client
from psycopg import RawCursor
from psycopg.types.json import Json, Jsonb
from psycopg.types.numeric import Int4, Int8

from bench.calls import Call, Request
from bench.script import Hole, Input, Now, Output, Path, Script, Step
from bench.world import READERS, World

LOWEST_IDENTITY = 10_000_000
MOST_IN_A_BATCH = 50
FRESH = timedelta(minutes=5)

Known = dict[Any, Hole]


class Recorder:
    """An execute wrapper of Django's that keeps what is said, and fills in the holes."""

    def __init__(self, known: Known) -> None:
        self.steps: list[Step] = []
        self._known = known
        self._successors: Known = {}

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if many:
            raise NotImplementedError("the floor runs no executemany")
        result = execute(sql, params, many, context)
        cursor = context["cursor"].cursor
        self.steps.append(Step(sql, isinstance(cursor, RawCursor), params, [], connection.in_atomic_block))
        if cursor.description is not None:
            rows = cursor.fetchall()
            self._learn(rows)
            if rows:
                cursor.scroll(0, mode="absolute")
        return result

    def _learn(self, rows: list[tuple[Any, ...]]) -> None:
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int) and value >= LOWEST_IDENTITY:
                    at = len(self.steps) - 1, number, column
                    self._known.setdefault(value, Output(*at, plus=0))
                    for plus in range(1, MOST_IN_A_BATCH + 1):
                        self._successors.setdefault(value + plus, Output(*at, plus=plus))

    def script(self, answer: Any) -> Script:
        """The script; what the answer says of new uids is known then, too."""
        for event in answer if isinstance(answer, list) else [answer]:
            if "uid" in event:
                self._known.setdefault(event["uid"], Input("uuid"))
        # what was returned itself is meant rather than a number after another
        known = {**self._successors, **self._known}
        return Script([_with_holes(step, known) for step in self.steps], answer)


def script_of(call: Call, world: World) -> Script:
    """What the server does for the call when the world's probe makes it, compiled and cached what can be."""
    recorder, content = _recorded(call, world)
    return recorder.script(orjson.loads(content))


def count_queries(call: Call, world: World) -> int:
    """How many statements the server runs for a page, when it is not the first."""
    recorder, _ = _recorded(call, world)
    return len(recorder.steps)


def _recorded(call: Call, world: World) -> tuple[Recorder, bytes]:
    """The third of three requests, and its answer."""
    alone = replace(world, people=[replace(world.probe, events=[world.probed])])
    client = Client(SERVER_NAME="localhost")
    for n in range(3):
        request = call.request(alone, n)
        recorder = Recorder(_known(request, world))
        headers = {"authorization": f"Bearer {request.token}"} if request.token else {}
        if request.cookie:
            headers["cookie"] = request.cookie
        body = b"" if request.body is None else orjson.dumps(request.body)
        with connection.execute_wrapper(recorder):
            response = client.generic(
                request.method, request.path, body, "application/json", headers=headers, secure=True
            )
        if not 200 <= response.status_code < 300:
            raise RuntimeError(f"{request.method} {request.path} answers {response.content.decode()}")
    return recorder, response.content


def _known(request: Request, world: World) -> Known:
    """What is known of the request, by value."""
    known: Known = {world.probed: Input("event"), world.versioned: Input("event")}
    # who logs in is known by name, and his row tells the rest
    for person in (getattr(world, name) for name in READERS if request.token):
        known[person.id], known[person.session] = Input("user"), Input("session")
        known[person.calendar] = Input("calendar")
    body = request.body or {}
    if "username" in body:
        known[body["username"]] = Input("body.username")
    if request.method == "PUT":
        known[body["title"]] = Input("body.title")
    for index, user in enumerate(body.get("users", ())):
        known[user] = Input(f"body.users.{index}")
    events = body.get("events", [body])
    for index, event in enumerate(events):
        prefix = f"body.events.{index}" if "events" in body else "body"
        for key in {"start_time", "end_time"} & event.keys():
            known[datetime.fromisoformat(event[key])] = Input(f"{prefix}.{key}")
    return known


def _with_holes(step: Step, known: Known) -> Step:
    instant = datetime.now(UTC)
    holes: list[tuple[Path, Hole]] = []

    def plain(value: Any, path: Path) -> Any:
        if isinstance(value, Mapping):
            return {key: plain(each, (*path, key)) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [plain(each, (*path, index)) for index, each in enumerate(value)]
        hole: Hole | None = None
        if isinstance(value, datetime) and abs(value - instant) < FRESH:
            hole = Now()
        elif isinstance(value, int | str | datetime):
            hole = known.get(value)
        if hole is not None:
            holes.append((path, hole))
        return _plain(value, in_list=len(path) > 1)

    params = None if step.params is None else plain(step.params, ())
    return replace(step, params=params, holes=holes)


def _plain(value: Any, *, in_list: bool) -> Any:
    """A value that can be read without Django; numbers of one width, or each would be prepared anew."""
    match value:
        case Jsonb() | Json():
            return Jsonb(value.obj)
        case bool() | Int4() | Int8() | None | float() | bytes() | datetime() | date() | timedelta():
            return value
        case IPv4Address() | IPv6Address():
            return value
        case Enum():
            return value.value
        case int():
            return value if in_list else Int8(value)
        case str():
            return str(value)
    raise TypeError(f"{value!r} has no plain form")
