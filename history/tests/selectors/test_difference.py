"""What differs between two versions."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.actors import System
from core.errors import NotFound
from events.models import Event
from history.facts import Difference
from history.rules.diff import Change
from history.selectors.difference import diff_of
from history.selectors.versions import version_of


def test_it_leads_from_the_first_to_the_second(event: Event, viewer: User) -> None:
    data = {number: version_of(viewer, event.pk, number).data for number in (1, 3)}
    assert diff_of(viewer, event.pk, 1, 3) == Difference(
        1,
        3,
        data[1],
        data[3],
        {
            "title": Change("Planning", "Planning the week", "modified"),
            "description": Change(None, "Bring <b>sketches</b>", "added"),
            "location": Change("Room 1", "Room 2", "modified"),
        },
    )


def test_it_may_lead_back(event: Event, owner: User) -> None:
    back = diff_of(owner, event.pk, 3, 1)
    assert (back.a, back.b) == (3, 1)
    assert back.changes["description"] == Change("Bring <b>sketches</b>", None, "removed")


def test_a_version_does_not_differ_from_itself(event: Event, owner: User) -> None:
    same = diff_of(owner, event.pk, 2, 2)
    assert (same.changes, same.data_a) == ({}, same.data_b)


@pytest.mark.parametrize("pair", [(0, 1), (1, 4), (4, 1), (9, 9), (1, 2**63 - 1), (2**31, 2**40)])
def test_both_must_be_there(event: Event, owner: User, pair: tuple[int, int]) -> None:
    with pytest.raises(NotFound, match="One or both versions not found"):
        diff_of(owner, event.pk, *pair)


def test_only_for_those_who_see_the_event(event: Event, stranger: User) -> None:
    with pytest.raises(NotFound, match="Event not found"):
        diff_of(stranger, event.pk, 1, 2)
    assert list(diff_of(System(), event.pk, 1, 2).changes) == ["title"]


def test_it_is_one_statement(
    event: Event, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for pair in ((1, 3), (2, 2)):
        with django_assert_num_queries(1):
            diff_of(owner, event.pk, *pair)
