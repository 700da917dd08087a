"""Creating: conflicts with the schedule and with siblings, calendars that may be written to, the cost."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.factories import UserFactory
from accounts.models import User
from core.actors import Anonymous
from core.errors import Invalid, NotAuthenticated
from events.actions.create_events import create_event, create_events
from events.changes import EventChanges
from events.enums import Role
from events.errors import BatchFailed, ScheduleConflict
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence, Schedule
from journal.models import Entry

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def item(start: datetime = START, hours: float = 1, **fields: Any) -> EventChanges:
    """What a new event is asked to be."""
    return EventChanges(
        **{"title": "New", "start_time": start, "end_time": start + timedelta(hours=hours), **fields}
    )


def rows() -> tuple[int, int, int, int]:
    """How much is written: events, versions, occurrences, journal entries."""
    return (
        Event.objects.count(),
        HistoricalEvent.objects.count(),
        Occurrence.objects.count(),
        Entry.objects.count(),
    )


def test_an_event_starts_as_version_one_in_the_default_calendar(anna: User) -> None:
    event = create_event(actor=anna, changes=item())
    assert (event.version, event.calendar.is_default, event.owner_id, event.timezone) == (
        1,
        True,
        anna.pk,
        "Europe/Lisbon",
    )
    version = HistoricalEvent.objects.get(id=event.pk)
    assert (version.version, version.verb, version.source, version.history_user_id) == (
        1,
        "created",
        "command",
        anna.pk,
    )


def test_nobody_creates_nothing() -> None:
    before = rows()
    with pytest.raises(NotAuthenticated):
        create_event(actor=Anonymous(), changes=item())
    assert rows() == before


def test_half_open_neighbours_do_not_conflict(anna: User) -> None:
    make_event(anna)
    assert create_event(actor=anna, changes=item(START + HOUR)).version == 1
    assert create_event(actor=anna, changes=item(START - HOUR)).version == 1


def test_a_conflict_names_what_the_actor_may_see_and_offers_free_starts(anna: User, ben: User) -> None:
    held = make_event(anna, title="Secret")
    team = make_calendar(anna)
    grant(team, ben, Role.EDITOR)
    before = rows()
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=ben, changes=item(calendar_id=team.pk))
    assert rows() == before
    assert refusal.value.detail == "Event conflicts with an existing event"
    times = {"start_time": "2031-03-10T09:00:00Z", "end_time": "2031-03-10T10:00:00Z"}
    assert refusal.value.data == {
        "conflicts": [times],
        "suggestions": ["2031-03-10T10:00:00Z", "2031-03-10T11:00:00Z", "2031-03-10T12:00:00Z"],
    }
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=anna, changes=item())
    assert refusal.value.detail == "Event conflicts with existing event: Secret"
    assert refusal.value.data["conflicts"] == [{"event_id": held.pk, "title": "Secret", **times}]


@pytest.mark.parametrize("free", [{"status": "cancelled"}, {"transparency": "transparent"}])
def test_what_is_not_busy_conflicts_with_nothing(anna: User, free: dict[str, Any]) -> None:
    make_event(anna)
    assert create_event(actor=anna, changes=item(**free)).version == 1
    other = UserFactory.create()
    make_event(other, **free)
    assert create_event(actor=other, changes=item()).version == 1


def test_an_all_day_event_is_free_unless_said_otherwise(anna: User) -> None:
    day: dict[str, Any] = {"start_time": date(2031, 3, 10), "end_time": date(2031, 3, 11)}
    free = create_event(actor=anna, changes=EventChanges(title="Day off", **day))
    assert (free.is_all_day, free.transparency) == (True, "transparent")
    make_event(anna)
    with pytest.raises(ScheduleConflict):
        create_event(actor=anna, changes=EventChanges(title="Fair", transparency="opaque", **day))


def test_an_occurrence_longer_than_a_day_is_found_from_its_middle(anna: User) -> None:
    make_event(anna, hours=24 * 20)
    assert Schedule.objects.get(owner=anna).longest_busy == timedelta(days=20)
    with pytest.raises(ScheduleConflict):
        create_event(actor=anna, changes=item(START + timedelta(days=19)))


def test_every_occurrence_of_a_series_counts(anna: User) -> None:
    make_event(anna, start=START + timedelta(days=7 * 30, hours=0.5))
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=anna, changes=item(rrule="FREQ=WEEKLY", timezone="UTC"))
    assert len(refusal.value.data["conflicts"]) == 1


def test_endless_rules_are_compared_for_two_years_from_the_later_start(anna: User) -> None:
    far = datetime(2040, 3, 12, 9, tzinfo=UTC)  # a Monday, as START
    make_event(anna, rrule="FREQ=WEEKLY")
    with pytest.raises(ScheduleConflict):
        create_event(actor=anna, changes=item(far, rrule="FREQ=WEEKLY"))
    other = UserFactory.create()
    make_event(other, start=far, rrule="FREQ=WEEKLY")
    with pytest.raises(ScheduleConflict):
        create_event(actor=other, changes=item(rrule="FREQ=WEEKLY"))


def test_a_single_event_far_ahead_meets_an_endless_rule(anna: User) -> None:
    make_event(anna, rrule="FREQ=DAILY")
    with pytest.raises(ScheduleConflict):
        create_event(actor=anna, changes=item(START + timedelta(days=9000)))
    assert create_event(actor=anna, changes=item(START + timedelta(days=9000, hours=1))).version == 1


def test_far_ahead_only_the_time_around_the_new_event_is_looked_at(anna: User, settings: Settings) -> None:
    """Centuries lie between what has rows and what is compared, and between the occurrences themselves."""
    settings.OCCURRENCE_HORIZON_DAYS = 30
    for _ in range(6):
        make_event(anna, hours=0.1, rrule="FREQ=HOURLY;INTERVAL=4")
    rare = {"rrule": "FREQ=YEARLY;INTERVAL=80;COUNT=3", "timezone": "UTC"}
    began = perf_counter()
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=anna, changes=item(START.replace(hour=1), hours=0.05, **rare))
    assert len(refusal.value.data["conflicts"]) == 2 * 6
    free = create_event(actor=anna, changes=item(START.replace(hour=2), hours=0.05, **rare))
    assert Occurrence.objects.filter(event=free).count() == 3
    assert perf_counter() - began < 4


def test_an_event_of_centuries_is_refused_by_its_first_thousand_clashes(
    anna: User, settings: Settings
) -> None:
    settings.OCCURRENCE_HORIZON_DAYS = 30
    for _ in range(2):
        make_event(anna, hours=0.1, rrule="FREQ=HOURLY;INTERVAL=4")
    began = perf_counter()
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=anna, changes=item(hours=24 * 365 * 160))
    assert len(refusal.value.data["conflicts"]) == 1000
    assert refusal.value.data["suggestions"] == []
    assert perf_counter() - began < 4


def test_items_of_a_batch_that_lie_centuries_apart_are_looked_at_one_by_one(
    anna: User, settings: Settings
) -> None:
    settings.OCCURRENCE_HORIZON_DAYS = 30
    for _ in range(2):
        make_event(anna, hours=0.1, rrule="FREQ=HOURLY;INTERVAL=4")
    far = START + timedelta(days=365 * 160)
    began = perf_counter()
    outcomes = create_events(
        actor=anna, items=[item(), item(far), item(hours=24 * 365 * 160)], mode="each", dry_run=True
    )
    assert perf_counter() - began < 4
    errors = [outcome.error for outcome in outcomes]
    assert all(isinstance(error, ScheduleConflict) for error in errors)
    assert [error.data["suggestions"][:1] for error in errors if error] == [
        [f"{START + timedelta(minutes=6):%Y-%m-%dT%H:%M:%SZ}"],
        [f"{far + timedelta(minutes=6):%Y-%m-%dT%H:%M:%SZ}"],
        [],
    ]


def test_a_viewer_of_a_calendar_may_not_create_in_it(anna: User, ben: User) -> None:
    team = make_calendar(anna)
    for role, code in ((None, "not_found"), (Role.VIEWER, "read_only")):
        if role:
            grant(team, ben, role)
        with pytest.raises(Invalid) as refusal:
            create_event(actor=ben, changes=item(calendar_id=team.pk))
        assert [(f.field, f.code) for f in refusal.value.faults] == [("calendar_id", code)]
    grant(team, ben, Role.EDITOR)
    event = create_event(actor=ben, changes=item(calendar_id=team.pk))
    assert (event.owner_id, event.rank) == (anna.pk, Role.EDITOR.rank)


def test_a_uid_is_unique_in_its_calendar(anna: User) -> None:
    make_event(anna, uid="one")
    with pytest.raises(Invalid) as refusal:
        create_event(actor=anna, changes=item(START + HOUR, uid="one"))
    assert [(f.field, f.code) for f in refusal.value.faults] == [("uid", "uid_taken")]


def test_an_atomic_batch_is_all_or_nothing(anna: User) -> None:
    make_event(anna)
    before = rows()
    with pytest.raises(BatchFailed) as refusal:
        create_events(actor=anna, items=[item(START + 5 * HOUR), item(), item(START + 5.5 * HOUR)])
    assert [error["index"] for error in refusal.value.data["errors"]] == [1, 2]
    assert refusal.value.detail == "Batch creation failed: Event conflicts with existing event: Planning"
    assert rows() == before


def test_a_malformed_item_of_an_atomic_batch_is_named(anna: User) -> None:
    before = rows()
    with pytest.raises(Invalid) as refusal:
        create_events(actor=anna, items=[item(), item(title=" "), item(uid="")])
    assert [(f.field, f.code) for f in refusal.value.faults] == [
        ("events.1.title", "blank"),
        ("events.2.uid", "invalid"),
    ]
    assert rows() == before


def test_each_writes_what_it_can_and_a_refused_sibling_holds_nothing(anna: User) -> None:
    make_event(anna, start=START + HOUR)
    outcomes = create_events(
        actor=anna,
        items=[item(hours=1.5), item(), item(START + 0.5 * HOUR), item(title="")],
        mode="each",
    )
    assert [outcome.event is not None for outcome in outcomes] == [False, True, False, False]
    assert [outcome.error.code for outcome in outcomes if outcome.error] == [
        "schedule_conflict",
        "schedule_conflict",
        "invalid",
    ]
    assert Event.objects.count() == 2


def test_two_items_with_one_uid_are_refused(anna: User) -> None:
    outcomes = create_events(actor=anna, items=[item(uid="a"), item(START + HOUR, uid="a")], mode="each")
    assert [outcome.event is not None for outcome in outcomes] == [True, False]


@pytest.mark.parametrize("mode", ["atomic", "each"])
def test_a_dry_run_writes_nothing(anna: User, mode: Any) -> None:
    before = rows()
    outcomes = create_events(actor=anna, items=[item(), item(START + HOUR)], mode=mode, dry_run=True)
    assert [outcome.event and outcome.event.pk for outcome in outcomes] == [None, None]
    assert rows() == before


def test_fifty_events_take_as_many_statements_as_five(anna: User) -> None:
    def statements(number: int, first: int) -> int:
        items = [item(START + (first + i) * timedelta(days=1)) for i in range(number)]
        with CaptureQueriesContext(connection) as queries:
            create_events(actor=anna, items=items)
        return len(queries)

    five, fifty = statements(5, 0), statements(50, 100)
    # SQLite takes only so many parameters a statement: there fifty events are two inserts, as their versions.
    assert (five, fifty) == ((14, 14) if connection.vendor == "postgresql" else (14, 16))
