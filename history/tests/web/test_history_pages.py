"""Tests of the pages of versions: listed, compared, restored."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from events.actions.delete_event import delete_event
from events.factories import START, make_event
from events.models import Event, HistoricalEvent
from events.tests.web.forms import sent, texts
from history.tests.conftest import edit, make_versions

pytestmark = pytest.mark.django_db
SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture
def page(client: Client, event: Event, owner: User, editor: User) -> Client:
    """The owner looks; both have full names."""
    for person, name in ((owner, "Olive Oak"), (editor, "Eddie Ash")):
        person.full_name = name
        person.save()
    client.force_login(owner)
    return client


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def test_versions_say_who_did_what_and_why(page: Client, event: Event) -> None:
    shown = texts(html(page, f"/events/{event.pk}/history/"))
    assert "Changed place, description v3 Today" in shown
    assert "Eddie Ash Changed title It is weekly v2" in shown
    assert "Created the event v1" in shown


def test_edits_of_one_person_in_one_go_are_one_row(page: Client, event: Event, owner: User) -> None:
    edit(owner, event, title="A")
    edit(owner, event, title="B")
    document = html(page, f"/events/{event.pk}/history/")
    assert "3 changes: description, place, title" in texts(document)
    assert document.count("<details>") == 1
    assert document.count('class="version-row') == 5


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [3, 2, 1]),
        ("who=eddie", [2]),
        ("what=title", [2, 1]),
        ("what=location", [3, 1]),
        ("period=day", [3, 2, 1]),
        ("before=3", [2, 1]),
        ("who=nobody", []),
        ("what=nothing&before=x", [3, 2, 1]),
    ],
)
def test_filters_and_pages(page: Client, event: Event, query: str, numbers: list[int]) -> None:
    document = html(page, f"/events/{event.pk}/history/?{query}")
    assert [n for n in range(9, 0, -1) if f'name="to" value="{n}"' in document] == numbers


def test_a_long_history_has_pages(page: Client, owner: User) -> None:
    event = make_versions(make_event(owner, title="Long"), 60)
    first = html(page, f"/events/{event.pk}/history/")
    assert "?before=36" in first
    assert 'value="60"' in first
    assert 'name="to" value="35"' in html(page, f"/events/{event.pk}/history/?before=36")


def test_it_says_who_last_changed_what(page: Client, event: Event) -> None:
    shown = texts(html(page, f"/events/{event.pk}/history/").partition('class="card blame"')[2])
    assert "Title Eddie Ash Version v2" in shown
    assert "Where Olive Oak Version v3" in shown
    assert "When Olive Oak Version v1" in shown


def test_the_history_of_an_event_in_the_trash_is_read(page: Client, event: Event, owner: User) -> None:
    delete_event(actor=owner, event_id=event.pk)
    document = html(page, f"/events/{event.pk}/history/")
    assert "Moved the event to the trash" in document
    assert "/restore/" not in document
    html(page, f"/events/{event.pk}/diff/1/3/")


def test_two_chosen_versions_are_compared(page: Client, event: Event) -> None:
    answer = page.get(f"/events/{event.pk}/compare/?from=1&to=3")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/events/{event.pk}/diff/1/3/")
    html(page, f"/events/{event.pk}/compare/?from=1", 422)


def test_a_difference_is_shown_word_by_word(page: Client, event: Event) -> None:
    document = html(page, f"/events/{event.pk}/diff/1/3/")
    added = '<ins><span class="visually-hidden">added: </span>{}</ins>'
    removed = '<del><span class="visually-hidden">removed: </span>{}</del>'
    assert f"Planning {added.format('the week')}" in document
    assert f"Room {removed.format('1')}{added.format('2')}" in document
    assert added.format("Bring &lt;b&gt;sketches&lt;/b&gt;") in document
    assert "From version 1 to version 3" in document


def test_side_by_side_each_side_has_its_own(page: Client, event: Event) -> None:
    document = html(page, f"/events/{event.pk}/diff/1/3/?view=split")
    row = document.partition("Where</th>")[2].partition("</tr>")[0]
    assert [texts(cell) for cell in row.split("</td>")[:2]] == ["Room removed: 1", "Room added: 2"]


def test_a_change_of_time_has_words_and_bars(page: Client, event: Event, owner: User) -> None:
    later = START + timedelta(hours=1)
    edit(owner, event, start_time=later, end_time=later + timedelta(minutes=90))
    document = html(page, f"/events/{event.pk}/diff/3/4/")
    assert texts(document.partition("When</th>")[2].partition("<svg")[0]) == (
        "Mon 10 Mar 2031, removed: 09:00 – 10:00 added: 10:00 – 11:30 1 h later, 30 min longer"
    )
    assert document.count('class="time-bar-') == 2
    assert "style=" not in document


def test_tags_rules_dates_and_words_are_shown(page: Client, event: Event, owner: User) -> None:
    edit(owner, event, tags=["a", "b"], rrule="FREQ=WEEKLY;COUNT=4")
    edit(
        owner,
        event,
        tags=["b", "c"],
        rrule="FREQ=DAILY;COUNT=4",
        status="tentative",
        transparency="transparent",
        timezone="Asia/Tokyo",
        recurrence_overrides={
            "2031-03-11T18:00:00": {"excluded": True},
            "2031-03-12T18:00:00": {"title": SCRIPT, "start_time": "2031-03-12T20:00:00"},
        },
    )
    document = html(page, f"/events/{event.pk}/diff/4/5/")
    shown = texts(document)
    assert "Tags removed: a b added: c" in shown
    assert "Status removed: Confirmed added: Tentative" in shown
    assert "Shown as removed: Busy added: Free" in shown
    assert "Tue 11 Mar 2031, 18:00 removed: as the series added: does not take place" in shown
    assert "added: Title: “&lt;img src=x onerror=alert(1)&gt;”; begins Wed 12 Mar 2031, 20:00" in shown
    assert "Times of Tokyo" in shown
    assert SCRIPT not in document
    assert "every" in shown.partition("Repeats")[2]
    assert html(page, f"/events/{event.pk}/diff/4/5/?view=split").count("</tr>") == document.count("</tr>")


@pytest.mark.parametrize("address", ["diff/1/9/", "diff/0/1/", "restore/9/", "diff/1/99999999999999999999/"])
def test_versions_that_are_not_there(page: Client, event: Event, address: str) -> None:
    html(page, f"/events/{event.pk}/{address}", 404)


@pytest.mark.parametrize("address", ["", "edit/", "history/", "diff/1/2/", "restore/1/"])
def test_ids_that_no_column_holds_are_of_nothing(page: Client, address: str) -> None:
    html(page, f"/events/{'9' * 20}/{address}", 404)


@pytest.mark.parametrize("address", ["history/", "diff/1/2/", "restore/1/", "edit/", "delete/", ""])
def test_strangers_find_nothing(client: Client, event: Event, stranger: User, address: str) -> None:
    assert client.get(f"/events/{event.pk}/{address}").status_code == 302
    client.force_login(stranger)
    html(client, f"/events/{event.pk}/{address}", 404)


def test_a_title_is_text_everywhere(page: Client, event: Event, owner: User) -> None:
    edit(owner, event, title=SCRIPT, location=SCRIPT, description=SCRIPT, tags=[SCRIPT], change_reason=SCRIPT)
    for address in (
        "",
        "?view=split",
        "history/",
        "diff/3/4/",
        "diff/4/1/?view=split",
        "restore/1/",
        "edit/",
        "delete/",
        "share/",
    ):
        document = html(page, f"/events/{event.pk}/{address}")
        assert "&lt;img src=x onerror=alert(1)&gt;" in document, address
        assert "<img" not in document, address


def test_restoring_shows_what_it_would_do(page: Client, event: Event) -> None:
    before = HistoricalEvent.objects.count()
    shown = texts(html(page, f"/events/{event.pk}/restore/1/"))
    assert re.search(r"The event will look as Olive Oak left it \((today|yesterday), \d\d:\d\d\)\.", shown)
    assert "This adds version 4; versions 1 to 3 stay in the history." in shown
    assert "Title Planning removed: the week" in shown
    assert "Where Room removed: 2 added: 1" in shown
    assert "People and sharing stay as they are now" in shown
    assert HistoricalEvent.objects.count() == before


def test_a_version_is_restored_and_can_be_taken_back(page: Client, event: Event) -> None:
    address = f"/events/{event.pk}/restore/1/"
    data = sent(html(page, address), change_reason="It was better")
    answer = page.post(address, data)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/events/{event.pk}/")
    event.refresh_from_db()
    assert (event.title, event.location, event.version) == ("Planning", "Room 1", 4)
    row = HistoricalEvent.objects.get(version=4)
    assert (row.verb, row.restored_from, row.history_change_reason) == ("rolled_back", 1, "It was better")
    document = html(page, f"/events/{event.pk}/")
    assert "Restored version 1." in document
    undo = document.partition('action="/undo/')[2].partition('"')[0]
    page.post(f"/undo/{undo}")
    event.refresh_from_db()
    assert (event.title, event.version) == ("Planning the week", 5)


def test_single_fields_are_restored(page: Client, event: Event) -> None:
    address = f"/events/{event.pk}/restore/1/"
    page.post(address, sent(html(page, address), row=["location"]))
    event.refresh_from_db()
    assert (event.title, event.location) == ("Planning the week", "Room 1")


@pytest.mark.parametrize("row", [None, ["nonsense"]])
def test_nothing_chosen_is_refused(page: Client, event: Event, row: list[str] | None) -> None:
    address = f"/events/{event.pk}/restore/1/"
    answer = page.post(address, sent(html(page, address), row=row, change_reason="kept words"))
    assert answer.status_code == 422
    assert "Choose at least one thing to restore." in answer.content.decode()
    assert "kept words" in answer.content.decode()


def test_restoring_after_somebody_has_changed_it_asks_again(page: Client, event: Event, editor: User) -> None:
    address = f"/events/{event.pk}/restore/1/"
    data = sent(html(page, address))
    edit(editor, event, title="Newest")
    answer = page.post(address, data)
    assert (answer.status_code, HistoricalEvent.objects.count()) == (412, 4)
    assert page.post(address, sent(answer.content.decode())).status_code == 302


def test_a_time_that_is_taken_is_restored_anyway_or_left(page: Client, event: Event, owner: User) -> None:
    edit(owner, event, start_time=START + timedelta(days=1), end_time=START + timedelta(days=1, hours=1))
    make_event(owner, title="Critique")
    address = f"/events/{event.pk}/restore/1/"
    shown = html(page, address)
    assert "Overlaps Critique" in shown
    data = sent(shown)
    assert page.post(address, data).status_code == 409
    assert HistoricalEvent.objects.filter(id=event.pk).count() == 4
    assert page.post(address, {**data, "row": ["title"]}).status_code == 302
    data = sent(html(page, address))
    assert page.post(address, {**data, "on_conflict": "allow"}).status_code == 302
    event.refresh_from_db()
    assert (event.start_at, event.version) == (START, 6)


def test_viewers_restore_nothing(client: Client, event: Event, viewer: User) -> None:
    client.force_login(viewer)
    assert "/restore/" not in html(client, f"/events/{event.pk}/history/")
    html(client, f"/events/{event.pk}/restore/1/", 403)
    assert client.post(f"/events/{event.pk}/restore/1/", {"row": ["title"]}).status_code == 403


def test_a_version_that_is_as_now_needs_no_restoring(page: Client, event: Event) -> None:
    assert "The event already looks as it did in that version." in html(
        page, f"/events/{event.pk}/restore/3/"
    )


def test_the_number_of_queries_is_fixed(
    page: Client, event: Event, owner: User, editor: User, django_assert_num_queries: Any
) -> None:
    for address, number in (("history/", 7), ("diff/1/2/", 6)):
        html(page, f"/events/{event.pk}/{address}")
        with django_assert_num_queries(number):
            html(page, f"/events/{event.pk}/{address}")
    for title in "abc":
        edit(editor, event, title=title)
        edit(owner, event, title=title * 2)
    with django_assert_num_queries(7):
        html(page, f"/events/{event.pk}/history/")
    with django_assert_num_queries(6):
        html(page, f"/events/{event.pk}/diff/1/9/")
