"""What a write would come to, and what an event clashes with as it stands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from accounts.models import User
from core.errors import Forbidden
from events.changes import EventChanges, Scope
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event, HistoricalEvent
from events.selectors.foresight import find_present_conflict, foresee_creation, foresee_edit

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def at(hour: int) -> datetime:
    return START.replace(hour=hour)


def test_a_new_event_meets_what_is_there(anna: User) -> None:
    other = make_event(anna, title="Critique", start=at(9))
    changes = EventChanges(title="New", start_time=at(9), end_time=at(10))
    foreseen = foresee_creation(anna, changes)
    assert foreseen.conflict is not None
    assert [each["event_id"] for each in foreseen.conflict.data["conflicts"]] == [other.pk]
    assert len(foreseen.conflict.data["suggestions"]) == 3
    later = EventChanges(title="New", start_time=at(10), end_time=at(11))
    assert foresee_creation(anna, later).conflict is None
    assert (Event.objects.count(), HistoricalEvent.objects.count()) == (1, 1)


def test_an_edit_does_not_meet_itself(anna: User) -> None:
    make_event(anna, title="Critique", start=at(11))
    event = make_event(anna, start=at(9))
    longer = EventChanges(end_time=at(11))
    assert foresee_edit(anna, event.pk, longer, Scope()).conflict is None
    too_long = EventChanges(end_time=at(12))
    assert foresee_edit(anna, event.pk, too_long, Scope()).conflict is not None


def test_an_edit_of_one_instance_is_about_that_one(anna: User) -> None:
    series = make_event(anna, start=at(9), rrule="FREQ=DAILY;COUNT=3")
    make_event(anna, title="Critique", start=at(14) + timedelta(days=1))
    moved = EventChanges(start_time=at(14) + timedelta(days=1))
    scope = Scope("this", "2031-03-11T09:00:00")
    foreseen = foresee_edit(anna, series.pk, moved, scope)
    assert foreseen.conflict is not None
    assert foreseen.content.start_at == at(14) + timedelta(days=1)
    following = foresee_edit(anna, series.pk, moved, Scope("following", "2031-03-11T09:00:00"))
    assert following.conflict is not None
    assert following.content.rrule.startswith("FREQ=DAILY")


def test_viewers_foresee_nothing(anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.VIEWER)
    with pytest.raises(Forbidden):
        foresee_edit(ben, event.pk, EventChanges(title="x"), Scope())


def test_what_was_saved_over_another_event_is_found(anna: User, ben: User) -> None:
    start = datetime.combine(now().date() + timedelta(days=2), START.time(), UTC)
    event = make_event(anna, start=start)
    other = make_event(anna, title="Critique", start=start + HOUR / 2)
    found = find_present_conflict(anna, event)
    assert found is not None
    assert (found.recurrence_id, found.instance.start_at) == ("", start)
    assert found.conflict.data["conflicts"][0]["title"] == "Critique"
    grant(event, ben, Role.EDITOR)
    event.refresh_from_db()
    seen_by_ben = find_present_conflict(ben, event)
    assert seen_by_ben is not None
    assert "title" not in seen_by_ben.conflict.data["conflicts"][0]
    other.refresh_from_db()
    past = make_event(anna, start=now() - timedelta(days=2))
    make_event(anna, start=past.start_at)
    assert find_present_conflict(anna, past) is None


def test_of_a_series_the_next_instance_that_clashes_is_found(anna: User) -> None:
    start = datetime.combine(now().date() - timedelta(days=3), START.time(), UTC)
    series = make_event(anna, start=start, rrule="FREQ=DAILY")
    make_event(anna, title="Critique", start=start + timedelta(days=7))
    id_of_it = (start + timedelta(days=7)).replace(tzinfo=None).isoformat()
    found = find_present_conflict(anna, series)
    assert found is not None
    assert (found.recurrence_id, found.instance.start_at) == (id_of_it, start + timedelta(days=7))
    assert found.instance.rrule == ""
    named = find_present_conflict(anna, series, id_of_it)
    assert named is not None
    assert (named.recurrence_id, named.instance) == (found.recurrence_id, found.instance)
    free = (start + timedelta(days=8)).replace(tzinfo=None).isoformat()
    assert find_present_conflict(anna, series, free) is None
