"""A double booking as a page shows it: days as days, whatever the reader's zone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.factories import UserFactory
from accounts.models import User
from events.actions.create_events import create_event, create_events
from events.changes import EventChanges
from events.errors import ScheduleConflict
from events.factories import START, make_event
from events.web.conflict_panel import ConflictPanel, conflict_panel

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ann() -> User:
    ann = UserFactory.create()
    days: dict[str, Any] = {"is_all_day": True, "transparency": "opaque"}
    make_event(ann, title="Fair", start_time=date(2031, 3, 10), end_time=date(2031, 3, 11), **days)
    return ann


def refused(ann: User, **fields: Any) -> ScheduleConflict:
    with pytest.raises(ScheduleConflict) as refusal:
        create_event(actor=ann, changes=EventChanges(title="Planning", **fields))
    return refusal.value


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_an_event_that_takes_the_day_is_shown_by_its_date(ann: User, zone: str) -> None:
    conflict = refused(ann, start_time=START, end_time=START + timedelta(hours=1))
    with timezone.override(zone):
        panel = conflict_panel(conflict, START, START + timedelta(hours=1), is_all_day=False)
    assert (panel.title, panel.when) == ("Fair", "Mon 10 Mar 2031, all day")


def test_free_days_keep_their_date_in_every_zone(ann: User) -> None:
    day = datetime(2031, 3, 10, tzinfo=UTC)
    conflict = refused(ann, start_time=day.date(), end_time=(day + DAY).date(), transparency="opaque")
    with timezone.override("America/New_York"):
        panel: ConflictPanel = conflict_panel(conflict, day, day + DAY, is_all_day=True)
    assert [(slot.value, slot.words) for slot in panel.slots] == [
        ("2031-03-11T00:00:00Z", "Tue 11 Mar 2031, all day"),
        ("2031-03-12T00:00:00Z", "Wed 12 Mar 2031, all day"),
        ("2031-03-13T00:00:00Z", "Thu 13 Mar 2031, all day"),
    ]


def test_what_is_made_beside_it_is_shown_as_any_other_event(ann: User) -> None:
    hour = START + 5 * DAY, START + 5 * DAY + timedelta(hours=1)
    items = [EventChanges(title=title, start_time=hour[0], end_time=hour[1]) for title in ("First", "Second")]
    conflict = create_events(actor=ann, items=items, mode="each")[1].error
    assert isinstance(conflict, ScheduleConflict)
    panel = conflict_panel(conflict, *hour, is_all_day=False, with_slots=False)
    assert (panel.title, panel.event_id, panel.when) == ("First", None, "09:00 – 10:00")
