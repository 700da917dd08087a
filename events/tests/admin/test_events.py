"""Events on the admin site: staff read them, and nobody saves them."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent
from events.tests.admin.conftest import logged_in, staff_with
from events.tests.admin.pages import LIST, address, cells, edit, stored

pytestmark = pytest.mark.django_db


def titles(browser: Client, query: str = "") -> list[str]:
    response = browser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return [event.title for event in response.context["cl"].result_list]


@pytest.fixture
def events(anna: User, ben: User) -> list[Event]:
    """One of each kind that staff can look for."""
    teal = make_calendar(anna, "Sea", color="teal")
    trashed = make_event(ben, title="Dropped")
    delete_event(actor=ben, event_id=trashed.pk)
    return [
        make_event(anna, title="Standup", rrule="FREQ=DAILY;COUNT=3", start=START + timedelta(days=4)),
        make_event(
            ben, title="Maybe", status="tentative", location="Room Tejo", start=START + timedelta(days=3)
        ),
        make_event(anna, title="Swim", calendar_id=teal.pk, tags=["Wasser"], start=START + timedelta(days=2)),
        make_event(
            anna,
            title="Fair",
            start_time=date(2031, 3, 11),
            end_time=date(2031, 3, 12),
            timezone="Europe/Lisbon",
        ),
        trashed,
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Standup", "Maybe", "Swim", "Fair", "Dropped"]),
        ("status__exact=tentative", ["Maybe"]),
        ("recurring=yes", ["Standup"]),
        ("recurring=no&deleted=no", ["Maybe", "Swim", "Fair"]),
        ("deleted=yes", ["Dropped"]),
        ("is_all_day__exact=1", ["Fair"]),
        ("transparency__exact=transparent", ["Fair"]),
        ("calendar__color__exact=teal", ["Swim"]),
        ("recurring=other&deleted=other", ["Standup", "Maybe", "Swim", "Fair", "Dropped"]),
        ("tag=Wasser", ["Swim"]),
        ("tag=Wass", []),
        ("tag=%22%5C", []),
        ("owner=x", []),
        ("owner=99999999999999999999", []),
        ("q=stand", ["Standup"]),
        ("q=WASSER", ["Swim"]),
        ("q=ben+room", ["Maybe"]),
        ("q=%22room+tejo%22", ["Maybe"]),
        ("q=%22tejo+room%22", []),
        ("q=%22", []),
        ("q=%25", []),
    ],
)
def test_staff_filter_and_search(
    reader: Client, events: list[Event], query: str, expected: list[str]
) -> None:
    assert titles(reader, query) == expected


def test_staff_find_the_events_of_one_owner_one_calendar_and_one_uid(
    reader: Client, events: list[Event], ben: User
) -> None:
    assert titles(reader, f"owner={ben.pk}") == ["Maybe", "Dropped"]
    assert titles(reader, f"calendar__id__exact={events[2].calendar_id}") == ["Swim"]
    assert titles(reader, f"q={events[3].uid}") == ["Fair"]
    assert reader.get(f"{LIST}?_facets=True").status_code == 200


def test_tags_are_read_as_words_and_the_frequent_ones_are_offered(reader: Client, anna: User) -> None:
    for number, tags in enumerate([["board", "día"], ["board"], [], ['say "yes"']]):
        make_event(anna, tags=tags, start=START + timedelta(days=number))
    page = reader.get(f"{LIST}?tag=rare").content.decode()
    links = page.partition("By tag")[2].partition("</details>")[0]
    offered = [unescape(tag) for tag in re.findall(r"<a[^>]*>\s*([^<]*?)\s*</a>", links)]
    assert offered == ["All", "board", "día", 'say "yes"', "rare"]
    shown = re.findall(r'class="field-tags_in_words">([^<]*)<', reader.get(LIST).content.decode())
    assert [unescape(tags) for tags in shown] == ['say "yes"', "-", "board", "board, día"]
    assert titles(reader, urlencode({"tag": 'say "yes"'})) == ["Planning"]
    event = Event.objects.order_by("pk").first()
    assert event is not None
    assert (
        '<div class="readonly">board, día</div>' in reader.get(address("change", event.pk)).content.decode()
    )


def test_the_list_shows_the_time_in_the_events_zone(reader: Client, events: list[Event]) -> None:
    edit(events[1], events[1].owner, timezone="Asia/Tokyo")
    page = reader.get(LIST).content.decode()
    found = re.findall(r'<td class="field-when">(.*?)</td>', page)
    assert found == [
        "2031-03-14 09:00 to 10:00 (UTC)",
        "2031-03-13 18:00 to 19:00 (Asia/Tokyo)",
        "2031-03-12 09:00 to 10:00 (UTC)",
        "2031-03-11 to 2031-03-12 (exclusive)",
        "2031-03-10 09:00 to 10:00 (UTC)",
    ]


@pytest.mark.parametrize("page", ["changelist", "history", "permissions", "change"])
def test_pages_take_the_same_number_of_queries_for_one_row_and_for_three(
    root: Client, anna: User, ben: User, page: str
) -> None:
    event = make_event(anna)
    where = LIST if page == "changelist" else address(page, event.pk)
    root.get(where)  # the tables of permissions and content types are read once a process
    numbers = []
    for more in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert root.get(where).status_code == 200
        numbers.append(len(captured))
        make_event(ben, title=f"other {more}")
        edit(event, anna, title=f"title {more}")
        grant(event, Group.objects.create(name=f"team {more}"), Role.OWNER)
    expected = {"changelist": 7, "history": 7, "permissions": 8, "change": 6}[page]
    assert numbers == [expected] * 3


def test_the_page_of_an_event_only_shows_it(root: Client, anna: User) -> None:
    event = make_event(anna, title="Planning", description="Bring <b>figures</b>")
    page = root.get(address("change", event.pk)).content.decode()
    assert "Bring &lt;b&gt;figures&lt;/b&gt;" in page
    assert re.findall(r'<(?:input|textarea|select)[^>]*name="(?!csrf|q")([^"]*)"', page) == []
    assert [link for link in ("history", "permissions") if f"/{event.pk}/{link}/" in page] == [
        "history",
        "permissions",
    ]


def test_the_shares_page_shows_every_role_on_the_event(reader: Client, anna: User, ben: User) -> None:
    event = make_event(anna)
    grant(event, ben, Role.OWNER, anna)
    grant(event, Group.objects.create(name="team"), Role.EDITOR, ben)

    rows = cells(reader.get(address("permissions", event.pk)).content)

    assert [row[:3] for row in rows] == [
        ["anna", "creator", ""],
        ["ben", "Owner", "anna"],
        ["group team", "Editor", "ben"],
    ]


@pytest.mark.parametrize(
    "path",
    [
        "abc/change/",
        "0/permissions/",
        "abc/permissions/",
        "0/history/",
        "abc/history/",
        "0/history/1/",
        "1/history/x/",
    ],
)
def test_what_is_not_there_is_not_found(reader: Client, path: str) -> None:
    # Django's own page for an unknown id goes to the index with a message
    assert reader.get(f"{LIST}{path}").status_code == (302 if "change" in path else 404)


def test_not_even_a_superuser_saves_around_the_actions(root: Client, anna: User) -> None:
    event = make_event(anna)
    edit(event, anna, title="Plans")
    version = HistoricalEvent.objects.get(id=event.pk, version=1)
    content = {"title": "x", "version": 1, "_save": "1"}
    before = stored()

    answers = [
        root.get(address("add")),
        root.post(address("add"), content),
        root.post(address("change", event.pk), content),
        root.post(address("simple_history", event.pk, version.pk), content),
        root.post(address("simple_history", event.pk, version.pk), {"_change_history": "1"}),
        root.get(address("delete", event.pk)),
        root.post(address("delete", event.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 7
    assert root.get(f"{LIST}{event.pk}/permissions/user-manage/{anna.pk}/").status_code in (302, 404)
    root.post(LIST, {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"})
    assert stored() == before


def test_the_model_admin_itself_refuses_to_write(anna: User) -> None:
    model_admin, request = admin.site.get_model_admin(Event), RequestFactory().post(LIST)
    event = make_event(anna)
    with pytest.raises(PermissionDenied):
        model_admin.save_model(request, event, None, True)
    with pytest.raises(PermissionDenied):
        model_admin.delete_model(request, event)


@pytest.mark.parametrize(
    ("codenames", "expected"),
    [
        ((), (403, 403, 403, 403)),
        (("delete_event", "share_event", "view_calendar"), (403, 403, 403, 403)),
        (("view_event",), (200, 200, 200, 200)),
        # Django's rule: who may change may view
        (("change_event",), (200, 200, 200, 200)),
    ],
)
def test_staff_need_the_right_to_view(
    anna: User, codenames: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    browser, event = logged_in(staff_with(*codenames)), make_event(anna)
    pages = (LIST, *(address(page, event.pk) for page in ("change", "history", "permissions")))
    assert tuple(browser.get(page).status_code for page in pages) == expected


def test_others_are_sent_to_the_login(anna: User) -> None:
    event = make_event(anna)
    pages = (LIST, *(address(page, event.pk) for page in ("change", "history", "permissions")))
    assert [logged_in(anna).get(page).status_code for page in pages] == [302] * 4


@pytest.mark.parametrize("page", ["changelist", "change", "history", "permissions", "simple_history"])
def test_pages_need_nothing_inline(root: Client, anna: User, page: str) -> None:
    event = make_event(anna)
    version = HistoricalEvent.objects.get(id=event.pk)
    args = {"changelist": [], "simple_history": [event.pk, version.pk]}.get(page, [event.pk])
    response = root.get(address(page, *args))
    text = response.content.decode()
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy)
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text) == []


def test_instants_are_shown_whole_where_they_end_on_another_day(reader: Client, anna: User) -> None:
    make_event(anna, start=datetime(2031, 3, 10, 23, tzinfo=UTC), hours=2)
    page = reader.get(LIST).content.decode()
    assert re.findall(r'<td class="field-when">(.*?)</td>', page) == [
        "2031-03-10 23:00 to 2031-03-11 01:00 (UTC)"
    ]
