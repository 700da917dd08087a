"""Version rows are those that simple history would write."""

from typing import Any

import pytest
from django.db.transaction import atomic
from django.utils.timezone import now

from accounts.models import User
from core.actors import Source, System, acting_through
from events.actions.write_versions import (
    VersionFacts,
    insert_versions,
    insert_with_versions,
    update_with_version,
)
from events.enums import Verb
from events.factories import make_event
from events.models import Event, HistoricalEvent

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, Any]]:
    """All version rows but for their keys."""
    return [
        {name: value for name, value in row.items() if name != "history_id"}
        for row in HistoricalEvent.objects.order_by("id", "version").values()
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_inserted_versions_are_those_of_simple_history(anna: User, number: int) -> None:
    events = [make_event(anna, title=f"No. {at}", tags=["ü", '"'], location="") for at in range(number)]
    for event in events:
        event._change_reason = f"because {event.pk}"  # type: ignore[attr-defined]
    moment = now()
    HistoricalEvent.objects.all().delete()
    Event.history.bulk_history_create(
        events,
        default_user=anna,
        default_date=moment,
        custom_historical_attrs={"verb": Verb.CREATED, "source": "web", "restored_from": 4},
    )
    expected = rows()
    HistoricalEvent.objects.all().delete()
    with acting_through(Source.WEB):
        insert_versions(events, VersionFacts(anna, Verb.CREATED, moment, 4), history_type="+")
    assert rows() == expected
    assert len(expected) == number


def test_new_events_get_their_first_versions(anna: User) -> None:
    model = make_event(anna)
    fresh = [Event.objects.get(pk=model.pk) for _ in range(2)]
    for number, event in enumerate(fresh):
        event.pk, event.uid = None, f"uid {number}"
    insert_with_versions(fresh, VersionFacts(System(), Verb.CREATED, now()))
    assert [Event.objects.get(uid=event.uid).pk for event in fresh] == [event.pk for event in fresh]
    stored = HistoricalEvent.objects.filter(uid__startswith="uid ").order_by("uid")
    assert [(row.id, row.history_type, row.history_user_id, row.source) for row in stored] == [
        (event.pk, "+", None, "command") for event in fresh
    ]


def test_an_event_without_a_row_gets_no_version(anna: User) -> None:
    event = make_event(anna)
    HistoricalEvent.objects.all().delete()
    gone = Event(pk=event.pk + 1)
    gone.__dict__.update({**vars(event), "id": event.pk + 1})
    with pytest.raises(Event.DoesNotExist), atomic():
        update_with_version(gone, VersionFacts(anna, Verb.UPDATED, now()))
    assert rows() == []
