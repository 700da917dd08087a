"""Lists: every filter, stable pages, one query whatever the number of rows."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from django.contrib.auth.models import Group
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.factories import UserFactory
from accounts.models import User
from core.errors import NotFound
from events.actions.delete_event import delete_event
from events.changes import EventFilters
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.selectors.events import ORDERINGS, count_events, get_event_row, list_events, sort_key

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def ids(actor: User, **filters: Any) -> list[int]:
    """Ids of the first page, checked against the form that is not compiled."""
    asked = EventFilters(**filters)
    rows = list_events(actor, asked)
    assert count_events(actor, asked) == len(rows)
    return [row.id for row in rows]


def test_a_list_holds_what_one_may_see_by_start_then_id(anna: User, ben: User) -> None:
    later = make_event(anna, start=START + DAY)
    first, second = make_event(anna), make_event(anna)
    make_event(ben)
    shared = make_event(ben, start=START - DAY)
    grant(shared, anna, Role.VIEWER)
    delete_event(actor=anna, event_id=make_event(anna).pk)
    assert ids(anna) == [shared.pk, first.pk, second.pk, later.pk]
    assert [row.rank for row in list_events(anna, EventFilters())] == [1, 3, 3, 3]


def test_one_event_is_the_row_that_a_list_has_of_it(
    anna: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group = Group.objects.create(name="Team")
    anna.groups.add(group)
    team = make_calendar(ben)
    own, shared, in_group = make_event(anna), make_event(ben), make_event(ben, tags=["a"], rrule="FREQ=DAILY")
    in_calendar = make_event(ben, calendar_id=team.pk)
    grant(shared, anna, Role.EDITOR)
    grant(in_group, group, Role.VIEWER)
    grant(team, anna, Role.OWNER)
    hidden, gone = make_event(ben), make_event(anna)
    delete_event(actor=anna, event_id=gone.pk)
    rows = {row.id: row for row in list_events(anna, EventFilters())}
    assert set(rows) == {own.pk, shared.pk, in_group.pk, in_calendar.pk}
    for pk, row in rows.items():
        with django_assert_num_queries(1):
            assert get_event_row(anna, pk) == row
    for unseen in (hidden.pk, gone.pk, 2**62):
        with pytest.raises(NotFound):
            get_event_row(anna, unseen)


def test_the_number_of_queries_is_the_same_for_one_row_and_for_many(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_event(anna)
    with django_assert_num_queries(1):
        list_events(anna, EventFilters())
    for _ in range(3):
        make_event(anna)
    with django_assert_num_queries(1):
        list_events(anna, EventFilters())
    with django_assert_num_queries(2):
        list_events(anna, EventFilters(from_=START, to=START + DAY))


def test_every_filter_filters(anna: User, ben: User) -> None:
    team = make_calendar(anna)
    a = make_event(anna, title="Äpfel 100%_", calendar_id=team.pk, status="tentative")
    b = make_event(anna, start=START + DAY, description="Pears", tags=["Straße"])
    c = make_event(ben, start=START + 2 * DAY, location="Orchard")
    grant(c, anna, Role.EDITOR)
    assert ids(anna, start_date=START + DAY) == [b.pk, c.pk]
    assert ids(anna, end_date=START + HOUR) == [a.pk]
    assert ids(anna, owned_only=True) == [a.pk, b.pk]
    assert ids(anna, calendar_id=team.pk) == [a.pk]
    assert ids(anna, role="editor") == [c.pk]
    assert ids(anna, status="tentative") == [a.pk]
    assert ids(anna, updated_since=c.updated_at) == [c.pk]
    assert ids(anna, q="äPFEL") == ids(anna, q="0%_") == [a.pk]
    assert ids(anna, q="pear") == ids(anna, q="STRASSE") == [b.pk]
    assert ids(anna, q="orch", role="editor", start_date=START) == [c.pk]
    assert ids(anna, q="%") == [a.pk]
    assert ids(anna, q="nothing of the kind") == []


def test_a_window_holds_what_overlaps_it_ongoing_events_included(anna: User) -> None:
    long = make_event(anna, start=START - 5 * DAY, hours=24 * 10)
    inside = make_event(anna)
    make_event(anna, start=START + HOUR)
    make_event(anna, start=START - HOUR)
    weekly = make_event(anna, start=START - 70 * DAY, rrule="FREQ=WEEKLY")
    assert ids(anna, from_=START, to=START + HOUR) == [weekly.pk, long.pk, inside.pk]
    assert ids(anna, from_=START + 2 * HOUR, to=START + 3 * HOUR) == [long.pk]
    assert ids(anna, to=START - 69 * DAY) == [weekly.pk]


@pytest.mark.parametrize("ordering", [sign + name for name in ORDERINGS for sign in ("", "-")])
def test_pages_hold_every_row_once_while_rows_are_added(anna: User, ordering: str) -> None:
    made = {make_event(anna, start=START + (i % 3) * HOUR, title=f"t{i % 2}").pk for i in range(7)}
    seen: list[int] = []
    after = None
    for _ in range(4):
        page = list_events(anna, EventFilters(ordering=ordering, limit=2, after=after))
        seen += [row.id for row in page[:2]]
        make_event(anna, start=START - DAY, title="a")
        if len(page) < 3:
            break
        after = sort_key(page[1], ordering)
    assert len(seen) == len(set(seen))
    assert made <= set(seen) or ordering.startswith("-")


def test_skip_and_limit_cut_the_list(anna: User) -> None:
    made = [make_event(anna, start=START + i * HOUR).pk for i in range(5)]
    rows = list_events(anna, EventFilters(limit=2, skip=1))
    assert [row.id for row in rows] == made[1:4]  # one more than asked for: there is another page


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["own", "event", "calendar", "group"]), st.integers(0, 3)), max_size=14
    ),
    st.sampled_from([sign + name for name in ORDERINGS for sign in ("", "-")]),
    st.integers(1, 12),
)
def test_pages_of_all_reasons_make_the_whole_list(
    seen: list[tuple[str, int]], ordering: str, limit: int
) -> None:
    """Each reason for seeing an event is cut to a page of its own; together they still hold every page."""
    anna, ben = UserFactory.create_batch(2)
    team = make_calendar(ben)
    grant(team, anna, Role.EDITOR)
    group = Group.objects.create(name=f"team {team.pk}")
    anna.groups.add(group)
    for reason, days in seen:
        place = {"calendar_id": team.pk} if reason == "calendar" else {}
        event = make_event(anna if reason == "own" else ben, start=START + days * DAY, **place)
        if reason in ("event", "group"):
            grant(event, anna if reason == "event" else group, Role.VIEWER)
    whole = list_events(anna, EventFilters(ordering=ordering))
    assert len(whole) == len(seen)
    pages: list[int] = []
    after = None
    while True:
        rows = list_events(anna, EventFilters(ordering=ordering, limit=limit, after=after))
        pages += [row.id for row in rows[:limit]]
        if len(rows) <= limit:
            break
        after = sort_key(rows[limit - 1], ordering)
    assert pages == [row.id for row in whole]


def test_a_window_of_centuries_costs_what_a_short_one_costs(anna: User, settings: Settings) -> None:
    """Whether a series occurs in the window is asked, and not how often."""
    settings.OCCURRENCE_HORIZON_DAYS = 30
    series = [make_event(anna, hours=0.1, rrule="FREQ=HOURLY;INTERVAL=4").pk for _ in range(6)]
    began = perf_counter()
    assert ids(anna, to=datetime(2198, 1, 1, tzinfo=UTC)) == series
    assert ids(anna, from_=datetime(2197, 1, 1, tzinfo=UTC), to=datetime(2198, 1, 1, tzinfo=UTC)) == series
    assert ids(anna, to=START) == []
    assert perf_counter() - began < 4
