import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.db.transaction import TransactionManagementError, atomic

from core.tests.probe import Person
from core.transactions import LockClass, after_commit, fold, lock_keys, one_snapshot, try_lock, write_atomic

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")
OWNER = LockClass.OWNER_SCHEDULE


def names() -> list[str]:
    return list(Person.objects.order_by("pk").values_list("name", flat=True))


def write_and_fail(name: str) -> None:
    with write_atomic():
        Person.objects.create(name=name)
        raise ZeroDivisionError


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    """A started thread that closes its connections."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_write_is_committed_whole_or_not_at_all(committed_probes: None) -> None:
    with write_atomic():
        Person.objects.create(name="kept")
    with pytest.raises(ZeroDivisionError):
        write_and_fail("lost")
    assert names() == ["kept"]
    assert not connection.in_atomic_block


def test_a_snapshot_stays_as_it_is_at_its_first_statement(committed_probes: None) -> None:
    Person.objects.create(name="before")
    with one_snapshot():
        assert names() == ["before"]
        if connection.vendor == "postgresql":  # the tests' SQLite is in memory, which has no snapshots
            in_thread(lambda: Person.objects.create(name="meanwhile")).join()
            assert names() == ["before"]
    assert names()[:1] == ["before"]
    assert len(names()) == (2 if connection.vendor == "postgresql" else 1)
    with pytest.raises(ZeroDivisionError), one_snapshot():
        raise ZeroDivisionError
    with write_atomic(), one_snapshot():
        Person.objects.create(name="in a transaction")
    assert names()[-1] == "in a transaction"


def test_a_nested_write_is_a_savepoint_of_the_outer_one(committed_probes: None) -> None:
    with write_atomic():
        Person.objects.create(name="outer")
        with pytest.raises(ZeroDivisionError):
            write_and_fail("inner")
        with atomic(), write_atomic():
            Person.objects.create(name="innermost")
        assert names() == ["outer", "innermost"]
    assert names() == ["outer", "innermost"]


def test_an_inner_write_is_lost_with_the_outer_one(committed_probes: None) -> None:
    def fail_outside() -> None:
        with write_atomic():
            with write_atomic():
                Person.objects.create(name="inner")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_outside()
    assert names() == []


def test_a_write_inside_a_plain_transaction_is_refused(committed_probes: None) -> None:
    with atomic(), pytest.raises(RuntimeError, match="durable"), write_atomic():
        pytest.fail("entered")
    assert names() == []


def test_the_transaction_of_a_test_case_is_no_obstacle(probes: None) -> None:
    with write_atomic():
        Person.objects.create(name="Ann")
    assert names() == ["Ann"]


def test_it_serves_as_a_decorator(committed_probes: None) -> None:
    @write_atomic()
    def create(name: str) -> bool:
        Person.objects.create(name=name)
        return connection.in_atomic_block

    assert [create("Ann"), create("Bob")] == [True, True]
    assert names() == ["Ann", "Bob"]


def test_what_follows_a_commit_runs_only_after_it(
    committed_probes: None, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    def write() -> None:
        with write_atomic():
            Person.objects.create(name="after")
        ran.append("written")

    with write_atomic():
        Person.objects.create(name="Ann")
        after_commit(fail)
        after_commit(write)
        with write_atomic():
            after_commit(lambda: ran.append("nested"))
        assert ran == []
    assert ran == ["written", "nested"]
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]

    def roll_back() -> None:
        with write_atomic():
            after_commit(lambda: ran.append("never"))
            fail()

    with pytest.raises(ZeroDivisionError):
        roll_back()
    assert ran == ["written", "nested"]
    assert names() == ["Ann", "after"]


def test_locks_need_a_transaction(committed_probes: None) -> None:
    with pytest.raises(TransactionManagementError):
        lock_keys(OWNER, [1])
    with pytest.raises(TransactionManagementError):
        try_lock(OWNER, 1)
    with write_atomic():
        lock_keys(OWNER, [])
        lock_keys(OWNER, [2, 1, 2])
        assert try_lock(OWNER, 3)


def test_ids_are_folded_to_what_a_lock_takes() -> None:
    assert [fold(id) for id in (0, 1, 2**31 - 1, 2**31, 2**31 + 5, 2**63 - 1)] == [
        *(0, 1, 2**31 - 1, 0, 5, 2**31 - 1)
    ]


@only_postgresql
def test_a_write_is_read_committed(committed_probes: None) -> None:
    with write_atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def locks_of_others() -> list[tuple[int, int, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT classid::int, objid::int, granted FROM pg_locks"
            " WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " ORDER BY classid, objid"
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


@only_postgresql
def test_locks_are_taken_in_ascending_order_of_their_keys(committed_probes: None) -> None:
    done = threading.Event()

    def take() -> None:
        with write_atomic():
            lock_keys(OWNER, [9, 2**40 + 5, 2, 2**31])
            done.set()

    with write_atomic():
        lock_keys(OWNER, [5])
        thread = in_thread(take)
        wait_until(lambda: (1, 5, False) in locks_of_others())
        assert locks_of_others() == [(1, 0, True), (1, 2, True), (1, 5, False)]
        assert not done.is_set()
    thread.join()
    assert done.is_set()
    assert locks_of_others() == []


@only_postgresql
def test_locks_of_several_owners_never_deadlock(committed_probes: None) -> None:
    errors: list[Exception] = []

    def take(ids: list[int]) -> None:
        try:
            for _ in range(100):
                with write_atomic():
                    lock_keys(OWNER, ids)
        except Exception as error:
            errors.append(error)

    threads = [in_thread(partial(take, ids)) for ids in ([1, 2, 3], [3, 2, 1], [2**31 + 1, 3], [3, 2])]
    for thread in threads:
        thread.join()
    assert errors == []


@only_postgresql
def test_a_lock_is_tried_without_waiting_and_held_until_the_end(committed_probes: None) -> None:
    taken, release = threading.Event(), threading.Event()

    def hold() -> None:
        with write_atomic():
            assert try_lock(OWNER, 7)
            taken.set()
            release.wait(10)

    thread = in_thread(hold)
    assert taken.wait(10)
    with write_atomic():
        assert not try_lock(OWNER, 7)
        assert not try_lock(OWNER, 2**31 + 7)
        assert try_lock(OWNER, 8)
        assert try_lock(LockClass.JOURNAL_NUMBERING, 7)
    release.set()
    thread.join()
    with write_atomic():
        assert try_lock(OWNER, 7)


@only_postgresql
def test_the_second_reads_what_the_first_committed(committed_probes: None) -> None:
    def add() -> None:
        for _ in range(25):
            with write_atomic():
                lock_keys(OWNER, [1])
                Person.objects.create(name=str(len(names())))

    threads = [in_thread(add) for _ in range(4)]
    for thread in threads:
        thread.join()
    assert sorted(map(int, names())) == list(range(100))
