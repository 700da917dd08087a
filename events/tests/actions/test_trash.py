"""The trash: what is deleted comes back whole, or ends for good."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound
from events.actions.delete_calendar import delete_calendar
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.actions.restore_event import restore_event
from events.changes import EventFilters
from events.enums import Role
from events.errors import ScheduleConflict
from events.factories import grant, make_calendar, make_event
from events.models import Calendar, Event, EventUserPermission, HistoricalEvent, Occurrence
from events.selectors.events import list_events
from events.selectors.trash import list_trash
from journal.models import Entry

pytestmark = pytest.mark.django_db


def trashed(owner: User, **fields: object) -> Event:
    """An event that its owner has deleted."""
    event = make_event(owner, **fields)  # type: ignore[arg-type]
    return delete_event(actor=owner, event_id=event.pk)


def verbs(event_id: int) -> list[tuple[int, str]]:
    """What the history holds."""
    rows = HistoricalEvent.objects.filter(id=event_id).order_by("version")
    return list(rows.values_list("version", "verb"))


def test_a_restored_event_is_as_it_was_with_its_grants_and_occurrences(anna: User, ben: User) -> None:
    event = make_event(anna, rrule="FREQ=WEEKLY;COUNT=3", uid="one")
    grant(event, ben, Role.EDITOR)
    delete_event(actor=anna, event_id=event.pk)
    restored = restore_event(actor=anna, event_id=event.pk)
    assert (restored.version, restored.uid, restored.rrule) == (3, "one", "FREQ=WEEKLY;COUNT=3")
    assert verbs(event.pk) == [(1, "created"), (2, "deleted"), (3, "restored")]
    assert Occurrence.objects.filter(event=event).count() == 3
    assert [(row.id, row.rank) for row in list_events(ben, EventFilters())] == [(event.pk, 2)]
    assert Entry.objects.latest("id").verb == "event.restored"


def test_only_owners_restore_and_purge(anna: User, ben: User) -> None:
    event = trashed(anna)
    for act in (restore_event, purge_event):
        with pytest.raises(NotFound):
            act(actor=ben, event_id=event.pk)
    grant(event, ben, Role.EDITOR)
    for act in (restore_event, purge_event):
        with pytest.raises(Forbidden):
            act(actor=ben, event_id=event.pk)
    assert verbs(event.pk) == [(1, "created"), (2, "deleted")]


def test_what_is_not_in_the_trash_is_neither_restored_nor_purged(anna: User) -> None:
    event = make_event(anna)
    for act in (restore_event, purge_event):
        with pytest.raises(NotFound):
            act(actor=anna, event_id=event.pk)
    assert Event.objects.get().version == 1


def test_a_restoration_into_busy_time_is_refused_and_made_if_allowed(anna: User) -> None:
    event = trashed(anna)
    make_event(anna)
    with pytest.raises(ScheduleConflict):
        restore_event(actor=anna, event_id=event.pk)
    assert verbs(event.pk) == [(1, "created"), (2, "deleted")]
    assert restore_event(actor=anna, event_id=event.pk, on_conflict="allow").version == 3


def test_a_uid_that_is_taken_by_now_is_refused(anna: User) -> None:
    event = trashed(anna, uid="one", transparency="transparent")
    make_event(anna, uid="one", transparency="transparent")
    with pytest.raises(Invalid) as refusal:
        restore_event(actor=anna, event_id=event.pk)
    assert [fault.code for fault in refusal.value.faults] == ["uid_taken"]


def test_an_event_whose_calendar_is_gone_comes_back_in_the_default_one(anna: User) -> None:
    calendar = make_calendar(anna)
    event = trashed(anna, calendar_id=calendar.pk)
    delete_calendar(actor=anna, calendar_id=calendar.pk)
    restored = restore_event(actor=anna, event_id=event.pk)
    assert restored.calendar_id == Calendar.objects.get(owner=anna, is_default=True).pk


def test_a_purged_event_is_gone_and_known_to_have_been(anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.VIEWER)
    delete_event(actor=anna, event_id=event.pk)
    purge_event(actor=anna, event_id=event.pk)
    assert (Event.objects.count(), EventUserPermission.objects.count()) == (0, 0)
    assert verbs(event.pk) == [(1, "created"), (2, "deleted"), (3, "purged")]
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.subject_id, entry.subject_version) == ("event.purged", event.pk, 3)


def test_the_trash_shows_what_one_could_see_last_deleted_first(
    anna: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second, third = (make_event(anna) for _ in range(3))
    grant(second, ben, Role.VIEWER)
    make_event(anna)
    for event in (third, first, second):
        delete_event(actor=anna, event_id=event.pk)
    with django_assert_num_queries(1):
        rows = list_trash(anna, limit=2)
    assert [row.pk for row in rows] == [second.pk, first.pk, third.pk]
    after = (rows[1].deleted_at, rows[1].pk)
    assert [row.pk for row in list_trash(anna, limit=2, after=after)] == [third.pk]  # type: ignore[arg-type]
    assert [(row.pk, row.rank) for row in list_trash(ben, limit=2)] == [(second.pk, 1)]


def test_the_command_ends_what_has_lain_long_enough(anna: User, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, live = trashed(anna), trashed(anna), make_event(anna)
    Event.objects.filter(pk=old.pk).update(deleted_at=now() - timedelta(days=31))

    def run(*options: str) -> object:
        call_command("purge_trash", "--json", *options)
        return json.loads(capsys.readouterr().out)

    assert run("--dry-run") == {"events": 1, "dry_run": True}
    assert run() == {"events": 1, "dry_run": False}
    assert set(Event.objects.values_list("pk", flat=True)) == {new.pk, live.pk}
    assert [row.pk for row in list_trash(anna, limit=9)] == [new.pk]
    assert verbs(old.pk)[-1] == (3, "purged")
