"""Says how EventHub connects to its database: what is not the driver's default, and why."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import IsolationLevel

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",  # readers and the writer do not wait for each other
    "synchronous": "FULL",  # what was acknowledged survives a power cut; it cost nothing measurable
    "mmap_size": 128 * 2**20,  # reads without a copy
    "journal_size_limit": 64 * 2**20,  # the log shrinks again after a large transaction
}
SQLITE = {
    # A transaction takes the write lock at once: one that read first and writes later would fail if another
    # wrote between.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "; ".join(f"PRAGMA {name}={value}" for name, value in SQLITE_PRAGMAS.items()),
}
POSTGRESQL = {
    "server_side_binding": True,  # a statement is prepared only if its parameters are bound by the server
    "isolation_level": IsolationLevel.READ_COMMITTED,  # whatever the server's default is: locks rely on it
    # Random reads of a cached table cost little more than sequential ones: at 4, the planner scans whole
    # tables for what one may see. A query that takes a millisecond gains nothing from being compiled.
    "options": "-c random_page_cost=1.1 -c jit=off",
    "connect_timeout": 5,  # seconds: a request must not hang on a database that is away
}


def database_options(config: Mapping[str, Any], *, prepare_threshold: int | None) -> dict[str, Any]:
    """An entry of DATABASES from what `environ.Env.db` made of a URL; what the URL says itself holds.

    `prepare_threshold` is how often a connection to PostgreSQL executes a statement before it prepares it,
    None for never: for sites behind PgBouncer in transaction mode (which must also ignore the startup
    parameter `options`). Raises ImproperlyConfigured for other databases than SQLite and PostgreSQL.
    """
    given = config.get("OPTIONS", {})
    match str(config["ENGINE"]).rpartition(".")[2]:
        case "sqlite3":
            options = {**SQLITE, **given}
        case "postgresql":
            options = {**POSTGRESQL, "prepare_threshold": prepare_threshold, **given}
            if "options" in given:
                options["options"] = f"{POSTGRESQL['options']} {given['options']}"  # the last one counts
        case other:
            raise ImproperlyConfigured(f"DATABASE_URL: EventHub needs SQLite or PostgreSQL, not {other}.")
    # A connection for each request would cost most of the throughput.
    return {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **config, "OPTIONS": options}
