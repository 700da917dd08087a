"""What readers of the journal get."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from journal.actions.record import record
from journal.facts import Fact
from journal.models import Entry
from journal.selectors import Activity, Deed, entries_about, entries_by, in_pages

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 29, 8, tzinfo=UTC)


def test_the_activity_of_a_thing_is_newest_first_and_of_no_other(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    told = [
        Fact("created", "event", 42, 1, 5, "", {"title": "a"}),
        Fact("created", "event", 43, 1, 5),
        Fact("created", "calendar", 42, None, 5),
        Fact("updated", "event", 42, 2, 5, "Changed title.", {"title": ["a", "b"]}),
    ]
    first, _, _, last = record(told, actor_id=7, at=AT)
    expected = [
        Activity(last.pk, AT, 7, "command", "updated", 2, "Changed title.", {"title": ["a", "b"]}),
        Activity(first.pk, AT, 7, "command", "created", 1, "", {"title": "a"}),
    ]
    with django_assert_num_queries(1):
        assert entries_about("event", 42, before_id=None, limit=10) == expected
    assert entries_about("event", 42, before_id=None, limit=1) == expected[:1]
    assert entries_about("event", 42, before_id=last.pk, limit=10) == expected[1:]


def test_a_blanked_payload_shows_as_none() -> None:
    record([Fact("created", "event", 42, 1, 5, "", {"title": "a"})], actor_id=7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET payload = NULL")
    assert [row.data for row in entries_about("event", 42, before_id=None, limit=10)] == [None]


def test_what_one_person_did_is_newest_first_and_of_the_kinds_asked_for(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    told = [Fact("created", "event", 42, 1, 5), Fact("logged_in", "session", 3), Fact("made", "calendar", 5)]
    created, _, made = record(told, actor_id=7, at=AT)
    record([Fact("updated", "event", 42, 2, 5)], actor_id=8, at=AT)
    expected = [
        Deed(made.pk, AT, "command", "made", "calendar", 5, None, "", {}),
        Deed(created.pk, AT, "command", "created", "event", 42, 1, "", {}),
    ]
    kinds = {"event", "calendar"}
    with django_assert_num_queries(1):
        assert entries_by(7, kinds, before_id=None, limit=10) == expected
    assert entries_by(7, kinds, before_id=None, limit=1) == expected[:1]
    assert entries_by(7, kinds, before_id=made.pk, limit=10) == expected[1:]


@pytest.mark.parametrize(("count", "statements"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3)])
def test_pages_hold_every_entry_once(
    count: int, statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record([Fact("created", "event", n) for n in range(count)], actor_id=None)
    with django_assert_num_queries(statements):
        assert [entry.subject_id for entry in in_pages(Entry.objects.order_by("-id"), size=2)] == [
            *range(count)
        ]
