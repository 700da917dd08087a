"""Free and busy: whose time one may know, what it shows, and the slots in which all are free."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.factories import UserFactory
from accounts.models import User
from core.actors import Anonymous
from core.errors import NotAuthenticated
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from sharing.errors import FreeBusyHidden
from sharing.selectors.free_busy import common_free_slots, free_busy

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = START.replace(hour=0)


@pytest.fixture
def ann() -> User:
    """Who asks."""
    return UserFactory.create(username="ann")


@pytest.fixture
def ben() -> User:
    """Who is asked about."""
    return UserFactory.create(username="ben")


def hours_of(
    actor: Any, *people: User, after: datetime = MIDNIGHT, days: int = 1
) -> list[list[tuple[float, float]]]:
    """When each is busy, in hours after the beginning of the window."""
    found = free_busy(actor, [person.pk for person in people], after, after + days * DAY)
    assert list(found) == [person.pk for person in people]
    return [
        [((s.start_at - after) / HOUR, (s.end_at - after) / HOUR) for s in spans] for spans in found.values()
    ]


def hidden(actor: Any, *people: User) -> list[tuple[str, int]]:
    """Whose time is refused."""
    with pytest.raises(FreeBusyHidden) as refusal:
        free_busy(actor, [person.pk for person in people], MIDNIGHT, MIDNIGHT + DAY)
    return [(error["field"], error["user_id"]) for error in refusal.value.data["errors"]]


def test_nobody_learns_nothing(ann: User) -> None:
    with pytest.raises(NotAuthenticated):
        free_busy(Anonymous(), [ann.pk], MIDNIGHT, MIDNIGHT + DAY)


def test_own_time_is_merged_and_clipped(ann: User) -> None:
    make_event(ann, start=MIDNIGHT - HOUR, hours=2)
    make_event(ann, start=MIDNIGHT + 9 * HOUR)
    make_event(ann, start=MIDNIGHT + 9.5 * HOUR)
    make_event(ann, start=MIDNIGHT + 10.5 * HOUR)
    make_event(ann, start=MIDNIGHT + 23 * HOUR, hours=5)
    assert hours_of(ann, ann) == [[(0, 1), (9, 11.5), (23, 24)]]


def test_only_busy_time_of_own_events_counts(ann: User, ben: User) -> None:
    make_event(ann, status="cancelled")
    make_event(ann, transparency="transparent")
    grant(make_event(ben), ann, Role.OWNER)
    assert hours_of(ann, ann) == [[]]


def test_long_and_endless_events_are_seen(ann: User) -> None:
    make_event(ann, hours=24 * 40)
    assert hours_of(ann, ann, after=MIDNIGHT + 30 * DAY) == [[(0, 24)]]
    far = MIDNIGHT + 5000 * DAY
    make_event(ann, rrule="FREQ=DAILY")
    assert hours_of(ann, ann, after=far, days=2) == [[(9, 10), (33, 34)]]


@pytest.mark.parametrize("visibility", ["nobody", "shared", "everyone"])
def test_who_may_know_is_everybodys_own_choice(ann: User, visibility: str) -> None:
    stranger, friend = (
        UserFactory.create(username=name, free_busy_visibility=visibility) for name in ("sue", "fred")
    )
    grant(make_event(friend), ann, Role.VIEWER)
    refused = {"nobody": [stranger, friend], "shared": [stranger], "everyone": []}[visibility]
    if refused:
        people = [ann, stranger, friend]
        assert hidden(ann, *people) == [(f"users.{people.index(each)}", each.pk) for each in refused]
    else:
        assert hours_of(ann, ann, stranger, friend) == [[], [], [(9, 10)]]
    assert hours_of(friend, friend) == [[(9, 10)]]


def test_every_kind_of_sharing_counts_in_both_directions(ann: User) -> None:
    group = Group.objects.create(name="team")
    for number, share in enumerate(("event", "calendar", "group")):
        friend, third = UserFactory.create(), UserFactory.create()
        if share == "event":
            grant(make_event(ann, start=START + number * DAY), friend, Role.VIEWER)
        elif share == "calendar":
            calendar = make_calendar(third)
            grant(calendar, friend, Role.VIEWER)
            grant(calendar, ann, Role.VIEWER)
        else:
            group.user_set.add(friend)
            grant(make_calendar(ann), group, Role.VIEWER)
        assert hours_of(ann, friend) == [[]]
        assert len(hours_of(friend, ann)) == 1


def test_who_is_not_there_is_hidden_alike(ann: User) -> None:
    gone = UserFactory.create(is_active=False, free_busy_visibility="everyone")
    assert hidden(ann, gone) == [("users.0", gone.pk)]
    assert hidden(ann, ann, User(pk=10**12)) == [("users.1", 10**12)]


def test_the_number_of_queries_does_not_depend_on_the_people(ann: User) -> None:
    people = [ann, *(UserFactory.create(free_busy_visibility="everyone") for _ in range(20))]
    for person in people:
        make_event(person)
        make_event(person, rrule="FREQ=DAILY", start=START + 3 * HOUR)
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as queries:
            assert hours_of(ann, *some) == [[(9, 10), (12, 13)]] * len(some)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_slots_are_free_for_all(ann: User, ben: User) -> None:
    grant(make_event(ben, start=MIDNIGHT + 9 * HOUR, hours=2), ann, Role.VIEWER)
    make_event(ann, start=MIDNIGHT + 12 * HOUR, hours=4)
    slots = common_free_slots(
        ann,
        [ann.pk, ben.pk],
        timedelta(minutes=45),
        MIDNIGHT,
        MIDNIGHT + 2 * DAY,
        timezone="UTC",
        day_start=time(9),
        day_end=time(17),
    )
    assert len(slots) == 10
    assert [((slot.start_at - MIDNIGHT) / HOUR, slot.end_at - slot.start_at) for slot in slots[:4]] == [
        (11, timedelta(minutes=45)),
        (16, timedelta(minutes=45)),
        (33, timedelta(minutes=45)),
        (33.75, timedelta(minutes=45)),
    ]


def test_the_times_of_day_are_the_callers(ann: User) -> None:
    slots = common_free_slots(
        ann,
        [ann.pk],
        HOUR,
        datetime(2031, 7, 1, tzinfo=UTC),
        datetime(2031, 7, 2, tzinfo=UTC),
        timezone="America/New_York",
        day_start=time(9),
        day_end=time(10),
    )
    assert [slot.start_at for slot in slots] == [datetime(2031, 7, 1, 13, tzinfo=UTC)]
