"""Tests of deleting an event, or dates of a series, on the pages."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import grant, make_event
from events.models import Event, HistoricalEvent, Occurrence
from events.tests.web.forms import sent

pytestmark = pytest.mark.django_db
SECOND = "2031-03-11T09:00:00"


@pytest.fixture(autouse=True)
def _signed_in(client: Client, anna: User) -> None:
    client.force_login(anna)


def test_an_event_goes_to_the_trash_and_comes_back(client: Client, anna: User) -> None:
    event = make_event(anna)
    answer = client.post(f"/events/{event.pk}/delete/", {"version": "1", "change_reason": "Not needed"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/calendar/")
    row = HistoricalEvent.objects.get(version=2)
    assert (row.verb, row.history_change_reason, row.source) == ("deleted", "Not needed", "web")
    html = client.get("/help/").content.decode()
    undo = html.partition('action="/undo/')[2].partition('"')[0]
    assert "Moved to the trash." in html
    assert client.post(f"/undo/{undo}").status_code == 302
    assert Event.objects.get(pk=event.pk).deleted_at is None


def test_what_was_changed_meanwhile_is_not_deleted(client: Client, anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR)
    update_event(actor=ben, event_id=event.pk, changes=EventChanges(title="Important"))
    answer = client.post(f"/events/{event.pk}/delete/", {"version": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/events/{event.pk}/")
    assert Event.objects.get(pk=event.pk).deleted_at is None


@pytest.mark.parametrize(("scope", "left"), [("this", 3), ("following", 1), ("all", 0)])
def test_dates_of_a_series_are_deleted(client: Client, anna: User, scope: str, left: int) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=4")
    address = f"/events/{series.pk}/delete/"
    data = sent(client.get(f"{address}?recurrence_id={SECOND}").content.decode(), scope=scope)
    answer = client.post(address, data)
    assert answer.status_code == 302
    assert Occurrence.objects.count() == left
    assert answer.headers["Location"] == ("/calendar/" if scope == "all" else f"/events/{series.pk}/")


@pytest.mark.parametrize(
    "data", [{"scope": "none"}, {"scope": "this"}, {"scope": "this", "recurrence_id": "x"}]
)
def test_a_scope_that_means_nothing_is_refused(client: Client, anna: User, data: dict[str, Any]) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=4")
    assert client.post(f"/events/{series.pk}/delete/", data).status_code == 422
    assert HistoricalEvent.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [(None, 404), (Role.VIEWER, 403), (Role.EDITOR, 403)])
def test_only_owners_delete(client: Client, anna: User, ben: User, role: Role | None, status: int) -> None:
    event = make_event(anna)
    if role:
        grant(event, ben, role)
    client.force_login(ben)
    answer = client.get(f"/events/{event.pk}/delete/")
    detail = "Only owners can delete events." if role else "Event not found."
    assert (answer.status_code, f'<p class="message-detail">{detail}</p>' in answer.content.decode()) == (
        status,
        True,
    )
    assert client.post(f"/events/{event.pk}/delete/").status_code == status
    assert HistoricalEvent.objects.count() == 1
