"""Positions: why ids are none, and that no reader loses an entry."""

import random
import time
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from core.transactions import LockClass, try_lock
from journal.actions.number_entries import number_entries
from journal.actions.record import record
from journal.facts import Fact
from journal.models import Entry
from journal.selectors import entries_after
from journal.tests.concurrency import PATIENCE, needs_postgresql, threads


def write(calendar_id: int) -> int:
    with transaction.atomic():
        return record([Fact("created", "event", 1, 1, calendar_id)], actor_id=None)[0].pk


def poll(last: int) -> list[Entry]:
    number_entries()
    return entries_after(last, limit=1000)


@pytest.mark.django_db(transaction=True)
def test_entries_are_read_in_the_order_of_their_positions() -> None:
    ids = [write(calendar) for calendar in (5, 9, 5)]
    entries = poll(0)
    assert [entry.pk for entry in entries] == ids
    assert poll(entries[-1].pos or 0) == []
    assert [entry.pk for entry in entries_after(entries[0].pos or 0, limit=1)] == ids[1:2]


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_a_position_is_the_id() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("elsewhere positions come from a sequence")
    entry = Entry.objects.get(pk=write(5))
    assert (entry.pos, number_entries()) == (entry.pk, 0)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_numbering_counts_and_an_idle_poll_is_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write(5)
    write(9)
    with django_assert_num_queries(5):  # is there any, BEGIN, the lock, the numbers, COMMIT
        assert number_entries() == 2
    with django_assert_num_queries(1):
        assert number_entries() == 0


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_positions_are_never_given_twice_even_after_a_rollback() -> None:
    write(5)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval('journal_entry_pos_seq')")
        [lost] = cursor.fetchone()
        transaction.set_rollback(True)
    assert [entry.pos for entry in poll(0)] == [lost + 1]


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_who_does_not_get_the_lock_just_reads() -> None:
    write(5)
    with threads(1) as start:
        with transaction.atomic():
            assert try_lock(LockClass.JOURNAL_NUMBERING, 0)
            assert start(number_entries).result(PATIENCE) == 0
            assert start(lambda: entries_after(0, limit=10)).result(PATIENCE) == []
        assert start(number_entries).result(PATIENCE) == 1


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_an_id_is_no_position_because_writers_commit_in_another_order_than_they_insert() -> None:
    inserted, may_commit = Event(), Event()

    def slow_writer() -> int:
        with transaction.atomic():
            pk = record([Fact("created", "event", 1, 1, 5)], actor_id=None)[0].pk
            inserted.set()
            assert may_commit.wait(PATIENCE)
        return pk

    with threads(1) as start:
        slow = start(slow_writer)
        assert inserted.wait(PATIENCE)
        fast_id = write(9)
        by_pos = poll(0)
        by_id = list(Entry.objects.filter(id__gt=0))
        may_commit.set()
        slow_id = slow.result(PATIENCE)

    assert slow_id < fast_id
    assert [entry.pk for entry in by_pos] == [entry.pk for entry in by_id] == [fast_id]
    # the reader by id has passed the slow writer's entry and never sees it; the one by position does
    assert list(Entry.objects.filter(id__gt=fast_id)) == []
    assert [entry.pk for entry in poll(by_pos[-1].pos or 0)] == [slow_id]


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_readers_beside_many_writers_lose_no_entry_and_see_none_twice() -> None:
    done = Event()

    def writer(calendar_id: int) -> list[int]:
        dice, ids = random.Random(calendar_id), []
        for _ in range(40):
            with transaction.atomic():
                ids.append(record([Fact("created", "event", 1, 1, calendar_id)], actor_id=None)[0].pk)
                time.sleep(dice.random() / 100)
                transaction.set_rollback(dice.random() < 0.1)
                if transaction.get_rollback():
                    ids.pop()
        return ids

    def reader() -> list[Entry]:
        seen: list[Entry] = []
        while True:
            last_round = done.is_set()
            seen += poll((seen[-1].pos or 0) if seen else 0)
            if last_round:
                return seen

    with threads(6) as start:
        readers = [start(reader) for _ in range(2)]
        writers = [start(partial(writer, calendar)) for calendar in (1, 2, 3, 4)]
        written = sorted(pk for future in writers for pk in future.result(PATIENCE))
        done.set()
        results = [future.result(PATIENCE) for future in readers]

    # the last round of one may fall into the numbering of the other: what is left stands after its position
    for seen in results:
        seen += poll((seen[-1].pos or 0) if seen else 0)
        assert sorted(entry.pk for entry in seen) == written
        assert [entry.pos for entry in seen] == sorted({entry.pos or 0 for entry in seen})
    arrival = [entry.pk for entry in results[0]]
    assert arrival != sorted(arrival), "no writer overtook another, so the test showed nothing"
