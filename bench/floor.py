"""The floor: a bare WSGI function that runs the statements of the server, prepared, and renders with orjson.

What it leaves out is all that Django, REST framework and EventHub do around the statements: parsing beyond
JSON, rules, limits, logs, metrics, most headers. A token's signature is verified once, as in the server; a
login checks the password by the same argon2. Answers have about the size of the server's. The variable
`FLOOR` names the folder with what it reads.
"""

import os
import pickle
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import jwt
import orjson
import psycopg
from argon2 import PasswordHasher
from psycopg.pq import Format
from psycopg.types.json import set_json_loads

from bench.floor_answers import Rows, busy, changes, event, occurrences
from bench.script import Hole, Input, Now, Output, Script, Step
from bench.world import Person, World

FOLDER = Path(os.environ["FLOOR"])
KEY = os.environ["SECRET_KEY"]
OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Asked(NamedTuple):
    """A request: who asks, which event it names, the body; and what the statements have returned so far."""

    person: Person | None
    event: int
    body: Any
    results: list[Rows]


Value = Callable[[Asked], Any]


class Prepared:
    """A step whose holes are functions of what is asked; `names` are its columns, once it has run."""

    def __init__(self, step: Step) -> None:
        self.names: list[str] = []
        self.sql = step.sql
        self.numbered = step.numbered
        self.in_transaction = step.in_transaction
        self._params = step.params
        self._values: list[tuple[Any, Value]] = []
        self._lists: dict[Any, list[tuple[int, Value]]] = {}
        for path, hole in step.holes:
            value = _typed(_value(hole), _at(step.params, path))
            if len(path) == 1:
                self._values.append((path[0], value))
            else:
                self._lists.setdefault(path[0], []).append((path[1], value))

    def params(self, asked: Asked) -> Any:
        """The parameters for what is asked."""
        if self._params is None:
            return None
        params = self._params.copy()
        for key, value in self._values:
            params[key] = value(asked)
        for key, values in self._lists.items():
            inner = params[key] = params[key].copy()
            for index, value in values:
                inner[index] = value(asked)
        return params


def _at(params: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        params = params[key]
    return params


def _typed(value: Value, example: Any) -> Value:
    """The same, in the width in which the statement was prepared."""
    kind = type(example)
    return (lambda asked: kind(value(asked))) if issubclass(kind, int) and kind is not int else value


def _value(hole: Hole) -> Value:
    match hole:
        case Now():
            return lambda asked: datetime.now(UTC)
        case Output(step, row, column, plus):
            if plus:
                return lambda asked: asked.results[step][row][column] + plus
            return lambda asked: asked.results[step][row][column]
        case Input("user"):
            return lambda asked: asked.person.id  # type: ignore[union-attr]
        case Input("session"):
            return lambda asked: asked.person.session  # type: ignore[union-attr]
        case Input("calendar"):
            return lambda asked: asked.person.calendar  # type: ignore[union-attr]
        case Input("event"):
            return lambda asked: asked.event
        case Input("uuid"):
            return lambda asked: str(uuid4())
        case Input(name):
            return _of_body(name)


def _of_body(name: str) -> Value:
    match name.split("."):
        case ["body", "events", index, key]:
            at = int(index)
            return lambda asked: datetime.fromisoformat(asked.body["events"][at][key])
        case ["body", "users", index]:
            at = int(index)
            return lambda asked: asked.body["users"][at]
        case ["body", ("start_time" | "end_time") as key]:
            return lambda asked: datetime.fromisoformat(asked.body[key])
        case ["body", key]:
            return lambda asked: asked.body[key]
    raise ValueError(name)


class Floor:
    """The WSGI application; each thread keeps a connection and its cursors."""

    def __init__(self) -> None:
        world = World.read(FOLDER / "world.json")
        scripts: dict[str, Script] = pickle.loads((FOLDER / "scripts.pickle").read_bytes())
        self._steps = {name: [Prepared(step) for step in script.steps] for name, script in scripts.items()}
        self._answers = {name: script.answer for name, script in scripts.items()}
        self._people = {person.id: person for person in world.everybody()}
        self._verified: dict[str, Person] = {}
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._local = threading.local()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        call, event = _route(method, path)
        if call == "none":
            start_response("404 Not Found", [])
            return []
        body = orjson.loads(environ["wsgi.input"].read()) if method in ("POST", "PUT") else None
        person = None if call == "login" else self._who(environ["HTTP_AUTHORIZATION"])
        asked = Asked(person, event, body, [])
        self._run(call, asked)
        data = orjson.dumps(self._answer(call, asked), option=OPTIONS)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        return [data]

    def _who(self, header: str) -> Person:
        person = self._verified.get(header)
        if person is None:
            claims = jwt.decode(header[7:], KEY, algorithms=["HS256"])
            person = self._verified[header] = self._people[int(claims["user_id"])]
        return person

    def _cursors(self) -> tuple[psycopg.Cursor[Any], psycopg.Cursor[Any]]:
        """The usual one and the raw one, which is for numbered parameters."""
        cursors: tuple[psycopg.Cursor[Any], psycopg.Cursor[Any]] | None
        cursors = getattr(self._local, "cursors", None)
        if cursors is None:
            connection = psycopg.connect(
                os.environ["FLOOR_DATABASE"],
                autocommit=True,
                prepare_threshold=0,
                application_name="floor",
                options=os.environ["FLOOR_OPTIONS"],
            )
            set_json_loads(orjson.loads, connection)
            raw: psycopg.Cursor[Any] = psycopg.RawCursor(connection)
            raw.format = Format.BINARY
            cursors = self._local.cursors = (connection.cursor(binary=True), raw)
        return cursors

    def _run(self, call: str, asked: Asked) -> None:
        usual, raw = self._cursors()
        begun = False
        try:
            for step in self._steps[call]:
                if step.in_transaction and not begun:
                    usual.execute("BEGIN")
                    begun = True
                cursor = raw if step.numbered else usual
                cursor.execute(step.sql, step.params(asked))
                if cursor.description and not step.names:
                    step.names = [column.name for column in cursor.description]
                asked.results.append(cursor.fetchall() if cursor.description else [])
                if call == "login" and len(asked.results) == 1:
                    self._check_password(step.names, asked)
            if begun:
                usual.execute("COMMIT")
        except Exception:
            usual.execute("ROLLBACK")
            raise

    def _check_password(self, names: list[str], asked: Asked) -> None:
        stored = asked.results[0][0][names.index("password")]
        self._hasher.verify(stored.removeprefix("argon2"), asked.body["password"])

    def _answer(self, call: str, asked: Asked) -> Any:
        names, rows = self._steps[call][-1].names, asked.results[-1]
        match call:
            case "login":
                claims = {**jwt.decode(self._answers[call]["access_token"], KEY, algorithms=["HS256"])}
                tokens = {name: jwt.encode(claims, KEY) for name in ("access_token", "refresh_token")}
                return {**self._answers[call], **tokens}
            case "get" | "list":
                names = [*names[:-1], "rank"]
                return [event(names, row) for row in rows[:50]] if call == "list" else event(names, rows[0])
            case "occurrences":
                return occurrences(names, rows)
            case "freebusy":
                begin, end = (datetime.fromisoformat(asked.body[name]) for name in ("from", "to"))
                return {"users": busy(asked.body["users"], asked.results[-2], begin, end)}
            case "changes":
                # the last statement looks for what is gone
                names = [*self._steps[call][-2].names[:-1], "rank"]
                told = changes(names, asked.results[-2])
                return {**self._answers[call], "changes": told}
            case "create" | "update":
                return {**self._answers[call], **asked.body}
            case "batch":
                answers = zip(self._answers[call], asked.body["events"], strict=True)
                return [{**answer, **sent} for answer, sent in answers]
        return [dict(zip(names, row, strict=True)) for row in rows]


def _route(method: str, path: str) -> tuple[str, int]:
    """The script to run for a request, and the event that the path names."""
    parts = path.split("/")
    match method, parts[3:]:
        case "POST", ["auth", "login"]:
            return "login", 0
        case "GET", ["events", ""]:
            return "list", 0
        case "GET", ["occurrences", ""]:
            return "occurrences", 0
        case ("POST", ["freebusy" as call]) | ("GET", ["changes" as call]):
            return call, 0
        case "POST", ["events", ""]:
            return "create", 0
        case "POST", ["events", "batch"]:
            return "batch", 0
        case "GET", ["events", pk]:
            return "get", int(pk)
        case "PUT", ["events", pk]:
            return "update", int(pk)
        case "GET", ["events", pk, "history" | "diff" | "changelog" as call, *_]:
            return call, int(pk)
    return "none", 0


application = Floor()
