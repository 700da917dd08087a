"""Calendars on the admin site: staff read them, and nobody writes."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from events.actions.delete_calendar import delete_calendar
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import grant, make_calendar, make_event
from events.models import Calendar
from events.tests.admin.conftest import logged_in, staff_with
from journal.models import Entry

pytestmark = pytest.mark.django_db

LIST = reverse("admin:events_calendar_changelist")


def address(page: str, *args: Any) -> str:
    return reverse(f"admin:events_calendar_{page}", args=args)


def shown(browser: Client, query: str = "") -> list[tuple[str, str]]:
    """Owners and names, those of staff itself left out."""
    response = browser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    rows = response.context["cl"].result_list
    return [(row.owner.username, row.name) for row in rows if row.owner.username != "clerk"]


@pytest.fixture
def calendars(anna: User, ben: User) -> list[Calendar]:
    User.objects.update(full_name="")  # or somebody called Savannah would be found for "anna"
    sea, old = make_calendar(anna, "Sea", color="teal"), make_calendar(ben, "Old")
    delete_calendar(actor=ben, calendar_id=old.pk)
    return [sea, old]


ANNAS, BENS = ("anna", "My calendar"), ("ben", "My calendar")
SEA, OLD = ("anna", "Sea"), ("ben", "Old")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [ANNAS, BENS, SEA, OLD]),
        ("color__exact=teal", [SEA]),
        ("is_default__exact=1", [ANNAS, BENS]),
        ("deleted=yes", [OLD]),
        ("deleted=no", [ANNAS, BENS, SEA]),
        ("q=sea", [SEA]),
        ("q=anna", [ANNAS, SEA]),
        ("owner=x", []),
    ],
)
def test_staff_filter_and_search(
    reader: Client, calendars: list[Calendar], query: str, expected: list[tuple[str, str]]
) -> None:
    assert shown(reader, query) == expected


def test_staff_find_the_calendars_of_one_owner(reader: Client, calendars: list[Calendar], ben: User) -> None:
    assert shown(reader, f"owner={ben.pk}") == [BENS, OLD]


def test_the_list_counts_the_events_that_are_there_and_leads_to_them(
    reader: Client, anna: User, calendars: list[Calendar]
) -> None:
    for _ in range(3):
        event = make_event(anna, calendar_id=calendars[0].pk)
    delete_event(actor=anna, event_id=event.pk)
    make_event(anna)
    page = reader.get(f"{LIST}?q=sea").content.decode()
    links = re.findall(r'<td class="field-events_in"><a href="(.*?)">(.*?)</a>', page)
    events = reverse("admin:events_event_changelist")
    assert links == [(f"{events}?calendar__id__exact={calendars[0].pk}", "2")]
    assert reader.get(links[0][0]).status_code == 200


def test_the_list_takes_the_same_number_of_queries_for_one_row_and_for_three(
    root: Client, anna: User
) -> None:
    root.get(LIST)
    numbers = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            root.get(LIST)
        numbers.append(len(captured))
        make_event(anna, calendar_id=make_calendar(anna).pk)
    assert numbers == [6] * 3


def test_the_shares_of_a_calendar_are_shown(
    reader: Client, calendars: list[Calendar], anna: User, ben: User
) -> None:
    grant(calendars[0], ben, Role.EDITOR, anna)
    page = reader.get(address("permissions", calendars[0].pk)).content.decode()
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', page)
    assert rows == [("anna", "creator"), ("ben", "Editor")]


def test_its_history_is_what_the_journal_says(reader: Client, calendars: list[Calendar]) -> None:
    response = reader.get(address("history", calendars[0].pk), follow=True)
    assert response.redirect_chain == [
        (f"{reverse('admin:journal_entry_changelist')}?q=calendar:{calendars[0].pk}", 302)
    ]
    assert [entry.verb for entry in response.context["cl"].result_list] == ["calendar.created"]


def test_not_even_a_superuser_saves_around_the_actions(root: Client, calendars: list[Calendar]) -> None:
    one = calendars[0].pk
    before = list(Calendar.objects.values()), Entry.objects.count()
    answers = [
        root.get(address("add")),
        root.post(address("add"), {"name": "x"}),
        root.post(address("change", one), {"name": "x"}),
        root.post(address("delete", one), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    root.post(LIST, {"action": "delete_selected", "_selected_action": [one], "post": "yes"})
    assert (list(Calendar.objects.values()), Entry.objects.count()) == before


@pytest.mark.parametrize(
    ("codenames", "expected"), [((), 403), (("view_event",), 403), (("view_calendar",), 200)]
)
def test_staff_need_the_right_to_view(anna: User, codenames: tuple[str, ...], expected: int) -> None:
    browser, calendar = logged_in(staff_with(*codenames)), make_calendar(anna)
    pages = (LIST, *(address(page, calendar.pk) for page in ("change", "permissions")))
    assert [browser.get(page).status_code for page in pages] == [expected] * 3
    assert browser.get(address("history", calendar.pk)).status_code == (302 if expected == 200 else 403)


def test_an_unknown_calendar_has_no_history(reader: Client) -> None:
    assert reader.get(address("history", 0)).status_code == 404
