"""Opens the transactions that write and takes the locks that writers agree on, on both databases."""

import fcntl
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from enum import IntEnum

from django.db import DEFAULT_DB_ALIAS, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.numeric import Int4

from core.errors import Busy

POLL_SECONDS = 0.0005  # of the one thread a process that waits for the file lock; a write takes some 2 ms
SQLITE_TIMEOUT = 5.0  # of Python's sqlite3, where OPTIONS say nothing
RETRY_AFTER = 5


class LockClass(IntEnum):
    """What an advisory lock stands for, so that no two uses of an id meet."""

    OWNER_SCHEDULE = 1
    JOURNAL_NUMBERING = 2


@contextmanager
def write_atomic(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """One transaction that writes; inside another one of these it is a savepoint of that.

    On PostgreSQL it is READ COMMITTED (`core.database`). On SQLite all writers of the file first wait their
    turn, because SQLite's own waiting is unfair, and hold it until the commit: what `after_commit` registered
    runs after it is passed on. Raises Busy when the turn does not come within the connection's `timeout`, and
    RuntimeError inside a plain `atomic` block, whose rollback would take back what looks committed.
    """
    connection = transaction.get_connection(using)
    if any(isinstance(block, WriteBlock) for block in connection.atomic_blocks):
        with transaction.atomic(using):
            yield
        return
    block = WriteBlock(using, savepoint=True, durable=True)
    queue = None if connection.in_atomic_block else find_write_queue(connection)
    if queue is None:
        with block:
            yield
        return
    seconds = float(connection.settings_dict["OPTIONS"].get("timeout", SQLITE_TIMEOUT))
    with queue.turn(seconds) as pass_on, block:
        connection.on_commit(pass_on)  # the first to run: a later one may want to write
        yield


@contextmanager
def one_snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Within the block all statements see the database as it is at the first of them; for reads only.

    It takes no lock, and on SQLite no turn among the writers. Inside an open transaction it changes nothing.
    """
    connection: BaseDatabaseWrapper = transaction.get_connection(using)
    if connection.in_atomic_block:
        yield
        return
    postgresql = connection.vendor == "postgresql"
    # past Django, whose transactions lock a SQLite file for writing
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            # not ROLLBACK, by which psycopg forgets what it has prepared
            cursor.execute("COMMIT")


def after_commit(run: Callable[[], object], using: str = DEFAULT_DB_ALIAS) -> None:
    """Run it once the outermost transaction is committed, never if it is rolled back.

    An exception of its own is logged and harms neither the caller, whose work is done, nor the others.
    """
    transaction.on_commit(run, using=using, robust=True)


def lock_keys(lock_class: LockClass, ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Hold the lock of each id until the transaction ends; wait for those that another one holds.

    They are taken in ascending order of `fold`, each by a statement of its own, so that two callers never
    wait for each other, and what is read afterwards is what the former holder committed. On SQLite a
    transaction that writes is alone already. Raises TransactionManagementError outside one.
    """
    connection = require_transaction(using)
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # Not one SELECT over an array: SQL does not promise in which order that calls the function. Nor
        # executemany, whose pipeline costs more than it saves for one or two owners.
        for key in sorted({fold(each) for each in ids}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (Int4(lock_class), Int4(key)))


def try_lock(lock_class: LockClass, id: int, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the lock of the id is now held until the transaction ends; never waits.

    On SQLite always True. Raises TransactionManagementError outside a transaction.
    """
    connection = require_transaction(using)
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (Int4(lock_class), Int4(fold(id))))
        return bool(cursor.fetchone()[0])


def fold(id: int) -> int:
    """The low 31 bits of an id: the two-argument locks take int4. Ids that meet only wait for each other."""
    return id & 0x7FFFFFFF


def require_transaction(using: str) -> BaseDatabaseWrapper:
    """The connection; raises TransactionManagementError where a lock would be let go at once."""
    connection: BaseDatabaseWrapper = transaction.get_connection(using)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock of a transaction needs a transaction")
    return connection


class WriteBlock(transaction.Atomic):
    """The outermost transaction of `write_atomic`, known by its type among a connection's atomic blocks."""

    def __enter__(self) -> None:
        try:
            super().__enter__()
        except OperationalError as error:
            code = getattr(error.__cause__, "sqlite_errorcode", None)
            if code is None or code & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            raise busy() from error  # by a writer who does not queue: the admin, a session, a shell


class WriteQueue:
    """The writers of one SQLite file: threads in order of arrival, processes by a file lock."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[Callable[[], None]]:
        """Wait for the turn and hold it until the end, or until what is yielded is called.

        Raises Busy after so many seconds.
        """
        deadline = time.monotonic() + seconds
        with ExitStack() as held:
            self._line_up(seconds)
            held.callback(self._call_next)
            # Opened each time, so that nothing is shared with a forked child but while the lock is held.
            file = self._open()
            held.callback(os.close, file)
            self._lock(file, deadline)
            held.callback(fcntl.flock, file, fcntl.LOCK_UN)  # explicitly, for a child may hold a copy
            yield held.close

    def _line_up(self, seconds: float) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=seconds):
            return
        with self._guard:
            if gate in self._waiting:  # else the turn came at the last moment
                self._waiting.remove(gate)
                raise busy()

    def _call_next(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _open(self) -> int:
        # As readable as the database, and its owner's, as SQLite does with its own files: whoever may use the
        # one must be able to lock the other. To read is enough for flock.
        database = os.stat(self._path)
        file = os.open(f"{self._path}.lock", os.O_RDONLY | os.O_CREAT, database.st_mode & 0o666)
        if os.geteuid() == 0:
            os.fchown(file, database.st_uid, database.st_gid)
        return file

    @staticmethod
    def _lock(file: int, deadline: float) -> None:
        # flock cannot wait for a limited time. Polling is fair enough here: all poll alike, one a process.
        while True:
            try:
                return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise busy() from None
                time.sleep(POLL_SECONDS)


write_queues: dict[str, WriteQueue | None] = {}
# A child has none of its parent's threads, so nobody would ever call its next one.
os.register_at_fork(after_in_child=write_queues.clear)


def find_write_queue(connection: BaseDatabaseWrapper) -> WriteQueue | None:
    """The queue of the connection's SQLite file; None in memory and on PostgreSQL."""
    if connection.vendor != "sqlite":
        return None
    name = str(connection.settings_dict["NAME"])
    if name not in write_queues:
        connection.ensure_connection()
        _, _, path = connection.connection.execute("PRAGMA database_list").fetchone()
        write_queues.setdefault(name, WriteQueue(path) if path else None)
    return write_queues[name]


def busy() -> Busy:
    """The refusal of a write that waited too long."""
    return Busy(
        "The database is busy with other changes. Please try again.", data={"retry_after": RETRY_AFTER}
    )
