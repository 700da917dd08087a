"""The form of a new event: filled, refused, previewed, saved."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.factories import UserFactory
from accounts.models import User
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent
from events.tests.web.forms import event_form, sent, texts

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _signed_in(client: Client, anna: User) -> None:
    client.force_login(anna)


def new(client: Client, **changes: Any) -> dict[str, Any]:
    """A new event on 10 March 2031, from 9 to 10 by the clocks of Lisbon, which are those of UTC."""
    return event_form(client, "/events/new/?start=2031-03-10T09:00", **{"title": "Planning", **changes})


def test_strangers_sign_in_first(anna: User) -> None:
    answer = Client().get("/events/new/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/events/new/")


def test_a_link_fills_the_form(client: Client, anna: User) -> None:
    other = make_calendar(anna)
    query = f"title=Lunch&location=Bar&start=2031-07-01T12:30&end=2031-07-01T13:00&calendar={other.pk}"
    data = event_form(client, f"/events/new/?{query}")
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
    data = event_form(
        client, "/events/new/?start=2031-07-01T12:30&rrule=FREQ%3DWEEKLY%3BBYDAY%3DTU,TH%3BCOUNT%3D6"
    )
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
