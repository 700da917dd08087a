"""Says how EventHub connects to its database, what is not the driver's default, and when it is busy."""

from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from psycopg import IsolationLevel

from core.errors import Busy

log = structlog.get_logger(__name__)

# SQLSTATE classes and codes that say "not now": connection, resources, lock not available, deadlock,
# serialization, cancelled by a timeout, shutting down (PostgreSQL, appendix A)
PASSING_STATES = ("08", "53", "55P03", "40P01", "40001", "57014", "57P0")

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


def busy(exc: OperationalError) -> Busy | None:
    """The refusal for a database that cannot take this now; None where another try would end the same way."""
    if not _passes(exc):
        return None
    log.warning("database_unavailable", error=type(exc.__cause__).__name__)
    return Busy("The database is busy with other changes. Please try again.", data={"retry_after": 1})


def _passes(exc: OperationalError) -> bool:
    """Whether the same statement may well succeed a little later."""
    cause = exc.__cause__
    if type(cause).__module__.startswith("sqlite3"):
        return "locked" in str(cause) or "busy" in str(cause)
    state = getattr(cause, "sqlstate", None)
    # a connection that could not be made at all bears no state
    return state is None or state.startswith(PASSING_STATES)
