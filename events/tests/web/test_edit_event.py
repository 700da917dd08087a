"""The form of an event that is there: what was changed is written, for those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent
from events.tests.web.forms import event_form, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client: Client, anna: User) -> None:
    client.force_login(anna)


def test_only_what_was_changed_is_written(client: Client, anna: User) -> None:
    event = make_event(
        anna, title="Old", timezone="Asia/Tokyo", start=START.replace(second=30, microsecond=5)
    )
    data = event_form(client, f"/events/{event.pk}/edit/", title="New", change_reason="Clearer")
    answer = client.post(f"/events/{event.pk}/edit/", data)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/events/{event.pk}/")
    event.refresh_from_db()
    assert (event.title, event.start_at, event.version) == ("New", START.replace(second=30, microsecond=5), 2)
    assert HistoricalEvent.objects.get(version=2).history_change_reason == "Clearer"


def test_saving_without_a_change_writes_nothing(client: Client, anna: User) -> None:
    event = make_event(anna, rrule="FREQ=MONTHLY;BYMONTHDAY=1,15", tags=["a,b", "c"], description="a\nb")
    client.post(f"/events/{event.pk}/edit/", event_form(client, f"/events/{event.pk}/edit/"))
    assert HistoricalEvent.objects.count() == 1
    assert "Nothing was changed." in client.get("/help/").content.decode()


def test_times_are_those_of_the_events_zone(client: Client, anna: User) -> None:
    event = make_event(anna, timezone="Asia/Tokyo")
    data = event_form(client, f"/events/{event.pk}/edit/", end_time="19:30")
    assert data["start_time"] == ["18:00"]
    client.post(f"/events/{event.pk}/edit/", data)
    event.refresh_from_db()
    assert event.end_at == START + timedelta(hours=1, minutes=30)


def test_an_edit_of_something_else_is_merged(client: Client, anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR)
    data = event_form(client, f"/events/{event.pk}/edit/", location="Room 9")
    update_event(actor=ben, event_id=event.pk, changes=EventChanges(title="By Ben"))
    assert client.post(f"/events/{event.pk}/edit/", data).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.location, event.version) == ("By Ben", "Room 9", 3)
    assert HistoricalEvent.objects.get(version=3).verb == "merged"


@pytest.mark.parametrize(
    ("scope", "starts"),
    [
        ("this", [9, 14, 9, 9]),
        ("following", [9, 14, 14, 14]),
        ("all", [14, 14, 14, 14]),
    ],
)
def test_one_date_of_a_series_is_edited_in_its_scope(
    client: Client, anna: User, scope: str, starts: list[int]
) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=4")
    address = f"/events/{series.pk}/edit/?recurrence_id=2031-03-11T09:00:00"
    data = event_form(client, address, start_time="14:00", end_time="15:00", scope=scope)
    assert data["start_date"] == ["2031-03-11"]
    answer = client.post(f"/events/{series.pk}/edit/", data)
    assert answer.status_code == 302
    hours = [o.start_at.hour for o in sorted(_occurrences(anna), key=lambda o: o.start_at)]
    assert hours == starts
    last = Event.objects.order_by("pk").last()
    assert last is not None
    query = "?recurrence_id=2031-03-11T09%3A00%3A00" if scope == "this" else ""
    assert answer.headers["Location"] == f"/events/{last.pk}/{query}"


def _occurrences(owner: User) -> Any:
    from events.models import Occurrence  # beside the one test that looks at them

    return Occurrence.objects.filter(owner=owner)


def test_what_belongs_to_the_series_is_refused_for_one_date(client: Client, anna: User) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=4")
    address = f"/events/{series.pk}/edit/?recurrence_id=2031-03-11T09:00:00"
    answer = client.post(f"/events/{series.pk}/edit/", event_form(client, address, repeats="none", title="x"))
    assert answer.status_code == 422
    assert "belongs to the whole series" in answer.content.decode()
    assert HistoricalEvent.objects.count() == 1


@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (None, 404), (Role.EDITOR, 200)])
def test_who_may_edit(client: Client, ben: User, anna: User, role: Role | None, status: int) -> None:
    event = make_event(anna)
    if role:
        grant(event, ben, role)
    client.force_login(ben)
    assert client.get(f"/events/{event.pk}/edit/").status_code == status
    data = {"title": "x", "version": "1"}
    assert client.post(f"/events/{event.pk}/edit/", data).status_code == (422 if status == 200 else status)
    assert HistoricalEvent.objects.count() == 1


def test_editors_do_not_move_events_between_calendars(client: Client, anna: User, ben: User) -> None:
    make_calendar(anna)
    event = make_event(anna)
    grant(event, ben, Role.EDITOR)
    client.force_login(ben)
    html = client.get(f"/events/{event.pk}/edit/").content.decode()
    data = sent(html, "event-form", title="By Ben")
    assert data["calendar_id"] == [str(event.calendar_id)]
    assert client.post(f"/events/{event.pk}/edit/", data).status_code == 302


@pytest.mark.parametrize("version", ["", "0", "99", "x", "-1", "9" * 30])
def test_versions_that_are_none_break_nothing(client: Client, anna: User, version: str) -> None:
    event = make_event(anna)
    data = event_form(client, f"/events/{event.pk}/edit/", version=version)
    assert client.post(f"/events/{event.pk}/edit/", data).status_code in (302, 404, 422)
