"""Tests of the form of an event: made, edited, refused, previewed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.factories import UserFactory
from accounts.models import User
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent
from events.tests.web.forms import sent, texts

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _signed_in(client: Client, anna: User) -> None:
    client.force_login(anna)


def form(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    return sent(client.get(address).content.decode(), "event-form", **changes)


def new(client: Client, **changes: Any) -> dict[str, Any]:
    """A new event on 10 March 2031, from 9 to 10 by the clocks of Lisbon, which are those of UTC."""
    return form(client, "/events/new/?start=2031-03-10T09:00", **{"title": "Planning", **changes})


def test_strangers_sign_in_first(anna: User) -> None:
    answer = Client().get("/events/new/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/events/new/")


def test_a_link_fills_the_form(client: Client, anna: User) -> None:
    other = make_calendar(anna)
    query = f"title=Lunch&location=Bar&start=2031-07-01T12:30&end=2031-07-01T13:00&calendar={other.pk}"
    data = form(client, f"/events/new/?{query}")
    assert {name: data[name] for name in ("title", "location", "start_date", "start_time", "end_time")} == {
        "title": ["Lunch"],
        "location": ["Bar"],
        "start_date": ["2031-07-01"],
        "start_time": ["12:30"],
        "end_time": ["13:00"],
    }
    assert (data["calendar_id"], data["timezone"]) == ([str(other.pk)], ["Europe/Lisbon"])
    assert data["weekdays"] == ["TU"]


def test_a_link_says_how_the_event_repeats(client: Client) -> None:
    data = form(client, "/events/new/?start=2031-07-01T12:30&rrule=FREQ%3DWEEKLY%3BBYDAY%3DTU,TH%3BCOUNT%3D6")
    assert (data["repeats"], data["weekdays"]) == (["weekly"], ["TU", "TH"])
    assert (data["ends"], data["count"]) == (["count"], ["6"])


@pytest.mark.parametrize(
    "query",
    [
        "start=x",
        "start=9999-12-31T23:30",
        "start=2031-99-99",
        "calendar=0&start=",
        "end=2031-01-01T00:00",
        "rrule=FREQ=NO",
    ],
)
def test_a_link_that_means_nothing_still_opens_the_form(client: Client, query: str) -> None:
    assert client.get(f"/events/new/?{query}").status_code == 200


def test_an_event_is_made(client: Client, anna: User) -> None:
    answer = client.post(
        "/events/new/", new(client, tags='a, "b, c", a', description="x\r\ny", location="Room 1")
    )
    event = Event.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/events/{event.pk}/")
    assert (event.title, event.start_at, event.end_at) == ("Planning", START, START + timedelta(hours=1))
    assert (event.tags, event.description, event.location) == (["a", "b, c"], "x\ny", "Room 1")
    assert (event.timezone, event.transparency, event.version) == ("Europe/Lisbon", "opaque", 1)
    assert HistoricalEvent.objects.get().source == "web"
    assert "“Planning” is in the calendar." in client.get("/help/").content.decode()


def test_whole_days_end_on_their_last_day(client: Client) -> None:
    client.post(
        "/events/new/", new(client, is_all_day="on", end_date="2031-03-12", transparency="transparent")
    )
    event = Event.objects.get()
    assert (event.is_all_day, event.start_at, event.end_at) == (
        True,
        datetime(2031, 3, 10, tzinfo=UTC),
        datetime(2031, 3, 13, tzinfo=UTC),
    )


def test_a_rule_is_built_from_its_fields(client: Client) -> None:
    data = new(client, repeats="weekly", interval="2", weekdays=["MO", "WE"], ends="count", count="6")
    client.post("/events/new/", data)
    assert Event.objects.get().rrule == "FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=MO,WE"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": " "}, "title", "This field is required."),
        ({"title": "x" * 201}, "title", "The title has at most 200 characters."),
        ({"end_time": "08:00"}, "end_time", "The end must be after the start."),
        ({"is_all_day": "on", "end_date": "2031-03-09"}, "end_date", "The end must be after the start."),
        (
            {
                "start_date": "2031-03-30",
                "start_time": "02:30",
                "end_date": "2031-03-30",
                "end_time": "03:30",
                "timezone": "Europe/Berlin",
            },
            "start_time",
            "02:30 does not exist on that day in Europe/Berlin: the clocks go from 02:00 to 03:00.",
        ),
        ({"start_time": ""}, "start_time", "Say at what time."),
        ({"start_date": "31-31-31"}, "start_date", "Enter a valid date."),
        ({"repeats": "daily", "ends": "until"}, "until", "Say on which day it ends."),
        ({"repeats": "custom", "rrule": "FREQ=NEVER"}, "rrule", "FREQ=NEVER is not valid"),
        ({"tags": "x" * 65}, "tags", "A tag has 1 to 64 characters."),
        ({"timezone": "Mars/Base"}, "timezone", "Select a valid choice"),
        ({"calendar_id": "999999"}, "calendar_id", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client: Client, changes: dict[str, Any], field: str, message: str
) -> None:
    answer = client.post("/events/new/", new(client, description="kept words", **changes))
    html = answer.content.decode()
    assert (answer.status_code, Event.objects.count()) == (422, 0)
    assert f'href="#id_{field}"' in html
    assert message in html
    assert "kept words" in html


def test_a_taken_time_is_shown_with_free_ones_and_saved_anyway(client: Client, anna: User) -> None:
    make_event(anna, title=SCRIPT)
    data = new(client, description="kept words")
    answer = client.post("/events/new/", data)
    html = answer.content.decode()
    assert (answer.status_code, Event.objects.count()) == (409, 1)
    assert "Overlaps &lt;img src=x onerror=alert(1)&gt;, 09:00 – 10:00" in html
    assert SCRIPT not in html
    assert html.count('name="save_at"') == 3
    assert "kept words" in html
    assert client.post("/events/new/", {**data, "on_conflict": "allow"}).status_code == 302
    assert Event.objects.count() == 2


def test_a_free_time_is_saved_at_once(client: Client, anna: User) -> None:
    make_event(anna)
    answer = client.post("/events/new/", new(client, save_at="2031-03-10T10:00:00Z"))
    assert answer.status_code == 302
    assert Event.objects.get(start_at=START + timedelta(hours=1)).end_at == START + timedelta(hours=2)


def test_others_events_are_busy_and_no_more(client: Client, anna: User) -> None:
    boss = UserFactory.create(username="boss")
    calendar = make_calendar(boss)
    grant(calendar, anna, Role.EDITOR)
    make_event(boss, title="Secret")
    html = client.post("/events/new/", new(client, calendar_id=str(calendar.pk))).content.decode()
    assert "Secret" not in html
    assert "Busy: 09:00 – 10:00" in html


def test_the_preview_says_the_rule_and_its_first_dates(client: Client) -> None:
    data = new(client, repeats="weekly", interval="1", preview="1")
    answer = client.post("/events/new/", data, headers=HTMX)
    assert texts(answer.content.decode()) == (
        "Nothing else takes this time. Every week on Monday at 09:00 The first dates"
        " Mon 10 Mar 2031, 09:00 – 10:00 Mon 17 Mar 2031, 09:00 – 10:00 Mon 24 Mar 2031, 09:00 – 10:00"
        " Mon 31 Mar 2031, 09:00 – 10:00 Mon 7 Apr 2031, 09:00 – 10:00 and so on"
    )
    whole = client.post("/events/new/", data).content.decode()
    assert (whole.count("<h1>"), "Every week on Monday at 09:00" in whole) == (1, True)
    assert Event.objects.count() == 0


def test_the_preview_names_what_is_in_the_way(client: Client, anna: User) -> None:
    make_event(anna, title="Critique")
    html = client.post("/events/new/", new(client, preview="1"), headers=HTMX).content.decode()
    assert "Overlaps Critique" in html
    assert html.count('name="slot"') == 3


def test_a_slot_fills_the_form(client: Client, anna: User) -> None:
    make_event(anna)
    answer = client.post("/events/new/", new(client, slot="2031-03-11T07:00:00Z"))
    data = sent(answer.content.decode(), "event-form")
    assert (data["start_date"], data["start_time"], data["end_time"]) == (
        ["2031-03-11"],
        ["07:00"],
        ["08:00"],
    )
    assert Event.objects.count() == 1


def test_only_what_was_changed_is_written(client: Client, anna: User) -> None:
    event = make_event(
        anna, title="Old", timezone="Asia/Tokyo", start=START.replace(second=30, microsecond=5)
    )
    data = form(client, f"/events/{event.pk}/edit/", title="New", change_reason="Clearer")
    answer = client.post(f"/events/{event.pk}/edit/", data)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/events/{event.pk}/")
    event.refresh_from_db()
    assert (event.title, event.start_at, event.version) == ("New", START.replace(second=30, microsecond=5), 2)
    assert HistoricalEvent.objects.get(version=2).history_change_reason == "Clearer"


def test_saving_without_a_change_writes_nothing(client: Client, anna: User) -> None:
    event = make_event(anna, rrule="FREQ=MONTHLY;BYMONTHDAY=1,15", tags=["a,b", "c"], description="a\nb")
    client.post(f"/events/{event.pk}/edit/", form(client, f"/events/{event.pk}/edit/"))
    assert HistoricalEvent.objects.count() == 1
    assert "Nothing was changed." in client.get("/help/").content.decode()


def test_times_are_those_of_the_events_zone(client: Client, anna: User) -> None:
    event = make_event(anna, timezone="Asia/Tokyo")
    data = form(client, f"/events/{event.pk}/edit/", end_time="19:30")
    assert data["start_time"] == ["18:00"]
    client.post(f"/events/{event.pk}/edit/", data)
    event.refresh_from_db()
    assert event.end_at == START + timedelta(hours=1, minutes=30)


def test_an_edit_of_something_else_is_merged(client: Client, anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR)
    data = form(client, f"/events/{event.pk}/edit/", location="Room 9")
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
    data = form(client, address, start_time="14:00", end_time="15:00", scope=scope)
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
    answer = client.post(f"/events/{series.pk}/edit/", form(client, address, repeats="none", title="x"))
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
    data = form(client, f"/events/{event.pk}/edit/", version=version)
    assert client.post(f"/events/{event.pk}/edit/", data).status_code in (302, 404, 422)


def test_the_number_of_queries_is_fixed(client: Client, anna: User, django_assert_num_queries: Any) -> None:
    client.get("/events/new/")
    with django_assert_num_queries(3):
        client.get("/events/new/")
    make_calendar(anna)
    make_calendar(anna, "Other")
    event = make_event(anna)
    with django_assert_num_queries(3):
        client.get("/events/new/")
    with django_assert_num_queries(4):
        client.get(f"/events/{event.pk}/edit/")


@pytest.mark.parametrize("slot", ["x", "2031-99-99T00:00Z", "2031-03-10T09:00", "9999-12-31T23:59:00Z"])
def test_a_slot_that_is_none_is_refused(client: Client, slot: str) -> None:
    assert client.post("/events/new/", new(client, save_at=slot)).status_code == 422
    assert Event.objects.count() == 0
