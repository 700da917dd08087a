"""Who holds a role on an event or a calendar."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.factories import make_user
from core.actors import Anonymous
from core.errors import NotAuthenticated, NotFound
from events.access import get_event, visible_to
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import CalendarUserPermission, EventUserPermission
from sharing.actions.change_role import change_event_role
from sharing.enums import Kind
from sharing.facts import HeldPermission
from sharing.selectors.permissions import collaborators_of, permissions_of
from sharing.tests.conftest import Cast, in_group

READS: list[Callable[..., list[Any]]] = [permissions_of, collaborators_of]


def test_the_creator_comes_first_and_then_grants_from_the_oldest_on(cast: Cast) -> None:
    change_event_role(actor=cast.creator, event_id=cast.event.pk, user_id=cast.viewer.pk, role=Role.EDITOR)
    EventUserPermission.objects.filter(user=cast.owner).update(granted_at=START)
    made = cast.event.created_at
    view = {row.user_id: row for row in EventUserPermission.objects.filter(permission__codename="view_event")}

    listed = permissions_of(cast.viewer, Kind.EVENT, cast.event.pk)

    assert listed[0] == HeldPermission(cast.creator.pk, "creator", Role.OWNER, cast.creator.pk, made, made)
    assert listed[1:] == [
        HeldPermission(
            user.pk, user.username, role, cast.creator.pk, view[user.pk].granted_at, view[user.pk].updated_at
        )
        for user, role in (
            (cast.viewer, Role.EDITOR),
            (cast.editor, Role.EDITOR),
            (cast.owner, Role.OWNER),
        )
    ]


def test_only_what_is_held_on_the_thing_itself_is_listed(calendar_cast: Cast) -> None:
    grant(calendar_cast.event, calendar_cast.newcomer, "viewer")
    in_group(calendar_cast.event, calendar_cast.stranger, "viewer")

    def names(kind: Kind, subject_id: int) -> list[str]:
        return [held.username for held in permissions_of(calendar_cast.creator, kind, subject_id)]

    assert names(Kind.EVENT, calendar_cast.event.pk) == ["creator", "newcomer"]
    assert names(Kind.CALENDAR, calendar_cast.calendar.pk) == ["creator", "viewer", "editor", "owner"]


def test_the_grantor_whose_account_is_gone_is_unknown(cast: Cast) -> None:
    EventUserPermission.objects.filter(user=cast.viewer).update(granted_by=None)

    (held,) = [
        each for each in permissions_of(cast.viewer, Kind.EVENT, cast.event.pk) if each.username == "viewer"
    ]
    assert held.granted_by is None


def test_collaborators_are_all_who_can_see_the_event_with_their_highest_role(cast: Cast) -> None:
    grant(cast.calendar, cast.viewer, "editor")
    grant(cast.calendar, cast.editor, "viewer")
    in_group(cast.event, cast.stranger, "viewer")
    in_group(cast.calendar, cast.newcomer, "owner")
    in_group(cast.calendar, cast.creator, "viewer")

    people = collaborators_of(cast.viewer, Kind.EVENT, cast.event.pk)

    assert (people[0].user_id, people[0].is_creator, people[0].since) == (
        cast.creator.pk,
        True,
        cast.event.created_at,
    )
    assert {(each.username, each.role, each.full_name) for each in people} == {
        ("creator", Role.OWNER, "The Creator"),
        ("owner", Role.OWNER, "The Owner"),
        ("editor", Role.EDITOR, "The Editor"),
        ("viewer", Role.EDITOR, "The Viewer"),
        ("stranger", Role.VIEWER, "The Stranger"),
        ("newcomer", Role.OWNER, "The Newcomer"),
    }
    assert [each.is_creator for each in people] == [True] + [False] * 5
    for person in people:
        rank = visible_to(person.user_id).get(pk=cast.event.pk).rank
        assert person.role.rank == rank


def test_collaborators_come_from_the_longest_on(cast: Cast) -> None:
    EventUserPermission.objects.filter(user=cast.viewer).update(granted_at=START)
    EventUserPermission.objects.filter(user=cast.owner).update(granted_at=START + timedelta(hours=1))
    grant(cast.calendar, cast.owner, "viewer")
    CalendarUserPermission.objects.filter(user=cast.owner).update(granted_at=START - timedelta(hours=1))

    people = collaborators_of(cast.creator, Kind.EVENT, cast.event.pk)

    assert [(each.username, each.since) for each in people[2:]] == [
        ("owner", START - timedelta(hours=1)),
        ("viewer", START),
    ]
    assert [each.username for each in people[:2]] == ["creator", "editor"]


def test_collaborators_on_a_calendar_are_not_those_on_single_events(calendar_cast: Cast) -> None:
    grant(calendar_cast.event, calendar_cast.stranger, "owner")
    in_group(calendar_cast.calendar, calendar_cast.newcomer, "editor")

    people = collaborators_of(calendar_cast.viewer, Kind.CALENDAR, calendar_cast.calendar.pk)

    assert {(each.username, each.role) for each in people} == {
        ("creator", Role.OWNER),
        ("owner", Role.OWNER),
        ("editor", Role.EDITOR),
        ("viewer", Role.VIEWER),
        ("newcomer", Role.EDITOR),
    }


@pytest.mark.parametrize("read", READS)
def test_strangers_learn_nothing(cast: Cast, read: Callable[..., list[Any]]) -> None:
    for kind, subject_id in ((Kind.EVENT, cast.event.pk), (Kind.CALENDAR, cast.calendar.pk)):
        with pytest.raises(NotFound):
            read(cast.stranger, kind, subject_id)
        with pytest.raises(NotAuthenticated):
            read(Anonymous(), kind, subject_id)
    # who sees one event of a calendar does not see the calendar
    with pytest.raises(NotFound):
        read(cast.owner, Kind.CALENDAR, cast.calendar.pk)


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("number", [1, 3])
def test_three_queries_for_any_number(
    cast: Cast, read: Callable[..., list[Any]], kind: Kind, number: int
) -> None:
    event = make_event(cast.creator, start=START + timedelta(days=1))
    thing = event if kind is Kind.EVENT else cast.calendar
    for _ in range(number):
        grant(thing, make_user(), "owner")
    get_event(cast.creator, event.pk)  # compiled once

    with CaptureQueriesContext(connection) as queries:
        assert len(read(cast.creator, kind, thing.pk)) == number + 1

    assert len(queries) == 3
