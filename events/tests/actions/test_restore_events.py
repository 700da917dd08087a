"""Several events of the trash come back as one write."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.errors import NotFound
from events.actions.delete_event import delete_event
from events.actions.restore_events import restore_events
from events.errors import ScheduleConflict
from events.factories import START, make_calendar, make_event
from events.models import Event, Occurrence
from journal.models import Entry

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def trashed(owner: User, hours: int = 0, **fields: Any) -> Event:
    return delete_event(actor=owner, event_id=make_event(owner, start=START + hours * HOUR, **fields).pk)


def test_each_is_a_version_with_its_occurrences_and_its_entry(anna: User) -> None:
    events = [trashed(anna, hours) for hours in range(3)]
    outcomes = restore_events(actor=anna, event_ids=[event.pk for event in events])
    assert [outcome.event and outcome.event.version for outcome in outcomes] == [3, 3, 3]
    assert Occurrence.objects.count() == 3
    assert Event.objects.filter(deleted_at=None, deleted_by=None).count() == 3
    assert Entry.objects.filter(verb="event.restored", actor_id=anna.pk).count() == 3


def test_of_two_that_want_the_same_time_the_earlier_gets_it(anna: User, ben: User) -> None:
    first, second, other = trashed(anna), trashed(anna), trashed(ben)
    outcomes = restore_events(actor=anna, event_ids=[second.pk, first.pk, other.pk])
    assert outcomes[0].event is not None
    assert [type(outcome.error) for outcome in outcomes[1:]] == [ScheduleConflict, NotFound]
    assert list(Event.objects.filter(deleted_at=None)) == [second]


def test_what_has_lost_its_calendar_comes_into_the_default_one(anna: User) -> None:
    team = make_calendar(anna)
    event = trashed(anna, calendar_id=team.pk)
    team.deleted_at = START
    team.save()
    (outcome,) = restore_events(actor=anna, event_ids=[event.pk])
    assert outcome.event is not None
    assert outcome.event.calendar == anna.calendars.get(is_default=True)


def test_the_number_of_statements_does_not_depend_on_that_of_the_events(anna: User) -> None:
    counts = []
    for number in (1, 4):
        chosen = [trashed(anna, 10 * number + each).pk for each in range(number)]
        with CaptureQueriesContext(connection) as caught:
            restore_events(actor=anna, event_ids=chosen)
        counts.append(len(caught))
    assert counts[0] == counts[1]
