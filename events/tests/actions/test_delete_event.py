"""Deleting: a version, free time, and the data kept for the trash."""

import pytest

from accounts.models import User
from core.errors import Forbidden, NotFound
from events.actions.create_events import create_event
from events.actions.delete_event import delete_event
from events.changes import EventChanges, IfMatch
from events.enums import Role
from events.errors import StaleMatch
from events.factories import START, grant, make_event
from events.models import Event, EventUserPermission, HistoricalEvent, Occurrence

pytestmark = pytest.mark.django_db


def test_a_deleted_event_frees_its_time_and_keeps_its_history_and_grants(anna: User, ben: User) -> None:
    event = make_event(anna, uid="one", rrule="FREQ=DAILY")
    grant(event, ben, Role.OWNER)
    deleted = delete_event(actor=ben, event_id=event.pk)
    assert (deleted.version, deleted.deleted_by_id) == (2, ben.pk)
    assert Occurrence.objects.count() == 0
    assert EventUserPermission.objects.filter(content_object=event).count() == 4
    rows = HistoricalEvent.objects.filter(id=event.pk).order_by("version")
    assert list(rows.values_list("version", "verb")) == [(1, "created"), (2, "deleted")]
    again = EventChanges(title="Again", uid="one", start_time=START, end_time=deleted.end_at)
    assert create_event(actor=anna, changes=again).version == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_owners_delete(anna: User, ben: User, role: Role) -> None:
    event = make_event(anna)
    with pytest.raises(NotFound):
        delete_event(actor=ben, event_id=event.pk)
    grant(event, ben, role)
    with pytest.raises(Forbidden):
        delete_event(actor=ben, event_id=event.pk)
    assert Event.objects.get().deleted_at is None


def test_a_stale_if_match_deletes_nothing(anna: User) -> None:
    event = make_event(anna)
    with pytest.raises(StaleMatch):
        delete_event(actor=anna, event_id=event.pk, if_match=IfMatch(frozenset({7})))
    assert Event.objects.get().deleted_at is None


def test_a_deleted_event_is_not_deleted_again(anna: User) -> None:
    event = make_event(anna)
    delete_event(actor=anna, event_id=event.pk)
    with pytest.raises(NotFound):
        delete_event(actor=anna, event_id=event.pk)
    assert HistoricalEvent.objects.count() == 2
