"""What the verification finds after somebody has gone around the application, with SQL."""

from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from journal.actions.record import record
from journal.enums import Problem
from journal.facts import Fact
from journal.models import Entry
from journal.rules.chain import digest_of, seal
from journal.selectors import ChainFault, verify_chains
from journal.tests.concurrency import PATIENCE, needs_postgresql, threads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chains(db: None) -> None:
    """Chain 5 with five entries, and two healthy neighbours."""
    for calendar_id in (0, 5, 5, 9, 5, 5, 5):
        write(calendar_id)


def write(calendar_id: int) -> None:
    with transaction.atomic():
        record([Fact("updated", "event", 1, 1, calendar_id, "text", {"title": "secret"})], actor_id=7)


def tamper(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def pk(sequence: int) -> int:
    return Entry.objects.get(calendar_id=5, chain_sequence=sequence).pk


def test_whole_chains_have_no_fault() -> None:
    done: list[int] = []
    assert list(verify_chains(done.append)) == []
    assert done == [1, 5, 1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_id", 8),
        ("source", "web"),
        ("verb", "created"),
        ("subject_kind", "calendar"),
        ("subject_id", 2),
        ("subject_version", 2),
        ("summary", "other"),
        ("payload", '{"title": "other"}'),
        ("digest", digest_of({"title": "other"})),
        ("at", "2020-01-01 00:00:00"),
        ("hash", "0" * 64),
    ],
)
def test_an_altered_entry_is_found(column: str, value: Any) -> None:
    tamper(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, pk(3))
    assert list(verify_chains()) == [ChainFault(5, 3, pk(3), Problem.ALTERED)]


def test_an_altered_entry_is_found_even_if_its_own_hash_is_made_to_fit() -> None:
    tamper("UPDATE journal_entry SET verb = 'created' WHERE id = %s", pk(3))
    forged = Entry.objects.get(pk=pk(3))
    before = Entry.objects.get(pk=pk(2))
    tamper("UPDATE journal_entry SET hash = %s WHERE id = %s", seal(before.hash, forged.link), pk(3))
    assert list(verify_chains()) == [ChainFault(5, 4, pk(4), Problem.ALTERED)]


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_removed_entry_is_found(sequence: int) -> None:
    tamper("DELETE FROM journal_entry WHERE id = %s", pk(sequence))
    assert list(verify_chains()) == [ChainFault(5, sequence, None, Problem.REMOVED)]


def test_an_entry_removed_and_its_followers_moved_up_is_found() -> None:
    tamper("DELETE FROM journal_entry WHERE id = %s", pk(3))
    for sequence in (4, 5):
        tamper("UPDATE journal_entry SET chain_sequence = %s WHERE id = %s", sequence - 1, pk(sequence))
    assert list(verify_chains()) == [ChainFault(5, 3, pk(3), Problem.ALTERED)]


@pytest.mark.parametrize("first_gone", [1, 4, 5])
def test_a_cut_off_end_is_found(first_gone: int) -> None:
    tamper("DELETE FROM journal_entry WHERE calendar_id = 5 AND chain_sequence >= %s", first_gone)
    assert list(verify_chains()) == [ChainFault(5, first_gone, None, Problem.CUT_OFF)]


def test_an_end_cut_off_together_with_the_number_that_the_chain_keeps_is_found_by_its_head() -> None:
    tamper("DELETE FROM journal_entry WHERE id = %s", pk(5))
    tamper("UPDATE journal_chain SET sequence = 4 WHERE calendar_id = 5")
    assert list(verify_chains()) == [ChainFault(5, 4, pk(4), Problem.ALTERED)]


def test_entries_beyond_the_end_and_without_a_chain_are_found() -> None:
    head = Entry.objects.get(pk=pk(3)).hash
    tamper("UPDATE journal_chain SET sequence = 3, head = %s WHERE calendar_id = 5", head)
    tamper("DELETE FROM journal_chain WHERE calendar_id = 9")
    nine = Entry.objects.get(calendar_id=9).pk
    assert list(verify_chains()) == [
        ChainFault(5, 4, pk(4), Problem.UNCHAINED),
        ChainFault(9, 1, nine, Problem.UNCHAINED),
    ]


def test_only_the_first_fault_of_each_chain_is_named() -> None:
    tamper("UPDATE journal_entry SET verb = 'created' WHERE chain_sequence IN (1, 3)")
    tamper("DELETE FROM journal_entry WHERE calendar_id = 5 AND chain_sequence = 5")
    assert [(fault.calendar_id, fault.chain_sequence) for fault in verify_chains()] == [
        (0, 1),
        (5, 1),
        (9, 1),
    ]


def test_a_blanked_payload_is_no_fault() -> None:
    tamper("UPDATE journal_entry SET payload = NULL WHERE id IN (%s, %s)", pk(1), pk(3))
    assert list(verify_chains()) == []


def test_memory_and_statements_follow_pages(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.selectors.entries.PAGE", 2)
    with django_assert_num_queries(10):  # 4 to walk chains 0, 5, 9; 1 + 3 + 1 pages; 1 beyond the ends
        assert list(verify_chains()) == []


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_at_work_are_no_fault() -> None:
    def keep_writing() -> None:
        for number in range(120):
            write(number % 12)

    with threads(2) as start:
        writers = [start(keep_writing) for _ in range(2)]
        while not all(writer.done() for writer in writers):
            assert list(verify_chains()) == []
        for writer in writers:
            writer.result(PATIENCE)
    assert list(verify_chains()) == []
