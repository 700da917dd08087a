"""Free starts that are offered where a series was refused: the whole of it has room there."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.actions.create_events import create_event, create_events
from events.actions.edit_occurrence import edit_occurrence
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.errors import ScheduleConflict
from events.factories import START, make_event
from events.models import content_of
from events.selectors.free_starts import FreeStarts, Wanted

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def item(start: datetime = START, **fields: Any) -> EventChanges:
    return EventChanges(title="New", start_time=start, end_time=start + HOUR, timezone="UTC", **fields)


def refused(anna: User, changes: EventChanges) -> list[datetime]:
    """What is offered instead."""
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=anna, changes=changes)
    return [datetime.fromisoformat(text) for text in refusal.value.data["suggestions"]]


@pytest.mark.parametrize("rrule", ["FREQ=DAILY", "FREQ=DAILY;COUNT=4", "FREQ=DAILY;UNTIL=20310313T230000Z"])
def test_a_start_is_offered_only_where_the_whole_series_is_free(anna: User, rrule: str) -> None:
    make_event(anna, start=START)
    make_event(anna, start=START + DAY + HOUR)
    make_event(anna, start=START + 2 * DAY + 3 * HOUR, hours=2)
    offered = refused(anna, item(rrule=rrule))
    assert offered == [START + hours * HOUR for hours in (2, 5, 6)]
    for start in offered:
        assert create_event(actor=anna, changes=item(start, rrule=rrule)).version == 1


def test_a_series_among_other_series_finds_its_room(anna: User) -> None:
    make_event(anna, start=START, hours=2, rrule="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR")
    make_event(anna, start=START + 3 * DAY + 3 * HOUR, hours=3.5, rrule="FREQ=WEEKLY")
    make_event(anna, start=START + 200 * DAY + 8 * HOUR, hours=1)
    offered = refused(anna, item(rrule="FREQ=DAILY"))
    assert offered == [START + 2 * HOUR, START + 6.5 * HOUR, START + 9 * HOUR]
    for start in offered:
        assert create_event(actor=anna, changes=item(start, rrule="FREQ=DAILY")).version == 1


def test_what_a_series_leaves_out_needs_no_room(anna: User) -> None:
    make_event(anna, start=START)
    make_event(anna, start=START + DAY + HOUR)
    free = {"2031-03-11T09:00:00": {"transparency": "transparent"}}
    offered = refused(anna, item(rrule="FREQ=DAILY;COUNT=3", recurrence_overrides=free))
    assert offered[0] == START + HOUR


def test_an_edit_is_offered_room_beside_others_and_not_beside_itself(anna: User) -> None:
    series = make_event(anna, start=START, rrule="FREQ=DAILY;COUNT=5")
    make_event(anna, start=START + 3 * DAY + 2 * HOUR)
    make_event(anna, start=START + 2 * DAY + 3 * HOUR)
    moved = EventChanges(start_time=START + 2 * HOUR, end_time=START + 3 * HOUR)
    with pytest.raises(ScheduleConflict) as refusal:
        update_event(actor=anna, event_id=series.pk, changes=moved)
    assert refusal.value.data["suggestions"][0] == "2031-03-10T13:00:00Z"


def test_one_instance_is_offered_starts_of_its_own(anna: User) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=5")
    make_event(anna, start=START + 2 * DAY + 5 * HOUR)
    at = START + 2 * DAY + 5 * HOUR
    for version in (None, 1):
        moved = EventChanges(start_time=at, end_time=at + HOUR, version=version)
        with pytest.raises(ScheduleConflict) as refusal:
            edit_occurrence(
                actor=anna, event_id=series.pk, recurrence_id="2031-03-12T09:00:00", changes=moved
            )
        offered = [f"2031-03-12T{hour}:00:00Z" for hour in (15, 16, 17)]
        assert refusal.value.data["suggestions"] == offered
        update_event(actor=anna, event_id=series.pk, changes=EventChanges(title="Other"))


def test_items_of_a_batch_are_offered_room_beside_each_other(anna: User) -> None:
    make_event(anna, start=START + DAY)
    changes = [item(rrule="FREQ=DAILY;COUNT=3"), item(START + 2 * DAY + HOUR)]
    results = create_events(actor=anna, items=changes, mode="each")
    error = results[0].error
    assert isinstance(error, ScheduleConflict)
    assert error.data["suggestions"][0] == "2031-03-10T11:00:00Z"


def test_whole_days_of_a_series_are_free_on_all_their_days(anna: User) -> None:
    days: dict[str, Any] = {"start_time": date(2031, 3, 10), "end_time": date(2031, 3, 11)}
    busy: dict[str, Any] = {"transparency": "opaque", "title": "Fair"}
    for day in (0, 8):
        make_event(anna, start=START + day * DAY)
    offered = refused(anna, EventChanges(**busy, **days, rrule="FREQ=WEEKLY;COUNT=2"))
    assert [start.date() for start in offered] == [date(2031, 3, day) for day in (12, 13, 14)]


def test_the_number_of_queries_is_that_of_a_single_event(anna: User) -> None:
    single = make_event(anna)
    series = make_event(anna, rrule="FREQ=DAILY")
    for number in range(4):
        make_event(anna, start=START + number * DAY)
    for event in (single, series):
        wanted = Wanted.of(content_of(event))
        with CaptureQueriesContext(connection) as captured:
            assert len(FreeStarts(anna.pk, [wanted], exclude=[event.pk]).of(wanted)) == 3
        assert len(captured) == 4
