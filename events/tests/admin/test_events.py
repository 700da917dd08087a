"""Events on the admin site: staff read them, nobody saves them, and the trash is reached by an action."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.actors import System
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence
from events.tests.admin.conftest import logged_in, staff_with
from journal.models import Entry

pytestmark = pytest.mark.django_db

LIST = reverse("admin:events_event_changelist")


def address(page: str, *args: Any) -> str:
    return reverse(f"admin:events_event_{page}", args=args)


def titles(browser: Client, query: str = "") -> list[str]:
    response = browser.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return [event.title for event in response.context["cl"].result_list]


def edit(event: Event, by: User, reason: str | None = None, **changes: Any) -> None:
    update_event(actor=by, event_id=event.pk, changes=EventChanges(**changes, change_reason=reason))


def stored() -> list[Any]:
    return [list(model._default_manager.values()) for model in (Event, HistoricalEvent, Occurrence, Entry)]


def cells(page: bytes) -> list[list[str]]:
    """The rows of the page's table, as text."""
    content = page.decode().partition('id="content-main"')[2]
    rows = re.findall(r"<tr>(.*?)</tr>", content, re.DOTALL)
    found = [re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.DOTALL) for row in rows[1:]]
    return [[re.sub(r"<.*?>", "", cell).strip() for cell in row] for row in found]


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


def test_the_history_shows_versions_with_author_reason_verb_and_fields(
    reader: Client, anna: User, ben: User
) -> None:
    event = make_event(anna)
    grant(event, ben, Role.EDITOR, anna)
    edit(event, ben, "Too small", location="Room Tejo", title="Plans")
    edit(event, anna, tags=["a"])
    delete_event(actor=System(), event_id=event.pk, reason="Tidying")

    rows = cells(reader.get(address("history", event.pk)).content)

    assert [[row[0], *row[2:]] for row in rows] == [
        ["4", "the system", "on the server", "moved to the trash", "", "Tidying"],
        ["3", "anna", "on the server", "changed", "tags", ""],
        ["2", "ben", "on the server", "changed", "title, location", "Too small"],
        ["1", "anna", "on the server", "created", "", ""],
    ]


def test_a_long_history_is_paged_and_each_page_knows_the_version_before_it(
    reader: Client, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_admin = admin.site.get_model_admin(Event)
    monkeypatch.setattr(model_admin, "history_list_per_page", 2)
    event = make_event(anna)
    for number in range(3):
        edit(event, anna, title=f"Title {number}")

    first = cells(reader.get(address("history", event.pk)).content)
    second = cells(reader.get(f"{address('history', event.pk)}?p=2").content)

    assert [(row[0], row[5]) for row in first] == [("4", "title"), ("3", "title")]
    assert [(row[0], row[5]) for row in second] == [("2", "title"), ("1", "")]


def test_one_version_is_shown_as_it_was(reader: Client, anna: User) -> None:
    event = make_event(anna, title="Planning")
    edit(event, anna, title="Plans")
    version = HistoricalEvent.objects.get(id=event.pk, version=1)
    page = reader.get(address("simple_history", event.pk, version.pk)).content.decode()
    assert '<div class="readonly">Planning</div>' in page
    assert ("Revert" in page, 'type="submit"' in page.partition("event_form")[2]) == (False, False)


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


def ask(browser: Client, *events: Event) -> Any:
    chosen = [event.pk for event in events]
    return browser.post(LIST, {"action": "move_to_trash", "_selected_action": chosen, "index": "0"})


def confirm(browser: Client, page: Any, reason: str = "") -> list[str]:
    """Answers the page with yes, as a browser would, and returns the messages."""
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode())
    form: dict[str, Any] = {"reason": reason}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    response = browser.post(LIST, form, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_events_go_to_the_trash_once_staff_have_confirmed_it(anna: User, ben: User) -> None:
    clerk = logged_in(staff_with("view_event", "delete_event"))
    mine, other, kept = make_event(anna), make_event(ben, title="Chess"), make_event(ben, title="Go")
    before = stored()

    page = ask(clerk, mine, other)

    assert stored() == before
    lines = re.findall(r"<li>(.*?)<input", page.content.decode())
    assert lines == ["Chess (ben, 2031-03-10)", "Planning (anna, 2031-03-10)"]
    assert confirm(clerk, page, " Spam ") == ["2 of 2 moved to the trash."]
    gone = Event.objects.filter(deleted_at__isnull=False).order_by("pk")
    assert [(event.pk, event.version, event.deleted_by) for event in gone] == [
        (mine.pk, 2, None),
        (other.pk, 2, None),
    ]
    assert list(Occurrence.objects.values_list("event_id", flat=True)) == [kept.pk]
    versions = HistoricalEvent.objects.filter(version=2)
    columns = ("verb", "source", "history_user", "history_change_reason")
    assert set(versions.values_list(*columns)) == {("deleted", "admin", None, "By staff: clerk. Spam")}
    entries = Entry.objects.filter(verb="event.deleted")
    told = [("admin", None, "By staff: clerk. Spam")] * 2
    assert list(entries.values_list("source", "actor_id", "payload__reason")) == told


@pytest.mark.parametrize("strict", [False, True])
def test_what_has_changed_since_the_page_was_shown_stays(
    root: Client, anna: User, ben: User, settings: Any, strict: bool
) -> None:
    settings.STRICT_PRECONDITIONS = strict
    changed, gone, third = make_event(anna), make_event(ben, title="Go"), make_event(ben, title="Chess")
    page = ask(root, changed, gone, third)
    settings.STRICT_PRECONDITIONS = False
    edit(changed, anna, title="Plans")
    delete_event(actor=ben, event_id=gone.pk)
    settings.STRICT_PRECONDITIONS = strict

    assert sorted(confirm(root, page)) == [
        "1 of 3 moved to the trash.",
        "Go (ben, 2031-03-10): Event not found",
        "Plans (anna, 2031-03-10): The event has changed: it is at version 2 now. Fetch it and try again.",
    ]
    assert list(Event.objects.filter(deleted_at=None)) == [changed]
    reason = HistoricalEvent.objects.get(id=third.pk, version=2).history_change_reason
    assert reason == "By staff: root"


def test_without_a_version_from_the_page_nothing_is_deleted(root: Client, anna: User) -> None:
    event = make_event(anna)
    form = {"action": "move_to_trash", "_selected_action": [event.pk], "confirmed": "yes"}
    for version in ({}, {f"version-{event.pk}": "x"}):
        root.post(LIST, {**form, **version})
    assert Event.objects.get().deleted_at is None


def test_who_may_only_view_cannot_delete(reader: Client, anna: User) -> None:
    event = make_event(anna)
    form = {
        "action": "move_to_trash",
        "_selected_action": [event.pk],
        "confirmed": "yes",
        f"version-{event.pk}": "1",
    }
    assert "move_to_trash" not in reader.get(LIST).content.decode()
    reader.post(LIST, form)
    assert Event.objects.get().deleted_at is None


def test_no_more_than_a_hundred_at_a_time(root: Client, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.admin.confirmation.MOST", 2)
    events = [make_event(anna) for _ in range(3)]
    form: dict[str, Any] = {
        "action": "move_to_trash",
        "_selected_action": [event.pk for event in events],
        "confirmed": "yes",
        **{f"version-{event.pk}": "1" for event in events},
    }
    response = root.post(LIST, form, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Choose at most 2 at a time."]
    assert Event.objects.filter(deleted_at=None).count() == 3


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


def test_reverting_is_off() -> None:
    assert settings.SIMPLE_HISTORY_REVERT_DISABLED is True


def test_instants_are_shown_whole_where_they_end_on_another_day(reader: Client, anna: User) -> None:
    make_event(anna, start=datetime(2031, 3, 10, 23, tzinfo=UTC), hours=2)
    page = reader.get(LIST).content.decode()
    assert re.findall(r'<td class="field-when">(.*?)</td>', page) == [
        "2031-03-10 23:00 to 2031-03-11 01:00 (UTC)"
    ]
