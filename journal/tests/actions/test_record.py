"""Writing the journal: chains, statements, transactions."""

from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from core.actors import Source, acting_through
from journal.actions.record import record
from journal.facts import Fact
from journal.models import Chain, Entry
from journal.rules.chain import digest_of, seal
from journal.tests.concurrency import GLANCE, PATIENCE, needs_postgresql, threads

# On SQLite one statement more gives the entries their ids as positions.
MORE_ON_SQLITE = int(connection.vendor == "sqlite")


def facts(*calendar_ids: int) -> list[Fact]:
    return [
        Fact("created", "event", n, 1, calendar, payload={"n": n}) for n, calendar in enumerate(calendar_ids)
    ]


@pytest.mark.django_db
def test_an_entry_says_what_happened() -> None:
    at = datetime(2026, 3, 29, 8, tzinfo=UTC)
    fact = Fact("updated", "event", 42, 3, 5, "Changed title.", {"title": ["a", "b"]})
    with acting_through(Source.API):
        [returned] = record([fact], actor_id=7, at=at)
    stored = Entry.objects.values().get()
    assert stored == {
        "id": returned.pk,
        "pos": returned.pk if MORE_ON_SQLITE else None,
        "at": at,
        "actor_id": 7,
        "source": "api",
        "verb": "updated",
        "subject_kind": "event",
        "subject_id": 42,
        "subject_version": 3,
        "calendar_id": 5,
        "summary": "Changed title.",
        "payload": {"title": ["a", "b"]},
        "chain_sequence": 1,
        "digest": digest_of({"title": ["a", "b"]}),
        "hash": returned.hash,
    }
    assert {name: getattr(returned, name) for name in stored} == stored


@pytest.mark.django_db
def test_each_entry_is_sealed_to_the_one_before() -> None:
    for _ in range(3):
        record(facts(5, 5), actor_id=None)
    entries = list(Entry.objects.order_by("chain_sequence"))
    assert [entry.chain_sequence for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert entries[0].hash == seal("", entries[0].link)
    assert [later.hash for _, later in pairwise(entries)] == [
        seal(earlier.hash, later.link) for earlier, later in pairwise(entries)
    ]
    assert Chain.objects.values().get() == {"calendar_id": 5, "sequence": 6, "head": entries[-1].hash}


@pytest.mark.django_db
def test_one_call_may_write_to_several_chains() -> None:
    record(facts(5), actor_id=None)
    entries = record(facts(9, 5, 9, 0), actor_id=None)
    assert [(entry.calendar_id, entry.chain_sequence) for entry in entries] == [
        (9, 1),
        (5, 2),
        (9, 2),
        (0, 1),
    ]
    assert [entry.pk for entry in entries] == sorted(entry.pk for entry in entries)
    ends = Chain.objects.order_by("pk").values_list("calendar_id", "sequence", "head")
    assert list(ends) == [(0, 1, entries[3].hash), (5, 2, entries[1].hash), (9, 2, entries[2].hash)]


@pytest.mark.django_db
def test_no_fact_makes_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert record([], actor_id=None) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("calendars", "statements"),
    [([5], 3), ([5] * 50, 3), ([5, 9], 4), ([5, 9] * 25, 4), ([8], 5), ([5, 8], 4)],
)
def test_the_number_of_statements_does_not_depend_on_that_of_facts(
    calendars: list[int], statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Lock, insert, set the end; one more makes several chains sure to exist; a first one is locked again."""
    record(facts(5, 9), actor_id=None)
    with django_assert_num_queries(statements + MORE_ON_SQLITE):
        record(facts(*calendars), actor_id=None)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(facts(5), actor_id=None)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_link() -> None:
    with transaction.atomic():
        record(facts(5), actor_id=None)
        transaction.set_rollback(True)
    with transaction.atomic():
        record(facts(5), actor_id=None)
    assert [*Entry.objects.values_list("chain_sequence", flat=True)] == [1]
    assert Chain.objects.get().sequence == 1


@needs_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
def test_a_second_writer_of_a_chain_waits_for_the_first(known: bool) -> None:
    if known:
        Chain.objects.create(calendar_id=5)

    def write() -> None:
        with transaction.atomic():
            record(facts(5), actor_id=None)

    with threads(1) as start:
        with transaction.atomic():
            record(facts(5), actor_id=None)
            second = start(write)
            with pytest.raises(TimeoutError):
                second.result(GLANCE)
        second.result(PATIENCE)
    assert [*Entry.objects.values_list("chain_sequence", flat=True)] == [1, 2]


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_writers_of_several_chains_neither_deadlock_nor_fork_a_chain() -> None:
    def write(calendars: list[int]) -> None:
        for _ in range(25):
            with transaction.atomic():
                record(facts(*calendars), actor_id=None)

    with threads(4) as start:
        writers = [start(partial(write, calendars)) for calendars in ([1, 2, 3], [3, 2, 1], [2], [3, 1])]
        for writer in writers:
            writer.result(PATIENCE)
    for number, sequence in ((1, 75), (2, 75), (3, 75)):
        entries = list(Entry.objects.filter(calendar_id=number).order_by("chain_sequence"))
        assert [entry.chain_sequence for entry in entries] == list(range(1, sequence + 1))
        assert [entry.pk for entry in entries] == sorted(entry.pk for entry in entries)
        heads = ["", *(entry.hash for entry in entries)]
        assert heads[1:] == [seal(head, entry.link) for head, entry in zip(heads, entries, strict=False)]
        assert Chain.objects.get(pk=number).head == heads[-1]
