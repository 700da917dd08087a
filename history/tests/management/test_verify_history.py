"""verify_history finds every kind of damage, and names the event."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.factories import START, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence
from history.actions.rollback_event import rollback_event
from history.enums import Flaw
from history.facts import EventFlaw
from history.selectors import flaws
from history.selectors.flaws import find_flaws
from history.tests.conftest import edit, make_versions
from journal.models import Entry


def run(*arguments: str) -> tuple[str, int]:
    """What the command writes, and its exit code."""
    out = io.StringIO()
    try:
        call_command("verify_history", *arguments, stdout=out, no_color=True)
    except SystemExit as exit_:
        return out.getvalue(), int(str(exit_.code))
    return out.getvalue(), 0


@pytest.fixture
def busy_event(event: Event, owner: User) -> Event:
    """An event with all kinds of versions, among others."""
    edit(owner, event, rrule="FREQ=WEEKLY", tags=["a"], calendar_id=make_calendar(owner).pk)
    rollback_event(actor=owner, event_id=event.pk, version=1, on_conflict="allow")
    edit(owner, event, rrule="FREQ=DAILY;COUNT=3")
    make_event(owner, is_all_day=True, start_time=START.date(), end_time=START.date() + timedelta(days=2))
    gone = make_event(owner, title="Gone", rrule="FREQ=DAILY")
    delete_event(actor=owner, event_id=gone.pk)
    purged = make_event(owner, title="Purged")
    delete_event(actor=owner, event_id=purged.pk)
    purge_event(actor=owner, event_id=purged.pk)
    return event


def test_a_whole_history(busy_event: Event) -> None:
    assert run() == ("The history is whole: 4 events.\n", 0)
    text, code = run("--json")
    assert (json.loads(text), code) == ({"ok": True, "events": 4, "flaw_count": 0, "flaws": []}, 0)


def test_an_empty_database(db: None) -> None:
    assert run() == ("The history is whole: 0 events.\n", 0)


def rows(event: Event) -> Any:
    return HistoricalEvent.objects.filter(id=event.pk)


Damage = Callable[[Event], object]
DAMAGES: list[tuple[Damage, Flaw, int | None]] = [
    (lambda event: rows(event).filter(version=3).delete(), Flaw.VERSION_MISSING, 3),
    (lambda event: rows(event).delete(), Flaw.NO_VERSIONS, None),
    (lambda event: rows(event).filter(version=6).delete(), Flaw.NEWEST_DIFFERS, 5),
    (lambda event: Event.objects.filter(pk=event.pk).update(title="Else"), Flaw.NEWEST_DIFFERS, 6),
    (lambda event: Event.objects.filter(pk=event.pk).update(version=7), Flaw.NEWEST_DIFFERS, 6),
    (lambda event: Event.objects.filter(pk=event.pk).update(uid="other"), Flaw.NEWEST_DIFFERS, 6),
    (lambda event: rows(event).filter(version=2).update(title="Planning"), Flaw.NOTHING_CHANGED, 2),
    (lambda event: rows(event).filter(version=4).update(rrule="FREQ=OFTEN"), Flaw.UNREADABLE, 4),
    (lambda event: Occurrence.objects.filter(event=event)[0].delete(), Flaw.OCCURRENCES_DIFFER, None),
    (
        lambda event: Occurrence.objects.filter(event=event).update(is_busy=False),
        Flaw.OCCURRENCES_DIFFER,
        None,
    ),
    (
        lambda event: Event.objects.filter(pk=event.pk).update(occurrences_until=START),
        Flaw.OCCURRENCES_DIFFER,
        None,
    ),
]


@pytest.mark.parametrize(("damage", "flaw", "version"), DAMAGES)
def test_each_damage_is_found_and_named(
    busy_event: Event, damage: Damage, flaw: Flaw, version: int | None
) -> None:
    damage(busy_event)
    assert list(find_flaws()) == [EventFlaw(busy_event.pk, flaw, version)]
    text, code = run("--json")
    assert code == 1
    assert json.loads(text)["flaws"] == [{"event_id": busy_event.pk, "flaw": flaw, "version": version}]


def test_a_version_that_the_journal_does_not_know(busy_event: Event) -> None:
    told(busy_event, 3).delete()
    assert list(find_flaws()) == [EventFlaw(busy_event.pk, Flaw.NOT_IN_JOURNAL, 3)]
    text, code = run()
    assert (text.splitlines()[0], code) == (f"Event {busy_event.pk} has no journal entry of version 3.", 1)


def test_a_version_that_another_calendars_chain_tells_of(busy_event: Event) -> None:
    told(busy_event, 2).update(calendar_id=0)
    assert list(find_flaws()) == [EventFlaw(busy_event.pk, Flaw.NOT_IN_JOURNAL, 2)]


def told(event: Event, version: int) -> Any:
    """The journal's entry of a version, for changes that the journal itself refuses."""
    return QuerySet(Entry).filter(subject_kind="event", subject_id=event.pk, subject_version=version)


def test_an_occurrence_of_another_owner(busy_event: Event, editor: User) -> None:
    Occurrence.objects.filter(event=busy_event).update(owner=editor)
    assert list(find_flaws()) == [EventFlaw(busy_event.pk, Flaw.OCCURRENCES_DIFFER, None)]


def test_an_occurrence_of_a_deleted_event(busy_event: Event, owner: User) -> None:
    deleted = Event.objects.get(deleted_at__isnull=False)
    Occurrence.objects.create(
        event=deleted, owner=owner, start_at=deleted.start_at, end_at=deleted.end_at, is_busy=True
    )
    assert list(find_flaws()) == [EventFlaw(deleted.pk, Flaw.OCCURRENCES_DIFFER, None)]


def test_an_event_that_vanished(busy_event: Event) -> None:
    """Gone by SQL, past the model: its last version is no purge."""
    with connection.cursor() as cursor:
        for table in ("events_occurrence", "events_eventuserpermission"):
            column = "content_object_id" if "permission" in table else "event_id"
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [busy_event.pk])
        cursor.execute("DELETE FROM events_event WHERE id = %s", [busy_event.pk])
    assert list(find_flaws()) == [EventFlaw(busy_event.pk, Flaw.NOT_PURGED, 6)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot drop a constraint")
def test_a_version_that_is_there_twice(busy_event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE events_historicalevent DROP CONSTRAINT event_version_unique")
    twin = rows(busy_event).get(version=2)
    twin.history_id, twin.title = None, "Twin"
    twin.save(force_insert=True)
    assert list(find_flaws()) == [EventFlaw(busy_event.pk, Flaw.VERSION_TWICE, 2)]


def test_a_person_reads_one_line_a_flaw_and_a_sum(busy_event: Event) -> None:
    rows(busy_event).filter(version=3).delete()
    other = Event.objects.get(title="Planning", is_all_day=True)
    Event.objects.filter(pk=other.pk).update(title="Else")
    assert run() == (
        f"Event {busy_event.pk} lacks version 3.\n"
        f"Event {other.pk} is not what its newest version, 1, says.\n"
        "2 flaws in the history of 4 events.\n",
        1,
    )


def test_what_was_written_in_between_is_no_flaw(
    event: Event, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer comes between reading the event and reading its versions, again and again at first."""
    read, writes = flaws._live, iter(range(3))

    def read_and_write(ids: list[int]) -> Any:
        live = read(ids)
        for number in writes:
            edit(owner, event, title=f"Meanwhile {number}")
            break
        return live

    monkeypatch.setattr(flaws, "_live", read_and_write)
    assert list(find_flaws()) == []
    assert next(writes, None) is None


def test_it_reads_in_pages(
    owner: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make_versions(make_event(owner), 7)
    monkeypatch.setattr(flaws, "EVENTS", 2)
    monkeypatch.setattr(flaws, "ROWS", 4)
    done: list[int] = []
    # Of two events: ids twice, events, four pages of versions and four of the journal, occurrences. Of the
    # last: two of each. No more ids.
    with django_assert_num_queries(2 * (2 + 1 + 2 * 4 + 1) + (2 + 1 + 2 * 2 + 1) + 2):
        assert list(find_flaws(done.append)) == []
    assert done == [2, 2, 1]


@pytest.mark.parametrize("events", [1, 30])
def test_statements_do_not_grow_with_events(
    owner: User, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(events):
        make_event(owner)
    with django_assert_num_queries(8):
        assert list(find_flaws()) == []
