"""Going back to a version, whole or in part."""

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from accounts.factories import make_user
from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound, PreconditionRequired
from events.actions.delete_calendar import delete_calendar
from events.actions.delete_event import delete_event
from events.changes import IfMatch
from events.enums import Role, Verb
from events.errors import ScheduleConflict, StaleMatch
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence, content_of
from history.actions.rollback_event import rollback_event
from history.selectors.versions import versions_of
from history.tests.conftest import edit
from journal.models import Entry

HOUR = timedelta(hours=1)


def written(event: Event) -> tuple[int, int, int, list[Any]]:
    """All that a write of an event could leave behind."""
    return (
        Event.objects.get(pk=event.pk).version,
        HistoricalEvent.objects.count(),
        Entry.objects.count(),
        list(Occurrence.objects.order_by("id").values_list()),
    )


def faults_of(refusal: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refusal.value.faults]


def stored(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_the_old_content_becomes_a_new_version(event: Event, editor: User) -> None:
    then = content_of(HistoricalEvent.objects.get(id=event.pk, version=1))
    result = rollback_event(actor=editor, event_id=event.pk, version=1, reason="It was better")
    assert (result.version, content_of(result), Role.of_rank(result.rank)) == (4, then, Role.EDITOR)
    assert content_of(stored(event)) == then
    newest = versions_of(editor, event.pk, limit=1).versions[0]
    assert (newest.number, newest.verb, newest.restored_from, newest.reason, newest.changed_by) == (
        4,
        Verb.ROLLED_BACK,
        1,
        "It was better",
        editor.pk,
    )
    assert newest.summary == "Rolled back to version 1: title, description, location changed"
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.verb, entry.subject_version, entry.actor_id) == ("event.rolled_back", 4, editor.pk)
    assert entry.payload == {
        "fields": ["title", "description", "location"],
        "reason": "It was better",
        "restored_from": 1,
    }


def test_exceptions_and_occurrences_come_back_too(owner: User) -> None:
    excluded = {"2031-03-11T09:00:00": {"excluded": True}}
    event = make_event(owner, rrule="FREQ=DAILY;COUNT=3", recurrence_overrides=excluded)
    rows = list(Occurrence.objects.order_by("start_at").values_list("recurrence_id", "start_at", "is_busy"))
    assert [start for _, start, _ in rows] == [START, START + 2 * 24 * HOUR]
    edit(owner, event, rrule=None, start_time=START + HOUR, end_time=START + 2 * HOUR)
    result = rollback_event(actor=owner, event_id=event.pk, version=1)
    assert (result.rrule, result.recurrence_overrides) == ("FREQ=DAILY;COUNT=3", excluded)
    assert rows == list(
        Occurrence.objects.order_by("start_at").values_list("recurrence_id", "start_at", "is_busy")
    )


def test_going_back_where_nothing_would_change_makes_nothing(event: Event, owner: User) -> None:
    before = written(event)
    assert rollback_event(actor=owner, event_id=event.pk, version=3).version == 3
    assert rollback_event(actor=owner, event_id=event.pk, version=2, fields=["title"]).version == 3
    assert written(event) == before


def test_single_fields_go_back_alone(event: Event, editor: User) -> None:
    before = content_of(event)
    result = rollback_event(actor=editor, event_id=event.pk, version=1, fields=["location"])
    assert (result.location, result.title, result.description) == ("Room 1", before.title, before.description)
    assert list(versions_of(editor, event.pk, limit=1).versions[0].changes) == ["location"]


@pytest.mark.parametrize("spelling", ["rrule", "is_recurring", "recurrence_type", "recurrence_pattern"])
def test_a_recurrence_goes_back_by_any_of_its_names(owner: User, spelling: str) -> None:
    event = make_event(owner, rrule="FREQ=WEEKLY;COUNT=4")
    edit(owner, event, title="Other", rrule=None)
    result = rollback_event(actor=owner, event_id=event.pk, version=1, fields=[spelling])
    assert (result.title, result.rrule) == ("Other", "FREQ=WEEKLY;COUNT=4")


def test_an_unknown_field_names_the_known_ones(event: Event, owner: User) -> None:
    before = written(event)
    with pytest.raises(Invalid) as refusal:
        rollback_event(actor=owner, event_id=event.pk, version=1, fields=["title", "owner_id", "uid"])
    assert faults_of(refusal) == [("fields", "unknown_field"), ("fields", "unknown_field")]
    assert refusal.value.detail == (
        '"owner_id" is no field of an event: title, description, location, start_time, end_time, '
        "is_recurring, recurrence_type, recurrence_pattern, timezone, is_all_day, rrule, "
        "recurrence_overrides, tags, status, transparency, calendar_id."
    )
    assert written(event) == before


def test_fields_must_fit_the_present_ones(owner: User) -> None:
    event = make_event(owner)
    edit(owner, event, start_time=START - 3 * HOUR, end_time=START - 2 * HOUR)
    before = written(event)
    with pytest.raises(Invalid) as refusal:
        rollback_event(actor=owner, event_id=event.pk, version=1, fields=["start_time"])
    assert faults_of(refusal) == [("end_time", "end_before_start")]
    assert written(event) == before
    result = rollback_event(actor=owner, event_id=event.pk, version=1, fields=["start_time", "end_time"])
    assert (result.start_at, result.end_at) == (START, START + HOUR)


@pytest.mark.parametrize("fields", [["start_time"], ["is_all_day"], ["end_time", "start_time"]])
def test_dates_and_instants_do_not_mix(owner: User, fields: list[str]) -> None:
    day = START.date()
    event = make_event(owner, is_all_day=True, start_time=day, end_time=day + timedelta(days=1))
    edit(owner, event, is_all_day=False, start_time=START, end_time=START + HOUR)
    before = written(event)
    for version, other in ((1, 2), (2, 1)):
        with pytest.raises(Invalid) as refusal:
            rollback_event(actor=owner, event_id=event.pk, version=1, fields=fields)
        assert faults_of(refusal) == [("fields", "belong_together")]
        assert written(event) == before
        together = ["start_time", "end_time", "is_all_day"]
        result = rollback_event(actor=owner, event_id=event.pk, version=version, fields=together)
        assert content_of(result) == content_of(HistoricalEvent.objects.get(id=event.pk, version=version))
        assert rollback_event(actor=owner, event_id=event.pk, version=other).is_all_day is (other == 1)
        before = written(event)


def test_a_conflict_is_refused_and_may_be_allowed(owner: User, event: Event) -> None:
    edit(owner, event, start_time=START + 4 * HOUR, end_time=START + 5 * HOUR)
    other = make_event(owner, title="In the way")
    before = written(event)
    for dry_run in (False, True):
        with pytest.raises(ScheduleConflict) as refusal:
            rollback_event(actor=owner, event_id=event.pk, version=1, dry_run=dry_run)
        assert refusal.value.detail == "Event conflicts with existing event: In the way"
        assert [conflict["event_id"] for conflict in refusal.value.data["conflicts"]] == [other.pk]
    assert written(event) == before
    rollback_event(actor=owner, event_id=event.pk, version=1, fields=["title"])
    result = rollback_event(actor=owner, event_id=event.pk, version=1, on_conflict="allow")
    assert result.start_at == START


def test_a_dry_run_shows_the_event_and_writes_nothing(event: Event, owner: User) -> None:
    before, now = written(event), stored(event)
    result = rollback_event(actor=owner, event_id=event.pk, version=1, dry_run=True)
    assert (result.version, result.title, result.location) == (4, "Planning", "Room 1")
    assert written(event) == before
    assert content_of(stored(event)) == content_of(now)


def test_a_version_that_is_not_there(event: Event, owner: User) -> None:
    for version in (0, 4, 2**31, 2**62):
        with pytest.raises(NotFound, match=f"Version {version} not found"):
            rollback_event(actor=owner, event_id=event.pk, version=version)


def test_only_those_who_may_change_the_event(event: Event, viewer: User, stranger: User) -> None:
    before = written(event)
    with pytest.raises(Forbidden):
        rollback_event(actor=viewer, event_id=event.pk, version=99)
    with pytest.raises(NotFound, match="Event not found"):
        rollback_event(actor=stranger, event_id=event.pk, version=1)
    assert written(event) == before


def test_a_deleted_event_is_not_found(event: Event, owner: User) -> None:
    delete_event(actor=owner, event_id=event.pk)
    with pytest.raises(NotFound, match="Event not found"):
        rollback_event(actor=owner, event_id=event.pk, version=1)


def test_preconditions(event: Event, owner: User, settings: Settings) -> None:
    before = written(event)
    with pytest.raises(StaleMatch):
        rollback_event(actor=owner, event_id=event.pk, version=1, if_match=IfMatch(frozenset({2})))
    settings.STRICT_PRECONDITIONS = True
    with pytest.raises(PreconditionRequired):
        rollback_event(actor=owner, event_id=event.pk, version=1)
    assert written(event) == before
    match = IfMatch(frozenset({3}))
    assert rollback_event(actor=owner, event_id=event.pk, version=1, if_match=match).version == 4


def moved(owner: User, event: Event) -> tuple[int, int]:
    """Moves the event to a second calendar; returns the first and the second."""
    first, second = event.calendar_id, make_calendar(owner).pk
    edit(owner, event, calendar_id=second, title="Moved")
    return first, second


def test_an_owner_brings_the_calendar_back(event: Event, owner: User) -> None:
    first, second = moved(owner, event)
    assert rollback_event(actor=owner, event_id=event.pk, version=1).calendar_id == first
    result = rollback_event(actor=owner, event_id=event.pk, version=4, fields=["calendar_id"])
    assert (result.calendar_id, result.title) == (second, "Planning")


def test_an_editor_leaves_the_calendar_as_it_is(event: Event, owner: User, editor: User) -> None:
    _, second = moved(owner, event)
    result = rollback_event(actor=editor, event_id=event.pk, version=1)
    assert (result.calendar_id, result.title) == (second, "Planning")
    before = written(event)
    with pytest.raises(Invalid) as refusal:
        rollback_event(actor=editor, event_id=event.pk, version=1, fields=["calendar_id"])
    assert faults_of(refusal) == [("calendar_id", "not_owner")]
    assert written(event) == before


def test_a_deleted_calendar_does_not_come_back(owner: User) -> None:
    gone = make_calendar(owner)
    event = make_event(owner, calendar_id=gone.pk)
    home = owner.calendars.get(is_default=True)
    edit(owner, event, calendar_id=home.pk, title="Moved")
    delete_calendar(actor=owner, calendar_id=gone.pk)
    result = rollback_event(actor=owner, event_id=event.pk, version=1)
    assert (result.calendar_id, result.title) == (home.pk, "Planning")


def test_only_a_rollback_that_is_committed_counts(
    event: Event, owner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("eventhub_rollbacks_total") or 0.0

    before = counted()
    for number, options in ((1, {}), (1, {"dry_run": True}), (4, {"fields": ["title"]})):
        with django_capture_on_commit_callbacks(execute=True):
            rollback_event(actor=owner, event_id=event.pk, version=number, **options)
    assert counted() == before + 1


def test_a_granted_owner_may_do_it_on_a_whole_calendar(event: Event) -> None:
    friend = make_user()
    grant(event.calendar, friend, Role.OWNER)
    assert rollback_event(actor=friend, event_id=event.pk, version=1).version == 4
