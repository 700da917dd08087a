"""The queue of writers, on a database file of its own whatever the project's database is."""

import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.transaction import atomic
from pytest_django.plugin import DjangoDbBlocker

from core.database import database_options
from core.errors import Busy
from core.tests.probe import Person
from core.tests.test_transactions import in_thread, wait_until
from core.transactions import (
    LockClass,
    after_commit,
    find_write_queue,
    lock_keys,
    try_lock,
    write_atomic,
    write_queues,
)

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A file with a table of people, whose alias is "file"; its writers wait for half a second."""
    path = tmp_path / "hub.sqlite3"
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {"timeout": 0.5}}
    entry = database_options(config, prepare_threshold=None)
    connections.configure_settings({"default": connections.settings["default"], "file": entry})
    connections.settings["file"] = entry
    with django_db_blocker.unblock():
        with connections["file"].schema_editor() as editor:
            editor.create_model(Person)
        yield path
        connections["file"].close()
    del connections["file"], connections.settings["file"]
    write_queues.clear()


def in_child(work: Callable[[], None]) -> Any:
    """A started process that runs it on a connection of its own: SQLite's must not cross a fork."""

    def run() -> None:
        inherited = connections["file"]
        connections["file"] = connections.create_connection("file")
        code = 1
        try:
            work()
            code = 0
        finally:
            assert inherited is not None
            os._exit(code)

    process = FORK.Process(target=run)
    process.start()
    return process


def add(name: str) -> None:
    with write_atomic("file"):
        Person.objects.using("file").create(name=name)


def names() -> list[str]:
    return list(Person.objects.using("file").order_by("pk").values_list("name", flat=True))


def test_threads_of_several_processes_lose_no_write(database: Path) -> None:
    connections["file"].settings_dict["OPTIONS"]["timeout"] = 20

    def count_ten() -> None:
        for _ in range(10):
            with write_atomic("file"):
                seen = Person.objects.using("file").count()
                Person.objects.using("file").create(name=str(seen))

    def work() -> None:
        threads = [in_thread(count_ten) for _ in range(4)]
        for thread in threads:
            thread.join()

    children = [in_child(work) for _ in range(3)]
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert names() == [str(number) for number in range(120)]


def test_threads_have_their_turns_in_order_of_arrival(database: Path) -> None:
    threads = []
    with write_atomic("file"):
        queue = find_write_queue(connections["file"])
        assert queue is not None
        for number in range(6):
            threads.append(in_thread(partial(add, str(number))))
            wait_until(lambda: len(queue._waiting) == len(threads))
    add("main")
    for thread in threads:
        thread.join()
    assert names() == ["0", "1", "2", "3", "4", "5", "main"]


def assert_busy(write: Callable[[], None]) -> None:
    """It is refused after half a second, and leaves nothing behind."""
    started = time.monotonic()
    with pytest.raises(Busy) as refusal:
        write()
    assert 0.4 < time.monotonic() - started < 2
    assert (refusal.value.code, refusal.value.status, refusal.value.data) == ("busy", 503, {"retry_after": 5})
    assert not connections["file"].in_atomic_block


def test_a_turn_that_does_not_come_is_refused_within_a_process(database: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with write_atomic("file"):
            entered.set()
            leave.wait(10)

    thread = in_thread(hold)
    assert entered.wait(10)
    assert_busy(lambda: add("refused"))
    assert_busy(lambda: add("refused"))
    leave.set()
    thread.join()
    add("Ann")
    assert names() == ["Ann"]


def test_a_turn_that_does_not_come_is_refused_between_processes(database: Path) -> None:
    entered, leave = FORK.Event(), FORK.Event()

    def hold() -> None:
        with write_atomic("file"):
            entered.set()
            leave.wait(10)

    child = in_child(hold)
    assert entered.wait(10)
    assert_busy(lambda: add("refused"))
    leave.set()
    child.join()
    add("Ann")
    assert names() == ["Ann"]


def test_a_writer_who_does_not_queue_is_waited_for_as_long(database: Path) -> None:
    shell = sqlite3.connect(database, isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    assert_busy(lambda: add("refused"))
    shell.execute("ROLLBACK")
    add("Ann")
    assert names() == ["Ann"]


def test_a_killed_process_holds_nobody_up(database: Path) -> None:
    def die() -> None:
        with write_atomic("file"):
            Person.objects.using("file").create(name="half")
            os.kill(os.getpid(), signal.SIGKILL)

    child = in_child(die)
    child.join()
    assert child.exitcode == -signal.SIGKILL
    add("Ann")
    assert names() == ["Ann"]


def test_a_fork_beside_a_writer_waits_its_turn_like_any_process(database: Path) -> None:
    entered, leave, turns = threading.Event(), threading.Event(), FORK.SimpleQueue()

    def hold() -> None:
        with write_atomic("file"):
            entered.set()
            leave.wait(10)
            turns.put("parent")

    def follow() -> None:
        # The turn alone: SQLite itself cannot be used in a process forked while another thread wrote.
        queue = find_write_queue(connections["file"])
        assert queue is not None
        with queue.turn(10):
            turns.put("child")

    thread = in_thread(hold)
    assert entered.wait(10)
    child = in_child(follow)
    time.sleep(0.2)
    leave.set()
    thread.join()
    child.join()
    assert (turns.get(), turns.get(), child.exitcode) == ("parent", "child", 0)


def test_the_turn_is_passed_on_before_what_follows_the_commit(database: Path) -> None:
    def follow() -> None:
        other = in_thread(lambda: add("another's"))
        other.join()
        add("own")

    with write_atomic("file"):
        Person.objects.using("file").create(name="first")
        after_commit(follow, using="file")
    add("last")
    assert names() == ["first", "another's", "own", "last"]


def test_a_nested_write_waits_for_nobody(database: Path) -> None:
    with write_atomic("file"), write_atomic("file"), atomic("file"), write_atomic("file"):
        Person.objects.using("file").create(name="Ann")
    assert names() == ["Ann"]


def test_a_plain_transaction_around_a_write_is_refused_without_waiting(database: Path) -> None:
    with atomic("file"), pytest.raises(RuntimeError), write_atomic("file"):
        pytest.fail("entered")
    add("Ann")
    assert names() == ["Ann"]


def test_the_file_lock_is_as_open_as_the_database(database: Path) -> None:
    database.chmod(0o640)
    add("Ann")
    lock = database.with_name("hub.sqlite3.lock")
    assert (lock.stat().st_mode & 0o777, lock.stat().st_uid) == (0o640, database.stat().st_uid)


def test_a_turn_leaves_no_file_open(database: Path) -> None:
    add("first")
    before = os.listdir("/proc/self/fd")
    add("second")
    assert os.listdir("/proc/self/fd") == before


def test_locks_are_no_statements(database: Path) -> None:
    with write_atomic("file"):
        connections["file"].force_debug_cursor = True
        lock_keys(LockClass.OWNER_SCHEDULE, [1, 2], using="file")
        assert try_lock(LockClass.OWNER_SCHEDULE, 1, using="file")
        assert connections["file"].queries == []
        connections["file"].force_debug_cursor = False


@pytest.mark.parametrize("name", [":memory:", "file:shared_probe?mode=memory&cache=shared"])
def test_a_database_in_memory_has_no_queue(database: Path, name: str) -> None:
    memory = connections.create_connection("file").copy()
    memory.settings_dict = {**memory.settings_dict, "NAME": name}
    assert find_write_queue(memory) is None
    memory.connection.close()


def test_a_database_named_by_a_uri_has_the_queue_of_its_file(database: Path) -> None:
    other = connections.create_connection("file").copy()
    other.settings_dict = {**other.settings_dict, "NAME": f"file:{database}?cache=private"}
    queue = find_write_queue(other)
    assert queue is not None
    assert queue._path == str(database)
    other.close()
