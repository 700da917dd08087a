"""Measures the server beside its floor, in rounds that alternate, and prints tables in Markdown.

By environment: ROUNDS (3), SECONDS (1) of a round, SCALE (1; 10 means 100,000 events), CALLS (names or parts
of names, with commas between), SHOW (1 prints the statements), DATABASE_URL, beside whose database a new one
is made for the run, and REDIS_URL and WORKERS as the server takes them: a worker for each core with the Redis
of this machine, where it has one, and one worker with `REDIS_URL=` without a value.
"""

import multiprocessing
import os
import pickle
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path

import redis

from bench import processes, report
from bench.calls import CALLS, EMPTY_PAGE, IMPORT, Call
from bench.importing import measure_import
from bench.load import Load, work
from bench.measuring import Side, measure
from bench.processes import Server
from bench.world import World

DATABASE = "postgres://127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"
CONNECTIONS = (1, 16)


def main() -> None:
    # else nothing of this run would be cleared away
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rounds, seconds, scale = (int(os.environ.get(name) or default) for name, default in SIZES.items())
    wanted = os.environ.get("CALLS", "")
    calls = [call for call in CALLS if _is_wanted(call.name, wanted)]
    begun = time.monotonic()
    with ExitStack() as stack:
        database = stack.enter_context(processes.database(_administered()))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ.update(_variables(database))
        queries = _prepare(folder, scale, calls)
        say(f"\n{report.machine()}\nSCALE={scale}, {rounds} rounds of {seconds} s, {_shape()}\n")
        server = stack.enter_context(_server(folder))
        floor = stack.enter_context(_floor(folder, database))
        load = stack.enter_context(_load(folder))
        lines = []
        say(report.head())
        for call, connections in product(calls, CONNECTIONS):
            beside = Side(server, EMPTY_PAGE) if call.is_page else Side(floor, call)
            measured = measure((Side(server, call), beside), connections, rounds, seconds, load, database)
            lines.append(report.Line(call, connections, queries[call.name], *measured))
            say(report.row(lines[-1]))
        missed = [sentence for line in lines for sentence in line.missed] + report.unequal(lines)
        if _is_wanted(IMPORT, wanted):
            done = measure_import(World.read(folder / "world.json"), server, database)
            say(f"\n{report.head(report.HEAD_OF_IMPORT)}\n{report.row_of_import(done)}")
            missed += done.missed
    say(f"\n{time.monotonic() - begun:.0f} s in all. {'; '.join(missed) or 'Every target was reached'}.")
    sys.exit(bool(missed))


SIZES = {"ROUNDS": 3, "SECONDS": 1, "SCALE": 1}


def say(text: str) -> None:
    """Tell it at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _is_wanted(name: str, wanted: str) -> bool:
    parts = [part.strip() for part in wanted.split(",") if part.strip()]
    return not parts or any(part in name for part in parts)


def _administered() -> str:
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else DATABASE


def _redis() -> str:
    given = os.environ.get("REDIS_URL")
    if given is not None:
        return given
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.RedisError:
        return ""
    return REDIS


def _variables(database: str) -> Mapping[str, str]:
    """A site in production, behind a proxy, whose limits nobody reaches."""
    return {
        "DATABASE_URL": database,
        "REDIS_URL": _redis(),
        "DJANGO_SETTINGS_MODULE": "eventhub.settings",
        "ENVIRONMENT": "production",
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "localhost",
        "TRUSTED_PROXIES": "127.0.0.1",
        "BACKEND_CORS_ORIGINS": "",
        "RATE_LIMIT_PER_MINUTE": "100000000",
        "RATE_LIMIT_LOGIN": "100000000/m",
        "ACCESS_TOKEN_EXPIRE_MINUTES": "600",
    }


def _prepare(folder: Path, scale: int, calls: list[Call]) -> dict[str, int]:
    """Loads the data and captures the scripts; returns how many statements each has."""
    import django  # only now do the settings know the database

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    # after the set-up, because they need the apps
    from bench.capture import count_queries, script_of
    from bench.data import load

    say("Loading…")
    call_command("migrate", verbosity=0)
    if not Path(settings.STATIC_ROOT or "", "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    world = load(scale)
    world.save(folder / "world.json")
    scripts = {call.script: script_of(call, world) for call in calls if not call.is_page}
    queries = {
        call.name: count_queries(call, world) if call.is_page else len(scripts[call.script].steps)
        for call in calls
    }
    (folder / "scripts.pickle").write_bytes(pickle.dumps(scripts))
    connections.close_all()
    if os.environ.get("SHOW"):
        for name, script in scripts.items():
            say(f"\n{name}\n" + "\n".join(f"  {step.sql}" for step in script.steps))
    return queries


def _shape() -> str:
    from django.conf import settings  # set up by now

    counters = "Redis" if settings.REDIS_URL else "memory"
    return f"{settings.WORKERS} workers of {settings.BLOCKING_THREADS} threads, limits counted in {counters}"


@contextmanager
def _server(folder: Path) -> Iterator[Server]:
    port = processes.free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with processes.running("server", command, {}, port, folder / "server.log") as server:
        yield server


@contextmanager
def _floor(folder: Path, database: str) -> Iterator[Server]:
    from django.conf import settings  # set up by now

    from eventhub.management.commands.serve import granian_command

    port = processes.free_port()
    command = granian_command("127.0.0.1", port, settings.WORKERS)
    command[command.index("eventhub.wsgi:application")] = "bench.floor:application"
    # the same plans as the server's
    options = settings.DATABASES["default"]["OPTIONS"]["options"]
    variables = {"FLOOR": str(folder), "FLOOR_DATABASE": database, "FLOOR_OPTIONS": options}
    with processes.running("floor", command, variables, port, folder / "floor.log") as server:
        yield server


@contextmanager
def _load(folder: Path) -> Iterator[Load]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, folder / "world.json"), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Load(ours)
    finally:
        ours.close()
        process.join(10)


if __name__ == "__main__":
    main()
