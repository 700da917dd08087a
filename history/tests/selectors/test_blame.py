"""Blame: each field names the version that gave it its value."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.factories import UserFactory
from core.errors import NotFound
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import grant, make_event
from history.selectors.blame import blame_of

pytestmark = pytest.mark.django_db


def test_each_field_names_its_last_change(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ann, ben = UserFactory.create(username="ann"), UserFactory.create(username="ben")
    event = make_event(ann, title="One", location="Here")
    grant(event, ben, Role.EDITOR)
    for actor, changes in (
        (ben, EventChanges(title="Two")),
        (ann, EventChanges(title="Three", description="Long")),
        (ben, EventChanges(description="Short")),
    ):
        update_event(actor=actor, event_id=event.pk, changes=changes)
    with django_assert_num_queries(1):
        found = blame_of(ben, event.pk)
    assert {
        field: (last.version, last.changed_by_username, last.value)
        for field, last in found.items()
        if field in ("title", "description", "location")
    } == {"title": (3, "ann", "Three"), "description": (4, "ben", "Short"), "location": (1, "ann", "Here")}


def test_a_stranger_learns_nothing() -> None:
    event = make_event(UserFactory.create())
    with pytest.raises(NotFound):
        blame_of(UserFactory.create(), event.pk)
