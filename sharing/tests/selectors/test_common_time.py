"""The time of people who are named, and what all of them have free."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import FreeBusyVisibility
from accounts.factories import UserFactory
from accounts.models import User
from events.enums import Role
from events.factories import START, grant, make_event
from sharing.changes import WantedSlot
from sharing.facts import CommonTime
from sharing.selectors.common_time import find_common_time

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WANTED = WantedSlot(
    after=START.replace(hour=8),
    before=START.replace(hour=12),
    length=HOUR,
    timezone="UTC",
    day_start=time(8),
    day_end=time(12),
)


@pytest.fixture
def ann() -> User:
    """Who asks."""
    return UserFactory.create(username="ann", full_name="Ann Lee")


def shown(found: CommonTime) -> list[tuple[str, str, list[tuple[int, int]] | None]]:
    """Username, name and busy hours of each."""
    return [
        (
            person.username,
            person.name,
            None if person.busy is None else [(span.start_at.hour, span.end_at.hour) for span in person.busy],
        )
        for person in found.people
    ]


def test_everybody_is_in_the_order_of_the_names_and_all_are_free_in_the_slots(ann: User) -> None:
    ben = UserFactory.create(username="ben", full_name="Ben Ray", email="ben@example.org")
    make_event(ann, start=START, title="Mine")
    grant(make_event(ben, start=START + HOUR, title="His"), ann, Role.VIEWER, ben)

    found = find_common_time(ann, ["BEN@example.org", "ann", "nobody"], WANTED)

    assert shown(found) == [("ben", "Ben Ray", [(10, 11)]), ("ann", "Ann Lee", [(9, 10)])]
    assert [person.is_actor for person in found.people] == [False, True]
    assert found.unknown == ["nobody"]
    assert [slot.start_at.hour for slot in found.slots] == [8, 11]


def test_who_hides_his_time_stays_without_it_and_strangers_keep_their_names(ann: User) -> None:
    near = UserFactory.create(
        username="near", full_name="Near By", free_busy_visibility=FreeBusyVisibility.NOBODY
    )
    grant(make_event(near), ann, Role.VIEWER, near)
    UserFactory.create(username="far", full_name="Far Away", email="far@example.org")

    found = find_common_time(ann, ["near", "far@example.org"], WANTED)

    assert shown(found) == [("near", "Near By", None), ("far@example.org", "far@example.org", None)]
    assert [slot.start_at.hour for slot in found.slots] == [8, 9, 10, 11]


def test_one_person_under_two_names_is_one(ann: User) -> None:
    assert shown(find_common_time(ann, ["ann", ann.email, "ANN"], WANTED)) == [("ann", "Ann Lee", [])]


def test_the_number_of_statements_does_not_depend_on_that_of_people(ann: User) -> None:
    people = [UserFactory.create(free_busy_visibility=FreeBusyVisibility.EVERYONE) for _ in range(3)]
    for person in people:
        make_event(person, start=datetime(2031, 3, 10, 9, tzinfo=UTC))
    counts = []
    for number in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find_common_time(ann, [person.username for person in people[:number]], WANTED)
        counts.append(len(queries))
    assert counts == [5, 5]
