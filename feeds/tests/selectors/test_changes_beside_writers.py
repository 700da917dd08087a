"""Whoever follows the changes while others write misses nothing."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event as Flag
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connections

from accounts.factories import make_user
from accounts.models import User
from core.errors import DomainError
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.actions.restore_event import restore_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import make_calendar, make_event
from events.models import Calendar, Event
from feeds.selectors import changes
from feeds.tests.follower import Follower
from journal.actions.number_entries import number_entries
from journal.tests.concurrency import needs_postgresql, threads
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.set_group_role import set_group_role
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.changes import Grant, Grantee
from sharing.enums import Kind

WRITERS, TURNS, PATIENCE = 8, 40, 120.0

pytestmark = [needs_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> Iterator[list[User]]:
    yield [make_user(username=name) for name in ("anna", "ben", "cleo")]
    connections.close_all()


def write(number: int, owner: User, reader: User, group: Group, calendars: list[Calendar]) -> int:
    """Does at random what changes the reader's sight of things; how often it succeeded."""
    dice, done = random.Random(number), 0
    for _ in range(TURNS):
        try:
            _turn(dice, owner, reader, group, dice.choice(calendars))
            done += 1
        except DomainError:  # another writer has been there before
            continue
    return done


def _turn(dice: random.Random, owner: User, reader: User, group: Group, calendar: Calendar) -> None:
    pks = list(Event.objects.filter(owner=owner).values_list("pk", flat=True))
    event_id = dice.choice(pks) if pks else 0
    to, role = [Grant(grantee=Grantee(user_id=reader.pk), role=Role.VIEWER)], dice.choice([Role.EDITOR, None])
    kind, subject_id = dice.choice([(Kind.EVENT, event_id), (Kind.CALENDAR, calendar.pk)])
    deeds: list[Callable[[], object]] = [
        partial(make_event, owner, calendar_id=calendar.pk),
        partial(make_event, owner, calendar_id=calendar.pk),
        partial(update_event, actor=owner, event_id=event_id, changes=EventChanges(title=str(dice.random()))),
        partial(
            update_event,
            actor=owner,
            event_id=event_id,
            changes=EventChanges(calendar_id=calendar.pk),
            on_conflict="allow",
        ),
        partial(delete_event, actor=owner, event_id=event_id),
        partial(restore_event, actor=owner, event_id=event_id, on_conflict="allow"),
        partial(purge_event, actor=owner, event_id=event_id),
        partial(share_event, actor=owner, event_id=event_id, grants=to),
        partial(revoke_event_access, actor=owner, event_id=event_id, user_id=reader.pk),
        partial(share_calendar, actor=owner, calendar_id=calendar.pk, grants=to),
        partial(revoke_calendar_access, actor=owner, calendar_id=calendar.pk, user_id=reader.pk),
        partial(set_group_role, actor=owner, kind=kind, subject_id=subject_id, group_id=group.pk, role=role),
        partial(dice.choice([reader.groups.add, reader.groups.remove]), group),
    ]
    dice.choice(deeds)()


def test_what_a_group_shows_that_is_joined_and_left_while_a_page_is_read_is_not_told(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ben, _ = people
    group, event = Group.objects.create(name="Team"), make_event(anna)
    set_group_role(actor=anna, kind=Kind.EVENT, subject_id=event.pk, group_id=group.pk, role=Role.VIEWER)
    follower = Follower(ben)
    follower.follow()
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="New"))
    told = changes._told

    def joining_meanwhile(*args: Any) -> Any:
        with threads(1) as start:
            start(partial(ben.groups.add, group)).result(PATIENCE)
            page = told(*args)
            start(partial(ben.groups.remove, group)).result(PATIENCE)
        return page

    monkeypatch.setattr(changes, "_told", joining_meanwhile)
    assert follower.follow() == []


def test_beside_eight_writers_a_reader_ends_with_the_live_state(people: list[User]) -> None:
    anna, ben, cleo = people
    group = Group.objects.create(name="Team")
    calendars = {owner.pk: [make_calendar(owner, f"{i}") for i in range(3)] for owner in (anna, cleo)}
    done = Flag()

    def read(user: User, limit: int) -> tuple[Follower, int]:
        follower, pages = Follower(user, limit), 0
        while True:
            last_round = done.is_set()
            _, more = follower.read()
            pages += 1
            if last_round and not more:
                return follower, pages

    with threads(WRITERS + 3) as start:
        readers = [start(partial(read, user, limit)) for user, limit in ((ben, 2), (ben, 100), (anna, 7))]
        writers = [
            start(partial(write, number, owner, ben, group, calendars[owner.pk]))
            for number, owner in zip(range(WRITERS), [anna, cleo] * WRITERS, strict=False)
        ]
        written = sum(future.result(PATIENCE) for future in writers)
        done.set()
        followers = [future.result(PATIENCE) for future in readers]

    assert written > WRITERS * TURNS / 3
    number_entries()
    for follower, pages in followers:
        assert pages > 10, "the reader was not reading beside the writers"
        follower.follow()
