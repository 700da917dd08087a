"""Several events are found at once as each would be by itself."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.access import find_events
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import START, grant, make_event

pytestmark = pytest.mark.django_db


def test_what_one_may_see_is_found_with_its_rank(
    anna: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    own, shared, hidden, other = (
        make_event(owner, start=START + timedelta(days=day))
        for day, owner in enumerate((ben, anna, anna, ben))
    )
    grant(shared, ben, Role.EDITOR)
    with django_assert_num_queries(1):
        found = find_events(ben.pk, [hidden.pk, shared.pk, own.pk])
    assert {pk: event.rank for pk, event in found.items()} == {own.pk: 3, shared.pk: 2}
    assert find_events(ben.pk, [other.pk]) == {other.pk: other}


def test_what_lies_in_the_trash_is_found_there_alone(anna: User, ben: User) -> None:
    live, deleted = (make_event(anna, start=START + timedelta(days=day)) for day in range(2))
    delete_event(actor=anna, event_id=deleted.pk)
    ids = [live.pk, deleted.pk]
    assert list(find_events(anna.pk, ids)) == [live.pk]
    assert list(find_events(anna.pk, ids, trashed=True)) == [deleted.pk]
    assert find_events(ben.pk, ids, trashed=True) == {}


def test_without_ids_nothing_is_asked(anna: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert find_events(anna.pk, []) == {}
