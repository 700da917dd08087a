"""Who can open a thing, as its owners look at it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from core.errors import NotFound
from events.enums import Role
from events.factories import grant
from sharing.enums import Kind
from sharing.facts import AccessList
from sharing.selectors.access_list import access_list
from sharing.tests.conftest import Cast, in_group


def told(found: AccessList) -> list[tuple[str, str, bool, str | None]]:
    return [(each.username, each.role.value, each.is_creator, each.granted_by) for each in found.people]


def test_the_creator_comes_first_and_then_direct_roles_with_who_gave_them(cast: Cast) -> None:
    found = access_list(cast.creator, Kind.EVENT, cast.event.pk)
    assert told(found) == [
        ("creator", "owner", True, None),
        ("viewer", "viewer", False, "The Creator"),
        ("editor", "editor", False, "The Creator"),
        ("owner", "owner", False, "The Creator"),
    ]
    assert (found.title, found.others, found.calendar_id) == (cast.event.title, [], cast.calendar.pk)
    assert (found.may_share, found.is_creator, found.may_leave) == (True, True, False)


def test_who_comes_by_the_calendar_or_a_group_stands_apart(cast: Cast) -> None:
    grant(cast.calendar, cast.newcomer, Role.EDITOR)
    grant(cast.calendar, cast.viewer, Role.EDITOR)
    in_group(cast.event, cast.newcomer, Role.VIEWER)
    found = access_list(cast.viewer, Kind.EVENT, cast.event.pk)
    assert [(each.username, each.role.value) for each in found.others] == [("newcomer", "editor")]
    assert (found.reader_role.value, found.may_share, found.may_leave) == ("editor", False, True)


def test_a_calendar_has_a_list_of_its_own(cast: Cast) -> None:
    grant(cast.calendar, cast.owner, Role.OWNER, cast.creator)
    found = access_list(cast.owner, Kind.CALENDAR, cast.calendar.pk)
    assert told(found) == [
        ("creator", "owner", True, None),
        ("owner", "owner", False, "The Creator"),
    ]
    assert (found.title, found.is_creator, found.may_share) == (cast.calendar.name, False, True)


def test_strangers_learn_nothing(cast: Cast) -> None:
    for kind, thing in ((Kind.EVENT, cast.event), (Kind.CALENDAR, cast.calendar)):
        with pytest.raises(NotFound):
            access_list(cast.stranger, kind, thing.pk)


def test_four_queries_whatever_the_number_of_people(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    access_list(cast.creator, Kind.EVENT, cast.event.pk)
    for _ in range(2):
        with django_assert_num_queries(4):
            access_list(cast.creator, Kind.EVENT, cast.event.pk)
        for _ in range(3):
            grant(cast.event, make_user(), Role.VIEWER, cast.creator)
