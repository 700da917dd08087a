"""The page that finds a time, and the step that shares what was planned there."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import FreeBusyVisibility
from accounts.factories import make_user
from accounts.models import User
from events.enums import Role
from events.factories import grant, make_event
from events.models import Event
from sharing.tests.written import codenames, everything, rows_of
from sharing.web import find_time

pytestmark = pytest.mark.django_db
PAGE = "/find-a-time/"
DAYS = "when=dates&first=2031-03-10&last=2031-03-10&day_start=08:00&day_end=12:00&weekends=on"
HOSTILE = "<img src=x onerror=alert(1)>"
NINE = datetime(2031, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def ann() -> User:
    return make_user(username="ann", full_name="Ann Lee", timezone="UTC")


@pytest.fixture
def ben(ann: User) -> User:
    """Busy from nine to ten, and known to Ann by another event."""
    ben = make_user(username="ben", full_name=f"Ben {HOSTILE}", timezone="UTC")
    make_event(ben, start=NINE, title="Secret")
    grant(make_event(ben, start=NINE + timedelta(days=30), title="Shared"), ann, Role.VIEWER, ben)
    return ben


@pytest.fixture
def client(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def slots(page: Any) -> list[str]:
    return [slot.words for slot in page.context["slots"]]


def cells(page: Any) -> list[list[str] | None]:
    """What each row says of each day; the last row is that of all."""
    (week,) = page.context["table"].weeks
    rows = [None if row.cells is None else [cell.words for cell in row.cells] for row in week.rows]
    return [*rows, None if week.together is None else [cell.words for cell in week.together]]


@pytest.mark.parametrize(
    ("now", "week_start", "when"),
    [
        ("2031-03-12T10:00", "monday", "this-week"),
        ("2031-03-14T17:00", "monday", "this-week"),
        ("2031-03-14T18:00", "monday", "next-week"),
        ("2031-03-15T10:00", "monday", "next-week"),
        ("2031-03-16T10:00", "monday", "next-week"),
        ("2031-03-16T10:00", "sunday", "this-week"),
        ("2031-03-15T10:00", "sunday", "next-week"),
        ("2031-03-14T19:00", "saturday", "next-week"),
    ],
)
def test_at_first_it_is_about_the_week_that_has_weekdays_left(
    client: Client, ann: User, monkeypatch: pytest.MonkeyPatch, now: str, week_start: str, when: str
) -> None:
    User.objects.filter(pk=ann.pk).update(week_start=week_start)
    monkeypatch.setattr(find_time, "now", lambda: datetime.fromisoformat(now).replace(tzinfo=UTC))
    chosen = re.findall(r'<input[^>]*name="when"[^>]*>', client.get(PAGE).content.decode())
    assert [re.findall(r'value="([^"]*)"', radio) for radio in chosen if "checked" in radio] == [[when]]


def test_at_first_it_is_about_the_reader(client: Client) -> None:
    page = client.get(PAGE)
    assert (page.status_code, [person.username for person in page.context["found"].people]) == (200, ["ann"])
    assert dict(page.context["form"].errors) == {}


def test_busy_time_and_common_slots_are_shown_without_titles(client: Client, ben: User) -> None:
    page = client.get(f"{PAGE}?person=ann&person=ben&{DAYS}")
    assert cells(page) == [["free"], ["busy 09:00 – 10:00"], ["all free 08:00 – 09:00, 10:00 – 12:00"]]
    assert slots(page) == [
        f"Mon 10 Mar 2031, {hour}:00 – {hour + 1}:00".replace(" 8:", " 08:").replace("9:00", "09:00")
        for hour in (8, 10, 11)
    ]
    html = page.content.decode()
    assert "Secret" not in html
    assert HOSTILE not in html
    assert 'class="time-busy from-h1 from-q0 long-h1 long-q0"' in html
    assert re.findall(r"<[^>]+ style=", html) == []


def test_a_slot_opens_the_new_event_with_its_times_and_people(client: Client, ben: User) -> None:
    page = client.get(f"{PAGE}?person=ann&person=ben&{DAYS}&title=Chat&location=Here")
    address = urlsplit(page.context["slots"][0].href)
    assert (address.path, parse_qs(address.query)) == (
        "/events/new/",
        {
            "start": ["2031-03-10T08:00:00Z"],
            "end": ["2031-03-10T09:00:00Z"],
            "with": ["ben"],
            "title": ["Chat"],
            "location": ["Here"],
        },
    )
    form = client.get(page.context["slots"][0].href)
    assert str(form.context["form"]["start_time"].value()) == "08:00:00"
    assert form.context["with_whom"] == ["ben"]


def test_who_does_not_say_is_marked_and_not_counted(client: Client, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(free_busy_visibility=FreeBusyVisibility.NOBODY)
    stranger = make_user(username="far", full_name="Far Away")
    page = client.get(f"{PAGE}?person=ann&person=ben&person={stranger.email}&{DAYS}")
    assert cells(page) == [["free"], None, None, ["all free 08:00 – 12:00"]]
    assert page.content.decode().count("does not say") == 2
    assert "Far Away" not in page.content.decode()
    alone = client.get(f"{PAGE}?person=far&{DAYS}")
    assert (slots(alone), cells(alone)) == ([], [None, None])


def test_weekends_are_left_out_unless_they_are_wanted(client: Client) -> None:
    days = "when=dates&first=2031-03-14&last=2031-03-17&length=600&day_start=08:00&day_end=18:00"
    assert [words[:10] for words in slots(client.get(f"{PAGE}?{days}"))] == ["Fri 14 Mar", "Mon 17 Mar"]
    assert len(slots(client.get(f"{PAGE}?{days}&weekends=on"))) == 4


def test_what_is_wrong_is_said_at_its_field_and_nobody_is_lost(client: Client, ben: User) -> None:
    page = client.get(
        f"{PAGE}?person=ben&person=nobody&when=dates&first=2031-03-10&day_start=12:00&day_end=12:00"
    )
    assert sorted(page.context["form"].errors) == ["last"]
    assert page.context["names"] == ["ben", "nobody"]
    late = client.get(f"{PAGE}?person=ben&person=nobody&day_start=12:00&day_end=12:00&length=30")
    assert sorted(late.context["form"].errors) == ["day_end"]
    unknown = client.get(f"{PAGE}?person=ben&person=nobody&{DAYS}")
    assert sorted(unknown.context["form"].errors) == ["person"]
    assert [person.username for person in unknown.context["found"].people] == ["ben"]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("length=abc", ["length"]),
        ("length=99999999999999999999", ["length"]),
        ("when=never", ["when"]),
        ("when=dates&first=0001-01-01&last=9999-12-31", ["first", "last"]),
        ("when=dates&first=2031-01-01&last=2031-04-01", ["last"]),
        ("when=dates&first=2001-01-01&last=2001-01-02", ["last"]),
        ("when=dates&first=2031-01-02&last=2031-01-01", ["last"]),
        ("day_start=25:00&day_end=x", ["day_end", "day_start"]),
        ("length=120&day_start=08:00&day_end=09:00", ["length"]),
        ("person=%00", ["person"]),
        ("&".join(f"person=p{number}" for number in range(51)), ["person"]),
    ],
)
def test_nonsense_breaks_nothing(client: Client, query: str, fields: list[str]) -> None:
    page = client.get(f"{PAGE}?{query}")
    assert (page.status_code, sorted(page.context["form"].errors)) == (200, fields)


def test_an_event_brings_its_people_and_its_length_and_is_moved(client: Client, ann: User, ben: User) -> None:
    event = make_event(ann, start=NINE + timedelta(hours=1), hours=0.5, title=HOSTILE)
    grant(event, ben, Role.EDITOR, ann)
    page = client.get(f"{PAGE}?event={event.pk}&{DAYS}")
    assert [person.username for person in page.context["found"].people] == ["ann", "ben"]
    assert page.context["form"]["length"].value() == "30"
    assert HOSTILE not in page.content.decode()
    address = page.context["slots"][0].href
    assert address == f"/events/{event.pk}/move/?start=2031-03-10T08%3A00&end=2031-03-10T08%3A30"
    assert client.get(address).context["form"]["start"].value() == "2031-03-10T08:00"


def test_a_date_of_a_series_is_moved_alone(client: Client, ann: User) -> None:
    event = make_event(ann, start=NINE, rrule="FREQ=DAILY;COUNT=3")
    page = client.get(f"{PAGE}?event={event.pk}&recurrence_id=2031-03-11T09:00:00&{DAYS}")
    assert "recurrence_id=2031-03-11T09%3A00%3A00" in page.context["slots"][0].href


def test_other_peoples_events_are_not_there_and_seen_ones_need_an_editor(client: Client, ben: User) -> None:
    secret, shared = (Event.objects.get(title=title) for title in ("Secret", "Shared"))
    assert client.get(f"{PAGE}?event={secret.pk}").status_code == 404
    assert client.get(f"{PAGE}?event={shared.pk}").status_code == 403


def test_the_number_of_statements_does_not_depend_on_people(client: Client, ben: User) -> None:
    others = [make_user(free_busy_visibility=FreeBusyVisibility.EVERYONE) for _ in range(3)]
    counts = []
    for number in (1, 3):
        people = "&".join(f"person={other.username}" for other in others[:number])
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}?{people}&{DAYS}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_saved_event_leads_to_sharing_it_with_whom_it_was_planned(client: Client, ben: User) -> None:
    start = client.get("/events/new/?start=2031-03-10T10:00:00Z&with=ben&with=ann")
    form = start.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, [])}
    saved = client.post("/events/new/?with=ben&with=ann", {**data, "title": "Chat"})
    event = Event.objects.get(title="Chat")
    assert saved["Location"] == f"/events/{event.pk}/share/?with=ben&with=ann"
    page = client.get(saved["Location"])
    assert [person.username for person in page.context["invited"]] == ["ben"]
    done = client.post(f"/events/{event.pk}/share/several/", {"with": ["ben"], "role": "editor"})
    assert (done["Location"], rows_of(event)) == (f"/events/{event.pk}/", {"ben": codenames("editor")})
    assert client.get(saved["Location"]).context["invited"] == []


def test_where_one_cannot_be_let_in_nobody_is_and_the_event_stays(
    client: Client, ann: User, ben: User
) -> None:
    event = make_event(ann)
    before = everything()
    for names, status in ((["ben", "nobody"], 400), (["ben", "ann"], 400), (["ben", "BEN"], 422)):
        answer = client.post(f"/events/{event.pk}/share/several/", {"with": names, "role": "viewer"})
        assert answer.status_code == status
        assert "ben" in [person.username for person in answer.context["invited"]]
        assert answer.context["refusal"]
    assert (
        client.post(f"/events/{event.pk}/share/several/", {"with": "ben", "role": "king"}).status_code == 422
    )
    assert client.post(f"/events/{event.pk}/share/several/", {"role": "viewer"}).status_code == 302
    assert everything() == before
