"""The calendars that a write goes into are those that its author may see, with the role that he has there."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.access import find_calendars, visible_calendars
from events.actions.delete_calendar import delete_calendar
from events.enums import Role
from events.factories import grant, make_calendar

pytestmark = pytest.mark.django_db


def found(user: User, *ids: int, with_default: bool = False) -> list[tuple[int, int]]:
    return [(row.pk, row.rank) for row in find_calendars(user.pk, ids, with_default=with_default)]


def test_only_what_is_named_and_may_be_seen(
    anna: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shared, kept, own = make_calendar(anna, "shared"), make_calendar(anna, "kept"), make_calendar(ben, "own")
    gone = make_calendar(ben, "gone")
    delete_calendar(actor=ben, calendar_id=gone.pk)
    grant(shared, ben, Role.VIEWER)
    named = [shared.pk, kept.pk, own.pk, gone.pk, 0]
    expected = [(own.pk, Role.OWNER.rank), (shared.pk, Role.VIEWER.rank)]
    for _ in range(3):  # once it is prepared, too
        with django_assert_num_queries(1):
            assert found(ben, *named) == expected
    assert found(ben, own.pk) == [(own.pk, Role.OWNER.rank)]
    assert found(ben) == []


def test_the_default_one_comes_where_it_is_asked_for(anna: User, ben: User) -> None:
    default = ben.calendars.get(is_default=True)
    theirs = anna.calendars.get(is_default=True)
    grant(theirs, ben, Role.EDITOR)
    assert found(ben, with_default=True) == [(default.pk, Role.OWNER.rank)]
    assert found(ben, theirs.pk, with_default=True) == [
        (default.pk, Role.OWNER.rank),
        (theirs.pk, Role.EDITOR.rank),
    ]


def test_rows_are_those_of_the_queryset(anna: User) -> None:
    make_calendar(anna, "second")
    expected = list(visible_calendars(anna.pk))
    rows = find_calendars(anna.pk, [calendar.pk for calendar in expected], with_default=False)
    assert [vars(row) | {"_state": None} for row in rows] == [
        vars(calendar) | {"_state": None} for calendar in expected
    ]
