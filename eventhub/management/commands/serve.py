"""`manage.py serve`: checks the site and runs granian in the place of this process."""

import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.management.base import CommandError, CommandParser, SystemCheckError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from core.commands import OperatorCommand
from eventhub import __version__
from eventhub.checks import static_file_faults, thread_faults, worker_faults
from eventhub.config import Environment


class Command(OperatorCommand):
    help = (
        "Serves EventHub with granian, in development and in production alike: one worker with threads, or"
        " with REDIS_URL one for each core. Refuses to start where a system check finds an error."
    )
    # checked in handle, databases included: whether they allow enough connections is what counts here
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        variables = Environment(os.environ)
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help="The address to listen on (%(default)s); 0.0.0.0 or :: for all of this machine.",
        )
        parser.add_argument(
            "--port", type=int, default=variables.integer("PORT", 8000), help="PORT, or %(default)s."
        )
        parser.add_argument(
            "--workers", type=int, default=settings.WORKERS, help="Processes; WORKERS, or %(default)s."
        )

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        if workers < 1:
            raise CommandError("--workers must be at least 1.")
        if not 0 < port < 65536:
            raise CommandError("--port must be between 1 and 65535.")
        self.check(databases=["default"])
        _refuse_unmigrated_database()
        _refuse(
            [
                *worker_faults(workers),
                *thread_faults(workers, settings.BLOCKING_THREADS),
                *static_file_faults(),
            ]
        )
        address = _free_address(host, port)
        connections.close_all()
        os.environ["WORKERS"] = str(workers)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_empty_metrics_directory(port))
        vendor = connections["default"].display_name
        threads = settings.BLOCKING_THREADS
        self.summary(
            {
                "version": __version__,
                "environment": settings.ENVIRONMENT,
                "database": vendor,
                "workers": workers,
                "threads": threads,
                "address": f"{_url(host, port)}/",
                "docs": f"{_url(host, port)}/docs",
            },
            f"EventHub {__version__}, {settings.ENVIRONMENT}, on {vendor}: "
            f"{workers} worker{'s' if workers > 1 else ''} of {threads} threads\n"
            f"  Address   {_url(host, port)}/\n"
            f"  API docs  {_url(host, port)}/docs",
        )
        self.stdout.flush()
        os.execv(sys.executable, granian_command(address, port, workers))


def granian_command(address: str, port: int, workers: int) -> list[str]:
    """The command line of granian: a worker that dies is replaced, and one that will not stop is killed."""
    return [
        *(sys.executable, "-m", "granian", "eventhub.wsgi:application", "--interface", "wsgi", "--no-ws"),
        *("--host", address, "--port", str(port), "--working-dir", str(settings.BASE_DIR)),
        *("--workers", str(workers), "--blocking-threads", str(settings.BLOCKING_THREADS)),
        # a thread that ends takes its database connection with it
        *("--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10"),
        # each request has a line of our own
        *("--no-access-log", "--log-level", "error"),
    ]


def _refuse(faults: list[CheckMessage]) -> None:
    if faults:
        raise SystemCheckError("The server was not started:\n\n" + "\n".join(str(fault) for fault in faults))


def _refuse_unmigrated_database() -> None:
    executor = MigrationExecutor(connections["default"])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise CommandError(f"The database lacks {len(missing)} migrations. Run: manage.py migrate")


def _free_address(host: str, port: int) -> str:
    """The IP address of a host, free to listen on at the port; else a `CommandError` that says why not."""
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host} at port {port}: {error}. Choose another with --port or PORT."
        ) from None
    return str(address[0])


def _empty_metrics_directory(port: int) -> Path:
    """Where the workers of this server keep their counts; those of an earlier run are removed."""
    directory: Path = settings.VAR_DIR / "metrics" / str(port)
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory


def _url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
