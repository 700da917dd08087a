"""As of an instant: what was there then, for those who may see it now."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import NotFound
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event, HistoricalEvent
from events.selectors.as_of import event_as_of, events_as_of

pytestmark = pytest.mark.django_db


def dated(event: Event, *days_ago: int) -> None:
    """Dates the versions of an event back, the first one first."""
    for version, days in enumerate(days_ago, 1):
        at = now() - timedelta(days=days)
        HistoricalEvent.objects.filter(id=event.pk, version=version).update(history_date=at)


def ago(days: float) -> datetime:
    return now() - timedelta(days=days)


def test_an_event_is_as_its_newest_version_of_then(anna: User, ben: User) -> None:
    event = make_event(anna, title="One")
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Two"))
    delete_event(actor=anna, event_id=event.pk)
    dated(event, 9, 6, 3)
    grant(event, ben, Role.VIEWER)
    seen = [(event_as_of(ben, event.pk, ago(days)).title, days) for days in (8, 5)]
    assert seen == [("One", 8), ("Two", 5)]
    for days in (10, 2):
        with pytest.raises(NotFound):
            event_as_of(ben, event.pk, ago(days))


def test_a_list_shows_what_was_there_with_the_roles_of_now(
    anna: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gone, late, hidden = make_event(anna), make_event(anna, start=START - timedelta(days=1)), make_event(anna)
    delete_event(actor=anna, event_id=gone.pk)
    dated(gone, 9, 3)
    dated(late, 5)
    dated(hidden, 9)
    grant(gone, ben, Role.VIEWER)
    grant(late, ben, Role.EDITOR)
    with django_assert_num_queries(2):
        rows = events_as_of(ben, ago(4), limit=10)
    assert [(row.pk, row.rank) for row in rows] == [(late.pk, 2), (gone.pk, 1)]
    assert [row.pk for row in events_as_of(ben, ago(6), limit=10)] == [gone.pk]
    assert [row.pk for row in events_as_of(ben, ago(1), limit=10)] == [late.pk]
    first = events_as_of(ben, ago(4), limit=1)
    assert len(first) == 2  # one more than asked for: there is another page
    after = (first[0].start_at, first[0].pk)
    assert [row.pk for row in events_as_of(ben, ago(4), limit=1, after=after)] == [gone.pk]
