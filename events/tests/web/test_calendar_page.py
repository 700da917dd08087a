"""Tests of `/calendar/`: what its views show to whom, and what its address keeps."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
VIEWS = ["month", "week", "day", "agenda"]


@pytest.fixture
def page(client: Client, anna: User) -> Callable[..., str]:
    """Anna's calendar at the usual start, as text."""
    client.force_login(anna)

    def get(view: str = "month", **query: Any) -> str:
        response = client.get("/calendar/", {"view": view, "date": "2031-03-10", **query})
        assert response.status_code == 200
        return response.content.decode()

    return get


def titles(html: str) -> list[str]:
    """The titles of the events on a page, in the order of the page."""
    return re.findall(r'class="entry-title">([^<]*)<', html) + re.findall(
        r"entry-row-body\"><b>([^<]*)<", html
    )


def grid(html: str) -> str:
    """The grid of the month without the list for small screens."""
    return html.partition("month-list")[0]


def test_strangers_come_by_signing_in(client: Client) -> None:
    response = client.get("/calendar/?view=week")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/accounts/login/?next=/calendar/%3Fview%3Dweek",
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("day", "beyond"),
    [("1900-01-01", "1899-12-31"), ("2199-12-31", "2200-01-01"), ("2199-12-31", "9999-12-31")],
)
def test_every_view_reaches_the_first_and_the_last_day_that_an_event_may_have(
    page: Callable[..., str], anna: User, view: str, day: str, beyond: str
) -> None:
    start = datetime.fromisoformat(f"{day}T12:00+00:00")
    make_event(anna, title="Edge", start=start)
    make_event(anna, title="Endless", rrule="FREQ=YEARLY")
    shown = titles(page(view, date=day))
    assert "Edge" in shown
    assert titles(page(view, date=beyond)) == shown


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_what_one_may_see_and_nothing_else(
    page: Callable[..., str], anna: User, ben: User, view: str
) -> None:
    make_event(anna, title="Own")
    grant(make_event(ben, title="Lent"), anna, Role.VIEWER)
    make_event(ben, title="Secret")
    found = titles(grid(page(view)))
    assert sorted(found) == ["Lent", "Own"]


@pytest.mark.parametrize("view", VIEWS)
def test_titles_are_escaped(page: Callable[..., str], anna: User, view: str) -> None:
    make_event(anna, title="<img src=x onerror=alert(1)>", location="<b>here</b>")
    html = page(view)
    assert ("<img" in html, "<b>here" in html) == (False, False)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("events", [1, 3])
def test_a_page_takes_the_same_queries_whatever_is_on_it(
    client: Client,
    anna: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    view: str,
    events: int,
) -> None:
    for index in range(events):
        make_event(anna, start=START + index * HOUR)
    client.force_login(anna)
    address = f"/calendar/?view={view}&date=2031-03-10"
    client.get(address)
    # session, user, calendars, occurrences; and for the agenda who comes
    with django_assert_num_queries(5 if view == "agenda" else 4):
        assert client.get(address).status_code == 200


def test_a_month_of_300_events_takes_the_same_queries(
    client: Client, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_event(anna, start=datetime(2031, 3, 1, 8, tzinfo=UTC), rrule="FREQ=HOURLY;INTERVAL=2;COUNT=300")
    client.force_login(anna)
    with django_assert_num_queries(4):
        html = client.get("/calendar/?view=month&date=2031-03-10").content.decode()
    shown = len(titles(grid(html)))
    more = sum(int(count) for count in re.findall(r"\+(\d+) more", html))
    assert shown + more == 300


def test_days_and_times_are_those_of_the_reader(page: Callable[..., str], anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(timezone="Asia/Tokyo", hour_cycle="12", week_start="sunday")
    make_event(anna, title="Late", start=datetime(2031, 3, 10, 16, 30, tzinfo=UTC))
    html = page("week")
    assert re.findall(r'data-day="([\d-]+)"', html)[1:] == [f"2031-03-{day:02}" for day in range(9, 16)]
    assert re.findall(r"<time>([^<]*)</time>", html) == ["1:30 am – 2:30 am"]
    assert "from-h1 from-q2 long-h1 long-q0" in html
    column = html.partition('data-day="2031-03-11"')[2].partition("timetable-column")[0]
    assert titles(column) == ["Late"]


def test_an_event_across_midnight_stands_on_both_days_of_the_week(
    page: Callable[..., str], anna: User
) -> None:
    make_event(anna, title="Shift", start=datetime(2031, 3, 11, 22, tzinfo=UTC), hours=6)
    assert titles(page("week")) == ["Shift", "Shift"]
    assert titles(grid(page("month"))) == ["Shift"]


def test_overlapping_events_stand_side_by_side_and_say_so(page: Callable[..., str], anna: User) -> None:
    make_event(anna, title="First")
    make_event(anna, title="Second", start=START + HOUR / 2)
    html = page("week")
    assert re.findall(r"lane-\d lanes-\d", html) == ["lane-0 lanes-2", "lane-1 lanes-2"]
    assert html.count("overlaps another event") == 2
    assert page("agenda").count("Overlaps</span>") == 2


@pytest.mark.parametrize(("view", "shown", "leads_to"), [("week", 2, "day"), ("day", 5, "agenda")])
def test_more_than_can_be_read_at_one_time_are_counted(
    page: Callable[..., str], anna: User, view: str, shown: int, leads_to: str
) -> None:
    for number in range(20):
        make_event(anna, title=f"Clash {number:02}")
    html = page(view)
    assert titles(html) == [f"Clash {number:02}" for number in range(shown)]
    crowd = re.search(r'<a class="timetable-crowd[^"]*" href="([^"]*)">([^<]*)<span[^>]*>([^<]*)<', html)
    assert crowd is not None
    assert crowd[2] == f"+{20 - shown} more"
    assert f"view={leads_to}" in crowd[1]
    assert "date=2031-03-10" in crowd[1]
    assert crowd[3] == ", Monday, 09:00"


def test_what_lasts_for_days_is_one_bar_cut_at_the_edge_of_the_week(
    page: Callable[..., str], anna: User
) -> None:
    make_event(
        anna,
        title="Trip",
        start_time=datetime(2031, 3, 14).date(),
        end_time=datetime(2031, 3, 19).date(),
        is_all_day=True,
    )
    bars = re.findall(r'class="entry entry-bar ([^"]*)"', grid(page("month")))
    assert bars == ["column-5 span-3 row-2 continues-after", "column-1 span-2 row-2 continues-before"]
    assert re.findall(r'class="entry entry-bar ([^"]*)"', page("week")) == [
        "column-5 span-3 row-1 continues-after"
    ]


def test_what_has_no_room_in_a_day_is_counted(page: Callable[..., str], anna: User) -> None:
    for hour in range(5):
        make_event(anna, start=START + hour * HOUR, title=f"At {hour}")
    html = grid(page("month"))
    # March 2031 has six weeks, so that each has two rows
    assert (titles(html), re.findall(r"\+\d+ more", html)) == (["At 0", "At 1"], ["+3 more"])


def test_the_agenda_names_today_and_counts_people(
    page: Callable[..., str], client: Client, anna: User, ben: User
) -> None:
    today = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    User.objects.filter(pk=anna.pk).update(timezone="UTC")
    event = make_event(anna, start=today, title="Now", location="Here", rrule="FREQ=DAILY;COUNT=2")
    grant(event, ben, Role.VIEWER)
    html = client.get("/calendar/?view=agenda").content.decode()
    names = re.findall(r"<h2 id=\"agenda-[^>]*><b>\d+</b><span>(\w+)", html)
    assert names == ["Today", "Tomorrow"]
    assert (html.count("2 people"), html.count("Repeats</span>")) == (2, 2)


def test_a_calendar_that_is_switched_off_is_not_shown_and_stays_off(
    page: Callable[..., str], client: Client, anna: User
) -> None:
    team = make_calendar(anna)
    make_event(anna, title="Mine")
    make_event(anna, title="Ours", calendar_id=team.pk)
    mine = anna.calendars.get(is_default=True)
    assert titles(grid(page(calendars=["", str(team.pk)]))) == ["Ours"]
    assert client.cookies["calendars_off"].value == f"{mine.pk}.others"
    assert titles(grid(page())) == ["Ours"]
    assert titles(grid(page(calendars=[""]))) == []
    assert titles(grid(page(calendars=[str(mine.pk), str(team.pk), "others"]))) == ["Mine", "Ours"]
    assert titles(grid(page())) == ["Mine", "Ours"]


def test_links_keep_search_and_calendars(page: Callable[..., str], anna: User) -> None:
    html = page("week", q="plan", calendars=["7"])
    assert re.findall(r'id="calendar-(?:previous|following|month)" href="([^"]*)"', html) == [
        "/calendar/?view=week&amp;date=2031-03-03&amp;q=plan&amp;calendars=7",
        "/calendar/?view=week&amp;date=2031-03-17&amp;q=plan&amp;calendars=7",
        "/calendar/?view=month&amp;date=2031-03-10&amp;q=plan&amp;calendars=7",
    ]


def test_a_search_looks_a_year_ahead(page: Callable[..., str], client: Client, anna: User) -> None:
    make_event(anna, title="Apples", start=START + 200 * DAY)
    make_event(anna, title="Pears")
    html = client.get("/calendar/?q=apple&date=2031-03-10").content.decode()
    assert titles(html) == ["Apples"]
    assert '<h1 id="calendar-title">Results for “apple”</h1>' in html
    assert titles(grid(page("month", q="pear"))) == ["Pears"]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("month", "Nothing planned this month"),
        ("week", "Nothing planned this week"),
        ("day", "Nothing planned this day"),
        ("agenda", "Nothing planned these two weeks"),
    ],
)
def test_an_empty_page_says_so(page: Callable[..., str], anna: User, view: str, words: str) -> None:
    assert page(view).count(words) == 1
    make_event(anna)
    assert page(view).count(words) == 0


def test_a_search_in_vain_says_where_it_looked(page: Callable[..., str]) -> None:
    html = page("agenda", q="apple")
    assert "Nothing was found for “apple” in these days: 10 Mar 2031 – 3 Mar 2032." in html
    assert html.count('href="/calendar/?view=agenda&amp;date=2030-03-15&amp;q=apple"') == 2
    assert html.count('href="/calendar/?view=agenda&amp;date=2032-03-04&amp;q=apple"') == 2


@pytest.mark.parametrize(
    "query",
    [
        {"view": "year"},
        {"date": "tomorrow"},
        {"date": "0001-01-01", "view": "week"},
        {"date": "9999-12-31", "view": "agenda"},
        {"calendars": ["x", "-1", "99"]},
        {"q": "x" * 400},
    ],
)
def test_an_address_that_makes_no_sense_shows_a_calendar_all_the_same(
    client: Client, anna: User, query: dict[str, Any]
) -> None:
    client.force_login(anna)
    assert client.get("/calendar/", query).status_code == 200


def test_only_editors_get_what_moves_an_event(page: Callable[..., str], anna: User, ben: User) -> None:
    viewed, edited = make_event(ben), make_event(ben, rrule="FREQ=DAILY;COUNT=1")
    grant(viewed, anna, Role.VIEWER)
    grant(edited, anna, Role.EDITOR)
    moves = re.findall(r'data-move="([^"]*)" data-version="(\d)" data-start="([^"]*)"', page("week"))
    assert moves == [
        (f"/events/{edited.pk}/move/?recurrence_id=2031-03-10T09%3A00%3A00", "1", "2031-03-10T09:00")
    ]
