"""Tests of `/events/<id>/move/`: what dragging does, with and without a script."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = "2031-03-10T09:00:00"


@pytest.fixture(autouse=True)
def signed_in(client: Client, anna: User) -> None:
    """Anna, whose clocks are those of Lisbon: UTC in March, before the 30th."""
    client.force_login(anna)


def move(client: Client, event: Event, start: str, end: str, query: str = "", **fields: Any) -> HttpResponse:
    address = f"/events/{event.pk}/move/{query}"
    return client.post(address, {"start": start, "end": end, "version": 1, **fields})  # type: ignore[return-value]


def times(event: Event) -> tuple[datetime, datetime, int]:
    event.refresh_from_db()
    return event.start_at, event.end_at, event.version


def test_the_form_shows_the_event_by_the_readers_clocks(client: Client, anna: User) -> None:
    event = make_event(anna, title="Plan", start=datetime(2031, 7, 1, 9, tzinfo=UTC))
    html = client.get(f"/events/{event.pk}/move/").content.decode()
    assert re.findall(r'value="([\dT:-]+)"', html) == ["1", "2031-07-01T10:00", "2031-07-01T11:00"]
    assert html.count('type="radio"') == 0


def test_the_times_that_are_wanted_fill_the_form(client: Client, anna: User) -> None:
    event = make_event(anna)
    html = client.get(
        f"/events/{event.pk}/move/?start=2031-03-11T10:00&end=2031-03-11T12:00"
    ).content.decode()
    assert re.findall(r'value="(2031[\dT:-]+)"', html) == ["2031-03-11T10:00", "2031-03-11T12:00"]


def test_moving_says_the_new_time_and_offers_undo(client: Client, anna: User) -> None:
    event = make_event(anna, title="Plan")
    response = move(client, event, "2031-03-11T10:00", "2031-03-11T11:00", next="/calendar/?view=week")
    assert (response.status_code, response.headers["Location"]) == (302, "/calendar/?view=week")
    assert times(event) == (START + DAY + HOUR, START + DAY + 2 * HOUR, 2)
    html = client.get("/calendar/").content.decode()
    assert "“Plan” moved to Tue 11 Mar 2031, 10:00 – 11:00" in html
    (undo,) = re.findall(r'action="(/undo/[^"]+)"', html)
    client.post(undo)
    assert times(event) == (START, START + HOUR, 3)


def test_another_end_alone_is_no_move(client: Client, anna: User) -> None:
    event = make_event(anna, title="Plan")
    response = move(client, event, "2031-03-10T09:00", "2031-03-10T10:30", next="https://elsewhere.example/")
    assert response.headers["Location"] == f"/events/{event.pk}/"
    assert times(event) == (START, START + 1.5 * HOUR, 2)
    assert "“Plan” is now on Mon 10 Mar 2031, 09:00 – 10:30" in client.get("/calendar/").content.decode()


def test_days_of_an_all_day_event_are_both_in_the_form(client: Client, anna: User) -> None:
    day = START.date()
    event = make_event(anna, start_time=day, end_time=day + 2 * DAY, is_all_day=True)
    html = client.get(f"/events/{event.pk}/move/").content.decode()
    assert re.findall(r'type="date" name="(\w+)" value="([^"]+)"', html) == [
        ("start", "2031-03-10"),
        ("end", "2031-03-11"),
    ]
    move(client, event, "2031-03-12", "2031-03-12")
    midnight = datetime(2031, 3, 12, tzinfo=UTC)
    assert times(event) == (midnight, midnight + DAY, 2)


def test_a_clash_offers_free_times_and_to_keep_this_one(client: Client, anna: User) -> None:
    make_event(anna, title="Taken", start=START + 3 * HOUR)
    event = make_event(anna)
    response = move(client, event, "2031-03-10T12:00", "2031-03-10T13:00")
    html = response.content.decode()
    assert (response.status_code, times(event)[2]) == (409, 1)
    assert re.findall(r"Overlaps Taken[^<]*", html) == ["Overlaps Taken, 12:00 – 13:00"]
    slots = re.findall(r'name="save_at" value="([^"]+)"', html)
    assert len(slots) == 3
    move(client, event, "2031-03-10T12:00", "2031-03-10T13:00", on_conflict="allow")
    assert times(event) == (START + 3 * HOUR, START + 4 * HOUR, 2)
    move(client, event, "2031-03-10T12:00", "2031-03-10T13:00", version=2, save_at=slots[0])
    start = datetime.fromisoformat(slots[0])
    assert times(event) == (start, start + HOUR, 3)


@pytest.mark.parametrize(("scope", "offered"), [("this", 3), ("following", 3), ("all", 0)])
def test_free_times_are_offered_where_they_are_those_of_the_date_that_is_moved(
    client: Client, anna: User, scope: str, offered: int
) -> None:
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=5")
    make_event(anna, title="Taken", start=START + 2 * DAY + 3 * HOUR)
    query = "?recurrence_id=2031-03-12T09:00:00"
    html = move(client, event, "2031-03-12T12:00", "2031-03-12T13:00", query, scope=scope).content.decode()
    assert re.findall(r"Overlaps Taken[^<]*", html) == ["Overlaps Taken, 12:00 – 13:00"]
    slots = [f"2031-03-12T{hour}:00:00Z" for hour in (13, 14, 15)][:offered]
    assert re.findall(r'name="save_at" value="([^"]+)"', html) == slots


def test_what_somebody_else_moved_meanwhile_is_not_overwritten_unasked(
    client: Client, anna: User, ben: User
) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR)
    theirs = EventChanges(start_time=START + 5 * HOUR, end_time=START + 6 * HOUR)
    update_event(actor=ben, event_id=event.pk, changes=theirs)
    response = move(client, event, "2031-03-10T12:00", "2031-03-10T13:00")
    html = response.content.decode()
    assert (response.status_code, times(event)) == (409, (START + 5 * HOUR, START + 6 * HOUR, 2))
    assert "it is now on Mon 10 Mar 2031, 14:00 – 15:00" in html
    assert re.findall(r'value="([\dT:-]+)"', html) == ["2", "2031-03-10T12:00", "2031-03-10T13:00"]
    move(client, event, "2031-03-10T12:00", "2031-03-10T13:00", version=2)
    assert times(event) == (START + 3 * HOUR, START + 4 * HOUR, 3)


def test_what_somebody_else_changed_beside_the_time_is_kept(client: Client, anna: User) -> None:
    event = make_event(anna)
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Other"))
    assert move(client, event, "2031-03-10T12:00", "2031-03-10T13:00").status_code == 302
    assert times(event) == (START + 3 * HOUR, START + 4 * HOUR, 3)
    assert event.title == "Other"


@pytest.mark.parametrize(
    ("scope", "overrides", "starts"),
    [
        ("this", {"2031-03-11T09:00:00": {"start_time": "2031-03-11T10:00:00"}}, [START]),
        ("following", {}, [START, START + DAY + HOUR]),
        ("all", {}, [START + HOUR]),
    ],
)
def test_of_a_series_one_date_or_it_and_what_follows_or_all_move(
    client: Client, anna: User, scope: str, overrides: dict[str, Any], starts: list[datetime]
) -> None:
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=3")
    query = "?recurrence_id=2031-03-11T09:00:00"
    html = client.get(f"/events/{event.pk}/move/{query}").content.decode()
    assert re.findall(r'type="radio" name="scope" value="(\w+)"', html) == ["this", "following", "all"]
    response = move(client, event, "2031-03-11T10:00", "2031-03-11T11:00", query, scope=scope)
    assert response.status_code == 302
    event.refresh_from_db()
    assert event.recurrence_overrides == overrides
    assert list(Event.objects.order_by("start_at").values_list("start_at", flat=True)) == starts


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("", "2031-03-10T13:00", "Start: This field is required."),
        ("then", "2031-03-10T13:00", "Start: This is no time that the calendar knows."),
        ("2031-03-10T13:00Z", "2031-03-10T14:00", "Start: This is no time that the calendar knows."),
        ("2031-03-10T13:00", "2031-03-10T12:00", "End: The end must be after the start."),
        (
            "2031-03-30T01:30",
            "2031-03-30T02:30",
            "Start: 01:30 does not exist on that day in Europe/Lisbon: the clocks go from 01:00 to 02:00.",
        ),
    ],
)
def test_times_that_make_no_sense_are_told_at_their_field(
    client: Client, anna: User, start: str, end: str, words: str
) -> None:
    event = make_event(anna)
    response = move(client, event, start, end)
    assert (response.status_code, times(event)[2]) == (422, 1)
    assert words in response.content.decode()


def test_a_script_gets_the_form_as_a_dialog(client: Client, anna: User) -> None:
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=3")
    html = client.get(
        f"/events/{event.pk}/move/?recurrence_id={FIRST}", headers={"HX-Request": "true"}
    ).content.decode()
    assert (html.lstrip()[:7], html.count("<h1")) == ("<dialog", 0)


def test_strangers_and_viewers_move_nothing(client: Client, anna: User, ben: User) -> None:
    hidden, viewed = make_event(ben), make_event(ben)
    grant(viewed, anna, Role.VIEWER)
    for event, status in ((hidden, 404), (viewed, 403)):
        assert client.get(f"/events/{event.pk}/move/").status_code == status
        assert move(client, event, "2031-03-10T12:00", "2031-03-10T13:00").status_code == status
        assert times(event) == (START, START + HOUR, 1)
