"""Occurrences of a window: of all that one may see, as overrides have them, in one query, however far."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from core.errors import Invalid
from core.tests.agreement import exactly
from events.actions.delete_event import delete_event
from events.changes import EventFilters
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Occurrence, Schedule, content_of
from events.rules.occurrences import occurrences
from events.selectors import occurrences as selector
from events.selectors.event_filters import filter_names, literal
from events.selectors.occurrences import SeenOccurrence, list_occurrences

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seen(actor: User, **filters: Any) -> list[SeenOccurrence]:
    """The occurrences of a week from the usual start, or as the filters say."""
    return list_occurrences(actor, EventFilters(**{"from_": START, "to": START + 7 * DAY, **filters}))


def ids(actor: User, **filters: Any) -> list[tuple[int, str | None]]:
    return [(one.event_id, one.recurrence_id) for one in seen(actor, **filters)]


def test_a_window_holds_every_occurrence_of_what_one_may_see(anna: User, ben: User) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;INTERVAL=2;COUNT=9")
    single = make_event(anna, start=START + HOUR)
    shared = make_event(ben, start=START - HOUR, hours=3)
    grant(shared, anna, Role.VIEWER)
    make_event(ben)
    delete_event(actor=anna, event_id=make_event(anna).pk)
    found = seen(anna)
    assert [(one.event_id, one.recurrence_id, one.start_at, one.rank) for one in found] == [
        (shared.pk, None, START - HOUR, 1),
        (series.pk, "2031-03-10T09:00:00", START, 3),
        (single.pk, None, START + HOUR, 3),
        (series.pk, "2031-03-12T09:00:00", START + 2 * DAY, 3),
        (series.pk, "2031-03-14T09:00:00", START + 4 * DAY, 3),
        (series.pk, "2031-03-16T09:00:00", START + 6 * DAY, 3),
    ]
    assert found[1] == SeenOccurrence(
        start_at=START,
        event_id=series.pk,
        recurrence_id="2031-03-10T09:00:00",
        title="Planning",
        end_at=START + HOUR,
        is_all_day=False,
        timezone="UTC",
        location="",
        status="confirmed",
        transparency="opaque",
        calendar_id=series.calendar_id,
        version=1,
        rank=3,
        is_override=False,
    )


def test_the_window_is_half_open_and_looks_at_the_times_of_today(anna: User) -> None:
    overrides: dict[str, Any] = {
        "2031-03-11T09:00:00": {"start_time": "2031-03-20T09:00:00"},
        "2031-03-25T09:00:00": {"start_time": "2031-03-12T15:00:00"},
    }
    event = make_event(anna, rrule="FREQ=DAILY", recurrence_overrides=overrides)
    assert ids(anna, to=START + 3 * DAY) == [
        (event.pk, "2031-03-10T09:00:00"),
        (event.pk, "2031-03-12T09:00:00"),
        (event.pk, "2031-03-25T09:00:00"),
    ]
    assert ids(anna, from_=START + HOUR, to=START + DAY) == []


def test_overrides_change_what_is_shown(anna: User) -> None:
    overrides: dict[str, Any] = {
        "2031-03-11T09:00:00": {"title": "Other", "location": "There", "status": "cancelled"},
        "2031-03-12T09:00:00": {"location": None, "transparency": "transparent"},
        "2031-03-13T09:00:00": {"excluded": True},
        "2031-03-14T20:00:00": {},
    }
    make_event(anna, rrule="FREQ=DAILY;COUNT=5", location="Here", recurrence_overrides=overrides)
    shown = [(o.title, o.location, o.status, o.transparency, o.is_override) for o in seen(anna)]
    plain = ("Planning", "Here", "confirmed", "opaque", False)
    assert shown == [
        plain,
        ("Other", "There", "cancelled", "opaque", True),
        ("Planning", "", "confirmed", "transparent", True),
        plain,
        ("Planning", "Here", "confirmed", "opaque", True),
    ]


def test_the_status_is_that_of_the_occurrence(anna: User) -> None:
    overrides: dict[str, Any] = {"2031-03-11T09:00:00": {"status": "tentative"}}
    make_event(anna, rrule="FREQ=DAILY;COUNT=3", recurrence_overrides=overrides)
    make_event(anna, status="tentative")
    assert [one.start_at for one in seen(anna, status="tentative")] == [START, START + DAY]
    assert [one.start_at for one in seen(anna, status="confirmed")] == [START, START + 2 * DAY]
    assert seen(anna, status="cancelled") == []


def test_every_filter_filters(anna: User, ben: User) -> None:
    team = make_calendar(anna)
    a = make_event(anna, title="Apples", calendar_id=team.pk)
    b = make_event(anna, start=START + DAY, tags=["Straße"])
    c = make_event(ben, start=START + 2 * DAY)
    grant(c, anna, Role.EDITOR)
    assert ids(anna, q="apple") == ids(anna, calendar_id=team.pk) == [(a.pk, None)]
    assert ids(anna, q="STRASSE") == [(b.pk, None)]
    assert ids(anna, role="editor") == ids(anna, updated_since=c.updated_at) == [(c.pk, None)]
    assert ids(anna, owned_only=True) == [(a.pk, None), (b.pk, None)]


def test_one_query_for_any_number_of_events_and_for_any_window(
    anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 3):
        for _ in range(number):
            make_event(anna, rrule="FREQ=WEEKLY")
        with django_assert_num_queries(1):
            assert len(seen(anna)) in (1, 4)
        with django_assert_num_queries(1):
            seen(anna, from_=START + 3000 * DAY, to=START + 3400 * DAY)


def test_no_answer_depends_on_the_horizon(anna: User, settings: Settings) -> None:
    settings.OCCURRENCE_HORIZON_DAYS = 10
    overrides: dict[str, Any] = {"2041-03-11T09:00:00": {"title": "Late"}}
    endless = make_event(anna, rrule="FREQ=DAILY", recurrence_overrides=overrides)
    make_event(anna, rrule="FREQ=YEARLY;COUNT=3")
    far = datetime(2041, 3, 10, tzinfo=UTC)
    found = seen(anna, from_=far, to=far + 3 * DAY)
    assert [(one.event_id, one.recurrence_id, one.title) for one in found] == [
        (endless.pk, "2041-03-10T09:00:00", "Planning"),
        (endless.pk, "2041-03-11T09:00:00", "Late"),
        (endless.pk, "2041-03-12T09:00:00", "Planning"),
    ]
    # where rows end in the middle of the window
    mid = seen(anna, from_=START, to=START + 20 * DAY)
    assert [one.start_at for one in mid if one.event_id == endless.pk] == [START + i * DAY for i in range(20)]


@pytest.mark.parametrize("busy", [True, False])
def test_what_began_long_ago_is_there_as_long_as_it_lasts(anna: User, busy: bool) -> None:
    options = {} if busy else {"transparency": "transparent"}
    long = make_event(anna, start=START - 300 * DAY, hours=24 * 310, **options)
    assert ids(anna) == [(long.pk, None)]
    schedule = Schedule.objects.get(owner=anna)
    longest = 310 * DAY
    assert (schedule.longest, schedule.longest_busy) == (longest, longest if busy else timedelta(0))
    assert ids(anna, from_=datetime(1, 1, 2, tzinfo=UTC), to=START) == [(long.pk, None)]


def test_an_override_may_last_longer_than_its_series(anna: User) -> None:
    overrides: dict[str, Any] = {"2031-03-11T09:00:00": {"end_time": "2031-03-30T09:00:00"}}
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=3", recurrence_overrides=overrides)
    assert ids(anna, from_=START + 15 * DAY, to=START + 16 * DAY) == [(event.pk, "2031-03-11T09:00:00")]


def test_all_day_series_have_dates_for_ids(anna: User) -> None:
    event = make_event(
        anna,
        start=START,
        is_all_day=True,
        rrule="FREQ=WEEKLY",
        timezone="Pacific/Auckland",
        start_time=date(2031, 3, 10),
        end_time=date(2031, 3, 11),
    )
    assert ids(anna, from_=START - DAY, to=START + DAY) == [(event.pk, "2031-03-10")]


def test_too_many_are_refused(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selector, "MOST_OCCURRENCES", 6)
    make_event(anna, rrule="FREQ=DAILY;COUNT=9")
    with pytest.raises(Invalid) as refusal:
        seen(anna)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("to", "too_many_occurrences")]
    assert len(seen(anna, to=START + 6 * DAY)) == 6


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"q": "plan", "owned_only": True},
        {"status": "tentative", "role": "editor", "calendar_id": 1},
        {"updated_since": START - 9000 * DAY, "start_date": START - DAY, "end_date": START + DAY},
    ],
)
def test_the_compiled_statement_gives_what_the_orm_gives(
    anna: User, ben: User, filters: dict[str, Any]
) -> None:
    overrides: dict[str, Any] = {"2031-03-11T09:00:00": {"status": "tentative"}}
    make_event(anna, rrule="FREQ=DAILY", recurrence_overrides=overrides)
    make_event(anna, start=START + DAY, hours=50)
    grant(make_event(ben, status="tentative"), anna, Role.EDITOR)
    asked = EventFilters(from_=START, to=START + 2 * DAY, **filters)
    values = selector._values(anna, asked)
    names = filter_names(asked, values)
    expected = list(selector._rows(names, literal(values)))
    for _ in range(8):
        rows = selector._compiled_rows(values, names)
        assert [exactly(row) for row in rows] == [exactly(row) for row in expected]


def test_rows_and_windows_agree(anna: User) -> None:
    event = make_event(anna, start=START, rrule="FREQ=MONTHLY;BYDAY=MO,-1FR", timezone="America/New_York")
    rows = (
        Occurrence.objects.filter(event=event).order_by("start_at").values_list("recurrence_id", "start_at")
    )
    expected = [
        (o.recurrence_id, o.start_at) for o in occurrences(content_of(event), START, START + 300 * DAY)
    ]
    assert list(rows)[: len(expected)] == expected
    found = seen(anna, to=START + 300 * DAY)
    assert [(one.recurrence_id, one.start_at) for one in found] == expected
