"""Who follows the changes has what he may see, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from accounts.models import User
from core.actors import System
from core.errors import Invalid
from events.access.undo import undo_token_of
from events.actions.change_events import change_events
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.actions.restore_event import restore_event
from events.actions.update_event import update_event
from events.changes import EventChanges, Operation
from events.enums import Role
from events.factories import START, make_calendar, make_event
from events.models import Event
from feeds.access.change_token import Reading, change_token, read_change_token
from feeds.errors import TokenTooOld
from feeds.selectors.changes import changes_after
from feeds.tests.follower import Follower
from history.actions.rollback_event import rollback_event
from history.actions.undo_write import undo_write
from journal.actions.number_entries import number_entries
from journal.actions.record import record
from journal.facts import Fact
from sharing.actions.change_role import change_event_role
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.set_group_role import set_group_role
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.actions.transfer_event import transfer_event
from sharing.changes import Grant, Grantee
from sharing.enums import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


@pytest.fixture
def ben() -> User:
    return make_user(username="ben")


def slots(owner: User, number: int, **fields: Any) -> list[Event]:
    return [make_event(owner, start=START + timedelta(days=i), **fields) for i in range(number)]


def to(user: User) -> list[Grant]:
    return [Grant(grantee=Grantee(user_id=user.pk), role=Role.VIEWER)]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_first_comes_everything_and_then_what_happens(anna: User, limit: int) -> None:
    first, second, third = slots(anna, 3)
    follower = Follower(anna, limit)
    assert follower.follow() == [(first.pk, True), (second.pk, True), (third.pk, True)]
    assert follower.follow() == []
    update_event(actor=anna, event_id=second.pk, changes=EventChanges(title="New"))
    delete_event(actor=anna, event_id=first.pk)
    assert follower.follow() == [(second.pk, True), (first.pk, False)]
    restore_event(actor=anna, event_id=first.pk)
    assert follower.follow() == [(first.pk, True)]


def test_what_happens_while_the_first_pages_are_read_is_told_after_them(anna: User) -> None:
    first, second = slots(anna, 2)
    number_entries()
    page, reading, more = changes_after(anna, None, limit=1)
    assert ([change.event_id for change in page], more) == ([first.pk], True)
    delete_event(actor=anna, event_id=first.pk)
    follower = Follower(anna)
    follower.token, follower.has = change_token(anna.pk, reading), {first.pk: (1, 3)}
    assert follower.follow() == [(second.pk, True), (first.pk, False)]


def test_others_events_are_not_told_of(anna: User, ben: User) -> None:
    follower = Follower(ben)
    follower.follow()
    (event,) = slots(anna, 1)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="New"))
    other = make_calendar(anna)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(calendar_id=other.pk))
    delete_event(actor=anna, event_id=event.pk)
    purge_event(actor=anna, event_id=event.pk)
    assert follower.follow() == []


def test_sharing_brings_an_event_and_revoking_takes_it(anna: User, ben: User) -> None:
    (event,) = slots(anna, 1)
    follower = Follower(ben)
    follower.follow()
    share_event(actor=anna, event_id=event.pk, grants=to(ben))
    assert follower.follow() == [(event.pk, True)]
    change_event_role(actor=anna, event_id=event.pk, user_id=ben.pk, role=Role.EDITOR)
    assert follower.follow() == [(event.pk, True)]
    revoke_event_access(actor=anna, event_id=event.pk, user_id=ben.pk)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Unseen"))
    assert follower.follow() == [(event.pk, False)]
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Unseen too"))
    assert follower.follow() == []


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_calendar_brings_and_takes_all_its_events(anna: User, ben: User, limit: int) -> None:
    calendar = make_calendar(anna)
    events = slots(anna, 4, calendar_id=calendar.pk)
    follower = Follower(ben, limit)
    follower.follow()
    share_calendar(actor=anna, calendar_id=calendar.pk, grants=to(ben))
    assert follower.follow() == [(event.pk, True) for event in events]
    share_event(actor=anna, event_id=events[0].pk, grants=to(ben))
    revoke_calendar_access(actor=anna, calendar_id=calendar.pk, user_id=ben.pk)
    told = follower.follow()
    assert dict(told) == {event.pk: event is events[0] for event in events}


def test_an_event_that_moves_out_of_a_shared_calendar_is_lost(anna: User, ben: User) -> None:
    shared, own = make_calendar(anna), make_calendar(anna)
    event, kept = slots(anna, 2, calendar_id=shared.pk)
    share_calendar(actor=anna, calendar_id=shared.pk, grants=to(ben))
    follower = Follower(ben)
    follower.follow()
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(calendar_id=own.pk))
    assert follower.follow() == [(event.pk, False)]
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(calendar_id=shared.pk))
    assert follower.follow() == [(event.pk, True)]
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(calendar_id=own.pk))
    revoke_calendar_access(actor=anna, calendar_id=shared.pk, user_id=ben.pk)
    assert sorted(set(follower.follow())) == [(event.pk, False), (kept.pk, False)]


def test_a_move_by_a_batch_its_undo_and_a_rollback_are_told_to_who_follows_the_old_calendar(
    anna: User, ben: User
) -> None:
    shared, own = make_calendar(anna), make_calendar(anna)
    (event,) = slots(anna, 1, calendar_id=shared.pk)
    share_calendar(actor=anna, calendar_id=shared.pk, grants=to(ben))
    follower = Follower(ben)
    follower.follow()
    move = Operation(op="move", event_id=event.pk, changes=EventChanges(calendar_id=own.pk))
    [outcome] = change_events(actor=anna, operations=[move])
    assert outcome.event is not None
    assert follower.follow() == [(event.pk, False)]
    token = undo_token_of([outcome.event])
    assert token is not None
    undo_write(actor=anna, token=token)
    assert follower.follow() == [(event.pk, True)]
    rollback_event(actor=anna, event_id=event.pk, version=2)
    assert follower.follow() == [(event.pk, False)]


def test_a_purge_is_a_deletion_for_all_who_saw_the_event(anna: User, ben: User) -> None:
    calendar = make_calendar(anna)
    direct, in_calendar = slots(anna, 1)[0], slots(anna, 1, calendar_id=calendar.pk)[0]
    share_event(actor=anna, event_id=direct.pk, grants=to(ben))
    share_calendar(actor=anna, calendar_id=calendar.pk, grants=to(ben))
    followers = [Follower(anna), Follower(ben)]
    for follower in followers:
        follower.follow()
    for event in (direct, in_calendar):
        delete_event(actor=anna, event_id=event.pk)
        purge_event(actor=System(), event_id=event.pk)
    for follower in followers:
        assert follower.follow() == [(direct.pk, False), (in_calendar.pk, False)]


def test_a_transfer_takes_the_event_from_who_saw_it_by_the_calendar(anna: User, ben: User) -> None:
    cleo, calendar = make_user(username="cleo"), make_calendar(anna)
    (event,) = slots(anna, 1, calendar_id=calendar.pk)
    share_event(actor=anna, event_id=event.pk, grants=to(ben))
    share_calendar(actor=anna, calendar_id=calendar.pk, grants=to(cleo))
    followers = [Follower(anna), Follower(ben), Follower(cleo)]
    for follower in followers:
        follower.follow()
    transfer_event(actor=anna, event_id=event.pk, to=Grantee(user_id=ben.pk))
    assert [f.follow() for f in followers] == [[(event.pk, True)], [(event.pk, True)], [(event.pk, False)]]


@pytest.mark.parametrize("limit", [1, 100])
def test_groups_bring_and_take_events_whichever_way(anna: User, ben: User, limit: int) -> None:
    group = Group.objects.create(name="Team")
    calendar = make_calendar(anna)
    events = slots(anna, 3, calendar_id=calendar.pk)
    single = slots(anna, 1)[0]
    follower = Follower(ben, limit)
    follower.follow()
    ben.groups.add(group)
    for kind, pk in ((Kind.CALENDAR, calendar.pk), (Kind.EVENT, single.pk)):
        set_group_role(actor=anna, kind=kind, subject_id=pk, group_id=group.pk, role=Role.VIEWER)
    follower.follow()
    assert len(follower.has) == 4
    ben.groups.remove(group)
    follower.follow()
    assert follower.has == {}
    ben.groups.add(group)
    follower.follow()
    assert len(follower.has) == 4
    ben.groups.remove(group)
    for kind, pk in ((Kind.CALENDAR, calendar.pk), (Kind.EVENT, single.pk)):
        set_group_role(actor=anna, kind=kind, subject_id=pk, group_id=group.pk, role=None)
    delete_event(actor=anna, event_id=events[0].pk)
    follower.follow()
    assert follower.has == {}


@pytest.mark.parametrize("limit", [1, 100])
def test_who_leaves_a_group_and_is_back_at_the_end_has_what_it_shows(
    anna: User, ben: User, limit: int
) -> None:
    group, events = Group.objects.create(name="Team"), slots(anna, 3)
    ben.groups.add(group)
    share_calendar(
        actor=anna,
        calendar_id=events[0].calendar_id,
        grants=[Grant(grantee=Grantee(user_id=ben.pk), role=Role.VIEWER)],
    )
    for event in events:
        set_group_role(actor=anna, kind=Kind.EVENT, subject_id=event.pk, group_id=group.pk, role=Role.EDITOR)
    follower = Follower(ben, limit)
    follower.follow()
    update_event(actor=anna, event_id=events[0].pk, changes=EventChanges(title="New"))
    ben.groups.remove(group)
    follower.read()
    assert follower.has[events[0].pk] == (2, Role.VIEWER.rank)
    ben.groups.add(group)
    follower.follow()
    assert follower.has[events[0].pk] == (2, Role.EDITOR.rank)


def test_what_cannot_be_told_is_too_old(anna: User, ben: User) -> None:
    group = Group.objects.create(name="Team")
    ben.groups.add(group)
    _, reading, _ = changes_after(ben, None, limit=10)
    assert changes_after(ben, reading, limit=10) == ([], reading, False)
    with pytest.raises(TokenTooOld):  # of a backup that is older
        changes_after(ben, replace(reading, pos=reading.pos + 1000), limit=10)
    group.delete()
    with pytest.raises(TokenTooOld):
        changes_after(ben, reading, limit=10)
    _, reading, _ = changes_after(anna, None, limit=10)
    record([Fact("user.deleted", "user", ben.pk)], actor_id=None)
    number_entries()
    with pytest.raises(TokenTooOld):
        changes_after(anna, reading, limit=10)


def test_a_token_is_its_readers_and_good_for_a_while(
    anna: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(7, (1, 2), ("calendar", 5), 9, (3,), (4,))
    token = change_token(anna.pk, reading)
    assert read_change_token(anna.pk, token) == reading
    for user, text in ((ben, token), (anna, token + "x"), (anna, "x")):
        with pytest.raises(Invalid):
            read_change_token(user.pk, text)
    monkeypatch.setattr("feeds.access.change_token.LIFETIME", timedelta(seconds=-1))
    with pytest.raises(TokenTooOld):
        read_change_token(anna.pk, token)


def test_the_number_of_queries_does_not_depend_on_that_of_the_events(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 3):
        slots(anna, number)
        number_entries()
        with django_assert_num_queries(5):  # groups, the newest position, ids, the next entries, the events
            changes_after(anna, None, limit=100)
