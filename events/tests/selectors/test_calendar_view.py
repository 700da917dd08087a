"""What the calendar's pages are made of, in a fixed number of queries."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.rules.calendar_days import Days
from events.selectors.calendar_view import get_calendar_view

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WEEK = Days(date(2031, 3, 10), date(2031, 3, 16))


def test_busy_time_of_one_owner_that_is_taken_twice_overlaps(anna: User, ben: User) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=3")
    second = make_event(anna, start=START + HOUR / 2, calendar_id=make_calendar(anna).pk)
    make_event(anna, start=START + 2 * HOUR)
    make_event(anna, transparency="transparent")
    make_event(anna, status="cancelled")
    grant(make_event(ben), anna, Role.VIEWER)
    seen = get_calendar_view(anna, WEEK, q=None)
    assert seen.overlapping == {(series.pk, "2031-03-10T09:00:00"), (second.pk, None)}


def test_two_events_of_an_owner_whose_calendar_is_not_shared_overlap_too(anna: User, ben: User) -> None:
    first, second = make_event(ben), make_event(ben)
    for event in (first, second):
        grant(event, anna, Role.VIEWER)
    assert get_calendar_view(anna, WEEK, q=None).overlapping == {(first.pk, None), (second.pk, None)}


def test_people_are_the_owner_and_whoever_the_event_or_its_calendar_is_shared_with(
    anna: User, ben: User
) -> None:
    team = make_calendar(anna)
    alone, shared, both = make_event(anna), make_event(anna), make_event(anna, calendar_id=team.pk)
    grant(shared, ben, Role.EDITOR)
    grant(both, ben, Role.VIEWER)
    grant(team, ben, Role.EDITOR)
    people = get_calendar_view(anna, WEEK, q=None, with_people=True).people
    assert people == {alone.pk: 1, shared.pk: 2, both.pk: 2}
    assert get_calendar_view(anna, WEEK, q=None).people == {}


@pytest.mark.parametrize("events", [1, 3])
def test_the_number_of_queries_does_not_depend_on_that_of_events(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries, events: int
) -> None:
    for hour in range(events):
        make_event(anna, start=START + hour * HOUR)
    with django_assert_num_queries(2):
        assert len(get_calendar_view(anna, WEEK, q=None).occurrences) == events
    with django_assert_num_queries(3):
        get_calendar_view(anna, WEEK, q=None, with_people=True)


def test_occurrences_come_with_the_calendars_that_one_may_see_and_their_owners(anna: User, ben: User) -> None:
    team = make_calendar(ben, "Design studio")
    grant(team, anna, Role.EDITOR)
    make_event(ben, calendar_id=team.pk, title="Critique")
    make_event(anna, title="Lunch")
    seen = get_calendar_view(anna, WEEK, q="crit")
    assert [one.title for one in seen.occurrences] == ["Critique"]
    assert [(c.name, c.owner.username, c.rank) for c in seen.calendars] == [
        ("My calendar", "anna", 3),
        ("Design studio", "ben", 2),
    ]
