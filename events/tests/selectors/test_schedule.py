"""What is looked at of an owner's schedule: as much as matters."""

from datetime import timedelta

import pytest

from accounts.models import User
from events.factories import START, make_event
from events.rules.free_slots import next_free_starts
from events.selectors.schedule import busy_near, busy_spans

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATEST = START + 30 * DAY


@pytest.mark.parametrize("length", [HOUR, 12 * DAY, 45 * DAY, 400 * DAY, 800 * DAY])
def test_what_matters_leaves_the_same_times_free(anna: User, length: timedelta) -> None:
    make_event(anna, start=START + DAY)
    make_event(anna, start=START + 20 * DAY)
    make_event(anna, start=START + 70 * DAY, rrule="FREQ=YEARLY", timezone="UTC")
    make_event(anna, start=START + 470 * DAY, rrule="FREQ=DAILY")
    near = busy_near(anna.pk, START, LATEST, LATEST + length, exclude=())
    everything = busy_spans(anna.pk, START, LATEST + length)
    assert near == everything[: len(near)]
    assert next_free_starts(near, length, START, "UTC") == next_free_starts(everything, length, START, "UTC")


def test_what_begins_after_the_first_hindrance_is_not_looked_at(anna: User) -> None:
    make_event(anna, rrule="FREQ=DAILY")
    near = busy_near(anna.pk, START, LATEST, LATEST + 5000 * DAY, exclude=())
    assert (len(near), near[-1].start_at) == (60, START + 59 * DAY)
    assert busy_near(anna.pk, START, LATEST, START + 2 * DAY, exclude=()) == near[:2]


def test_it_looks_on_where_nothing_is_in_the_way(anna: User) -> None:
    make_event(anna)
    late = make_event(anna, start=START + 3000 * DAY)
    near = busy_near(anna.pk, START, LATEST, LATEST + 5000 * DAY, exclude=())
    assert [span.start_at for span in near] == [START, late.start_at]
    assert busy_near(anna.pk, START, LATEST, LATEST + 5000 * DAY, exclude=[late.pk]) == near[:1]
