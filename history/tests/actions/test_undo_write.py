"""Undo: the author takes a write back, all of it or nothing, for ten minutes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from accounts.factories import UserFactory
from accounts.models import User
from core.errors import Invalid, NotFound
from events.access.undo import undo_token
from events.actions.change_events import change_events
from events.actions.create_events import create_events
from events.actions.delete_calendar import delete_calendar
from events.actions.delete_event import delete_event
from events.actions.restore_event import restore_event
from events.actions.update_event import update_event
from events.changes import EventChanges, Operation
from events.enums import Role
from events.errors import ScheduleConflict
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence
from events.rules.durations import read_duration
from history.actions.rollback_event import rollback_event
from history.actions.undo_write import undo_write
from history.selectors.flaws import find_flaws
from journal.access.undo import LIFETIME
from journal.errors import UndoConflict

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ann() -> User:
    return UserFactory.create(username="ann")


def edit(actor: User, event: Event, **changes: Any) -> Event:
    return update_event(actor=actor, event_id=event.pk, changes=EventChanges(**changes))


def undo(actor: User, *events: Event) -> list[Event]:
    """Takes the last version of each back."""
    written = [(event.pk, event.version) for event in events]
    return undo_write(actor=actor, token=undo_token(actor.pk, written))


def verbs(event: Event) -> list[str]:
    rows = HistoricalEvent.objects.filter(id=event.pk).order_by("version")
    return list(rows.values_list("verb", flat=True))


def test_an_edit_goes_back_as_a_new_version_and_forth_again(ann: User) -> None:
    event = make_event(ann, title="Before", location="Room 1")
    edited = edit(ann, event, title="After", start_time=START + HOUR, end_time=START + 2 * HOUR)
    (back,) = undo(ann, edited)
    assert (back.version, back.title, back.start_at, back.location) == (3, "Before", START, "Room 1")
    assert verbs(event) == ["created", "updated", "undone"]
    assert list(Occurrence.objects.values_list("start_at", flat=True)) == [START]
    (forth,) = undo(ann, back)
    assert (forth.version, forth.title, forth.start_at) == (4, "After", START + HOUR)


def test_what_others_changed_beside_it_stays(ann: User) -> None:
    ben = UserFactory.create()
    event = make_event(ann, title="Before")
    grant(event, ben, Role.EDITOR)
    edited = edit(ann, event, title="After")
    edit(ben, event, location="Room 2")
    (back,) = undo(ann, edited)
    assert (back.title, back.location) == ("Before", "Room 2")


def test_a_field_that_somebody_changed_since_is_refused(ann: User) -> None:
    ben = UserFactory.create()
    event = make_event(ann, title="Before")
    grant(event, ben, Role.EDITOR)
    edited = edit(ann, event, title="After")
    edit(ben, event, title="Ben's")
    with pytest.raises(UndoConflict) as refusal:
        undo(ann, edited)
    assert refusal.value.data["conflicting_fields"] == {
        "title": {"base": "After", "yours": "Before", "theirs": "Ben's"}
    }
    assert verbs(event) == ["created", "updated", "updated"]


def test_a_creation_goes_to_the_trash_unless_others_have_worked_on_it(ann: User) -> None:
    ben = UserFactory.create()
    event = make_event(ann)
    (gone,) = undo(ann, event)
    assert gone.deleted_at is not None
    other = make_event(ann)
    grant(other, ben, Role.EDITOR)
    edit(ben, other, title="Ben's")
    with pytest.raises(UndoConflict):
        undo_write(actor=ann, token=undo_token(ann.pk, [(other.pk, 1)]))
    assert Event.objects.get(pk=other.pk).deleted_at is None


def test_a_deletion_comes_back_where_its_time_is_still_free(ann: User) -> None:
    event = make_event(ann)
    deleted = delete_event(actor=ann, event_id=event.pk)
    (back,) = undo(ann, deleted)
    assert (back.deleted_at, back.version) == (None, 3)
    deleted = delete_event(actor=ann, event_id=event.pk)
    make_event(ann)
    with pytest.raises(ScheduleConflict):
        undo(ann, deleted)


def test_two_that_would_overlap_again_are_named(ann: User) -> None:
    first, second = make_event(ann, title="First"), make_event(ann, title="Second")
    apart = [
        edit(ann, event, start_time=START + n * HOUR, end_time=START + (n + 1) * HOUR)
        for n, event in ((1, first), (2, second))
    ]
    with pytest.raises(ScheduleConflict) as refusal:
        undo(ann, *apart)
    assert refusal.value.detail == "Event conflicts with existing event: First"
    assert [clash["event_id"] for clash in refusal.value.data["conflicts"]] == [first.pk]
    assert [verbs(event) for event in apart] == [["created", "updated"]] * 2


def test_restoration_and_rollback_are_undone_too(ann: User) -> None:
    event = make_event(ann, title="One")
    delete_event(actor=ann, event_id=event.pk)
    restored = restore_event(actor=ann, event_id=event.pk)
    (gone,) = undo(ann, restored)
    assert gone.deleted_at is not None
    restore_event(actor=ann, event_id=event.pk)
    edit(ann, event, title="Two")
    rolled = rollback_event(actor=ann, event_id=event.pk, version=1)
    (back,) = undo(ann, rolled)
    assert back.title == "Two"


def test_a_batch_goes_back_whole_or_not_at_all(ann: User) -> None:
    ben = UserFactory.create()
    items = [
        EventChanges(title=f"{i}", start_time=START + i * HOUR, end_time=START + (i + 1) * HOUR)
        for i in range(3)
    ]
    events = [outcome.event for outcome in create_events(actor=ann, items=items) if outcome.event]
    grant(events[1], ben, Role.EDITOR)
    edit(ben, events[1], title="Ben's")
    with pytest.raises(UndoConflict):
        undo(ann, *events)
    assert Event.objects.filter(deleted_at=None).count() == 3
    assert [event.deleted_at is None for event in undo(ann, events[0], events[2])] == [False, False]


def test_a_move_does_not_go_back_into_a_calendar_that_is_gone(ann: User) -> None:
    former = make_calendar(ann)
    event = make_event(ann, calendar_id=former.pk)
    home = ann.calendars.get(is_default=True).pk
    moved = edit(ann, event, calendar_id=home)
    delete_calendar(actor=ann, calendar_id=former.pk)
    with pytest.raises(Invalid) as refusal:
        undo(ann, moved)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("calendar_id", "not_found")]
    assert (Event.objects.get().calendar_id, verbs(event)) == (home, ["created", "updated"])


def test_who_is_no_owner_any_more_takes_no_move_back(ann: User) -> None:
    ben = UserFactory.create()
    former, present = make_calendar(ann, "One"), make_calendar(ann, "Two")
    event = make_event(ann, calendar_id=former.pk)
    for calendar in (former, present):
        grant(calendar, ben, Role.OWNER)
    moved = edit(ben, event, calendar_id=present.pk)
    grant(present, ben, Role.EDITOR)
    with pytest.raises(Invalid) as refusal:
        undo(ben, moved)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("calendar_id", "not_owner")]
    assert verbs(event) == ["created", "updated"]
    grant(present, ben, Role.OWNER)
    assert [back.calendar_id for back in undo(ben, moved)] == [former.pk]


def test_a_token_is_good_for_its_author_alone_and_for_ten_minutes(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = edit(ann, make_event(ann), title="After")
    token = undo_token(ann.pk, [(event.pk, event.version)])
    for actor, bad in ((UserFactory.create(), token), (ann, token[:-2]), (ann, "nonsense")):
        with pytest.raises(NotFound):
            undo_write(actor=actor, token=bad)
    later = now() + LIFETIME + timedelta(seconds=2)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    with pytest.raises(NotFound):
        undo_write(actor=ann, token=token)
    assert Event.objects.get(pk=event.pk).version == 2


def test_a_batch_is_taken_back_at_once_and_leaves_no_flaw(ann: User) -> None:
    a, b, c = (make_event(ann, start=START + n * HOUR) for n in range(3))
    outcomes = change_events(
        actor=ann,
        operations=[
            Operation(op="move", event_id=a.pk, by=read_duration("by", "PT1H")),
            Operation(op="move", event_id=b.pk, by=read_duration("by", "-PT1H")),
            Operation(op="delete", event_id=c.pk),
            Operation(
                op="create",
                changes=EventChanges(title="New", start_time=c.start_at, end_time=c.end_at),
            ),
        ],
    )
    written = [(one.event.pk, one.event.version) for one in outcomes if one.event]
    undone = undo_write(actor=ann, token=undo_token(ann.pk, written))
    assert [(event.start_at, event.deleted_at is None) for event in undone] == [
        (START, True),
        (START + HOUR, True),
        (START + 2 * HOUR, True),
        (START + 2 * HOUR, False),
    ]
    assert list(find_flaws()) == []
