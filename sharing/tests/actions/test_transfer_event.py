"""Handing an event over to another creator."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.factories import make_user
from accounts.models import User
from core.actors import Anonymous, System
from core.errors import DomainError, Invalid, NotAuthenticated, NotFound
from events.access import get_event
from events.enums import Permission
from events.errors import ScheduleConflict
from events.factories import START, grant, make_calendar, make_event
from events.models import Calendar, Event, HistoricalEvent, Occurrence
from sharing.actions.transfer_event import transfer_event
from sharing.changes import Grantee
from sharing.errors import NotCreator
from sharing.tests.conftest import Cast, in_group
from sharing.tests.written import codenames, entries, last_entry, refusal, rows_of


def transfer(cast: Cast, actor: Any, to: User, **options: Any) -> Event:
    return transfer_event(
        actor=actor,
        event_id=cast.event.pk,
        to=Grantee(user_id=to.pk),
        on_conflict=options.get("on_conflict", "refuse"),
    )


def default_calendar(user: User) -> Calendar:
    return Calendar.objects.get(owner=user, is_default=True)


def test_a_collaborator_becomes_the_creator(cast: Cast) -> None:
    mark, home = last_entry(), default_calendar(cast.viewer)

    transfer(cast, cast.creator, cast.viewer)

    event = Event.objects.get(pk=cast.event.pk)
    assert (event.owner, event.calendar, event.version) == (cast.viewer, home, 2)
    assert list(Occurrence.objects.filter(event=event).values_list("owner", flat=True)) == [cast.viewer.pk]
    version = HistoricalEvent.objects.get(id=event.pk, version=2)
    assert (version.verb, version.history_user) == ("transferred", cast.creator)
    assert (version.owner_id, version.calendar_id) == (cast.viewer.pk, home.pk)
    assert entries(mark) == [
        {
            "actor_id": cast.creator.pk,
            "verb": "event.transferred",
            "subject_kind": "event",
            "subject_id": event.pk,
            "calendar_id": home.pk,
            "summary": "",
            "payload": {
                "fields": ["calendar_id"],
                "owner_id": cast.viewer.pk,
                "previous_owner_id": cast.creator.pk,
            },
        }
    ]


def test_the_old_creator_stays_as_a_granted_owner(cast: Cast) -> None:
    held = rows_of(cast.event)

    transfer(cast, cast.creator, cast.editor)

    held.pop("editor")
    assert rows_of(cast.event) == {**held, "creator": codenames("owner")}
    assert get_event(cast.creator, cast.event.pk, Permission.SHARE).owner_id == cast.editor.pk


def test_it_goes_there_and_back(cast: Cast) -> None:
    held = rows_of(cast.event)

    transfer(cast, cast.creator, cast.owner)
    transfer(cast, cast.owner, cast.creator)

    assert rows_of(cast.event) == held
    assert Event.objects.get(pk=cast.event.pk).owner == cast.creator


def test_roles_through_the_old_calendar_end_and_those_on_the_new_one_begin(cast: Cast) -> None:
    grant(cast.calendar, cast.stranger, "editor")
    grant(default_calendar(cast.viewer), cast.newcomer, "viewer")
    assert get_event(cast.stranger, cast.event.pk).pk == cast.event.pk

    transfer(cast, cast.creator, cast.viewer)

    assert get_event(cast.newcomer, cast.event.pk).pk == cast.event.pk
    with pytest.raises(NotFound):
        get_event(cast.stranger, cast.event.pk)


@pytest.mark.parametrize("through", ["event", "calendar", "group of the event", "group of the calendar"])
def test_whoever_can_see_the_event_is_a_collaborator(cast: Cast, through: str) -> None:
    thing = cast.event if through.endswith("event") else cast.calendar
    if through.startswith("group"):
        in_group(thing, cast.newcomer, "viewer")
    else:
        grant(thing, cast.newcomer, "viewer")

    assert transfer(cast, cast.creator, cast.newcomer).owner_id == cast.newcomer.pk


def test_the_new_creator_is_named_in_any_way(cast: Cast) -> None:
    event = transfer_event(actor=cast.creator, event_id=cast.event.pk, to=Grantee(email="VIEWER@example.org"))

    assert event.owner_id == cast.viewer.pk


@pytest.mark.parametrize("who", ["owner", "editor", "viewer"])
@pytest.mark.parametrize("whom", ["viewer", "stranger"])
def test_only_the_creator_hands_over(cast: Cast, who: str, whom: str) -> None:
    error = refusal(transfer, cast, getattr(cast, who), getattr(cast, whom))

    assert (type(error), error.detail) == (NotCreator, "Only the creator can transfer an event")


@pytest.mark.parametrize(
    ("actor", "expected"), [(System(), NotAuthenticated), (Anonymous(), NotAuthenticated), (None, NotFound)]
)
def test_neither_strangers_nor_the_system_hand_over(
    cast: Cast, actor: Any, expected: type[DomainError]
) -> None:
    assert type(refusal(transfer, cast, actor or cast.stranger, cast.viewer)) is expected


def test_who_cannot_see_the_event_is_no_collaborator_whether_or_not_he_exists(cast: Cast) -> None:
    gone = make_user(username="gone", is_active=False)
    grant(cast.event, gone, "viewer")

    refusals = [
        refusal(transfer_event, actor=cast.creator, event_id=cast.event.pk, to=Grantee(username=name))
        for name in ("stranger", "nobody", "gone")
    ]

    assert {(type(error), error.detail, *error.faults) for error in refusals} == {
        (Invalid, refusals[0].detail, *refusals[0].faults)
    }
    assert [(fault.field, fault.code) for fault in refusals[0].faults] == [("username", "not_a_collaborator")]


def test_the_creator_has_it_already(cast: Cast) -> None:
    error = refusal(transfer, cast, cast.creator, cast.creator)

    assert [(fault.field, fault.code) for fault in error.faults] == [("user_id", "already_creator")]


def test_conflicts_are_those_of_the_new_creator(cast: Cast) -> None:
    make_event(cast.creator, title="His own clash")
    private = make_event(cast.viewer, title="Dentist", start=START + timedelta(minutes=30))

    error = refusal(transfer, cast, cast.creator, cast.viewer)

    assert (type(error), error.detail) == (ScheduleConflict, "Event conflicts with an existing event")
    assert error.data["conflicts"] == [
        {"start_time": "2031-03-10T09:30:00Z", "end_time": "2031-03-10T10:30:00Z"}
    ]

    grant(private, cast.creator, "viewer")
    error = refusal(transfer, cast, cast.creator, cast.viewer)
    assert error.detail == "Event conflicts with existing event: Dentist"

    assert transfer(cast, cast.creator, cast.viewer, on_conflict="allow").owner_id == cast.viewer.pk


def test_time_of_the_old_creator_is_free_again(cast: Cast) -> None:
    transfer(cast, cast.creator, cast.viewer)

    assert list(Occurrence.objects.filter(owner=cast.creator, is_busy=True)) == []


def test_a_uid_that_is_taken_in_the_new_calendar_is_refused(cast: Cast) -> None:
    make_event(cast.viewer, uid=cast.event.uid, start=START + timedelta(days=1))

    error = refusal(transfer, cast, cast.creator, cast.viewer)

    assert [(fault.field, fault.code) for fault in error.faults] == [("uid", "uid_taken")]


def test_the_default_calendar_takes_it(cast: Cast) -> None:
    make_calendar(cast.viewer, "Another")

    assert transfer(cast, cast.creator, cast.viewer).calendar_id == default_calendar(cast.viewer).pk


def test_the_number_of_statements_is_the_same_with_many_collaborators(cast: Cast) -> None:
    counts = []
    for heir, more in ((cast.viewer, 0), (cast.editor, 20)):
        event = make_event(cast.creator, start=START + timedelta(days=more + 1))
        for person in (heir, *(make_user() for _ in range(more))):
            grant(event, person, "viewer")
        with CaptureQueriesContext(connection) as queries:
            transfer_event(actor=cast.creator, event_id=event.pk, to=Grantee(user_id=heir.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]
