"""Pages of versions, and single ones."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.factories import make_user
from accounts.models import User
from core.actors import Anonymous, System
from core.errors import NotAuthenticated, NotFound
from events.actions.delete_event import delete_event
from events.enums import Role, Verb
from events.factories import grant, make_calendar, make_event
from events.models import Event
from history.facts import Version
from history.rules.diff import Change
from history.selectors.versions import version_of, versions_of
from history.tests.conftest import edit, event_data, make_versions


def test_versions_come_newest_first_with_what_each_changed(event: Event, owner: User, editor: User) -> None:
    page = versions_of(owner, event.pk, limit=100)
    assert page.next_before is None
    newest, second, first = page.versions
    content = event_data(event)
    assert newest.data == content
    assert second.data == {**content, "description": None, "location": "Room 1"}
    assert first.data == {**content, "title": "Planning", "description": None, "location": "Room 1"}
    assert [(v.number, v.is_current, v.verb, v.changed_by_username) for v in page.versions] == [
        (3, True, Verb.UPDATED, "olive"),
        (2, False, Verb.UPDATED, "Eddie"),
        (1, False, Verb.CREATED, "olive"),
    ]
    assert [v.changed_by for v in page.versions] == [owner.pk, editor.pk, owner.pk]
    assert [v.reason for v in page.versions] == [None, "It is weekly", None]
    assert [v.summary for v in page.versions] == ["Description, location changed", "Title changed", "Created"]
    assert newest.changes == {
        "description": Change(None, "Bring <b>sketches</b>", "added"),
        "location": Change("Room 1", "Room 2", "modified"),
    }
    assert second.changes == {"title": Change("Planning", "Planning the week", "modified")}
    assert first.changes["title"] == Change(None, "Planning", "added")


def test_a_version_alone_is_the_one_of_the_page(event: Event, viewer: User) -> None:
    page = versions_of(viewer, event.pk, limit=100)
    assert [version_of(viewer, event.pk, number) for number in (3, 2, 1)] == page.versions


def test_pages_join_without_gap_and_know_their_end(event: Event, owner: User) -> None:
    whole = versions_of(owner, event.pk, limit=3)
    assert whole.next_before is None
    pages: list[Version] = []
    before = None
    for _ in range(3):
        page = versions_of(owner, event.pk, limit=1, before_version=before)
        pages += page.versions
        before = page.next_before
    assert before is None
    assert pages == whole.versions


def test_pages_stay_in_place_while_versions_are_added(event: Event, owner: User) -> None:
    first = versions_of(owner, event.pk, limit=2)
    edit(owner, event, title="Something else")
    second = versions_of(owner, event.pk, limit=2, before_version=first.next_before)
    assert [v.number for v in (*first.versions, *second.versions)] == [3, 2, 1]
    assert [v.is_current for v in second.versions] == [False]


@pytest.mark.parametrize("versions", [1, 200])
def test_a_page_is_one_statement_however_many_versions(
    owner: User, versions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_versions(make_event(owner), versions)
    for _ in range(2):  # the first call compiles
        with django_assert_num_queries(1):
            page = versions_of(owner, event.pk, limit=100)
        with django_assert_num_queries(1):
            version_of(owner, event.pk, versions)
    assert len(page.versions) == min(versions, 100)
    if versions == 200:
        with django_assert_num_queries(1):
            rest = versions_of(owner, event.pk, limit=100, before_version=page.next_before)
        assert [v.number for v in (*page.versions, *rest.versions)] == list(range(200, 0, -1))
        assert rest.next_before is None


def test_whoever_may_see_the_event_may_see_its_history(event: Event, owner: User, stranger: User) -> None:
    assert len(versions_of(System(), event.pk, limit=10).versions) == 3
    with pytest.raises(NotFound, match="Event not found"):
        versions_of(stranger, event.pk, limit=10)
    with pytest.raises(NotFound, match="Event not found"):
        version_of(stranger, event.pk, 1)
    grant(event.calendar, stranger, Role.VIEWER)
    assert len(versions_of(stranger, event.pk, limit=10).versions) == 3


def test_staff_see_no_more_than_others(event: Event) -> None:
    admin = make_user(is_staff=True, is_superuser=True)
    with pytest.raises(NotFound):
        versions_of(admin, event.pk, limit=10)


def test_nobody_sees_nothing(event: Event) -> None:
    with pytest.raises(NotAuthenticated):
        versions_of(Anonymous(), event.pk, limit=10)


def test_a_deleted_event_keeps_its_history_for_those_who_saw_it(
    event: Event, owner: User, stranger: User
) -> None:
    delete_event(actor=owner, event_id=event.pk)
    newest = versions_of(owner, event.pk, limit=1).versions[0]
    assert (newest.verb, newest.is_current) == ("deleted", True)
    with pytest.raises(NotFound, match="Event not found"):
        version_of(stranger, event.pk, 1)


@pytest.mark.parametrize("number", [0, 4, 2**31, 2**63 - 1])
def test_a_version_that_is_not_there(event: Event, owner: User, number: int) -> None:
    with pytest.raises(NotFound, match="Version not found"):
        version_of(owner, event.pk, number)


def test_a_deed_of_the_system_names_nobody(owner: User) -> None:
    event = make_event(owner)
    delete_event(actor=System(), event_id=event.pk)
    Event.objects.filter(pk=event.pk).update(deleted_at=None)
    newest, first = versions_of(owner, event.pk, limit=10).versions
    assert (newest.changed_by, newest.changed_by_username, newest.summary) == (None, None, "Moved to trash")
    assert (newest.data, newest.changes) == (first.data, {})


def test_recurrence_comes_in_both_spellings(owner: User) -> None:
    event = make_event(owner, recurrence_type="weekly", recurrence_pattern={"interval": 2}, tags=["b", "a"])
    edit(owner, event, calendar_id=make_calendar(owner).pk)
    newest, first = versions_of(owner, event.pk, limit=10).versions
    assert {name: first.data[name] for name in ("is_recurring", "recurrence_type", "rrule", "tags")} == {
        "is_recurring": True,
        "recurrence_type": "weekly",
        "rrule": event.rrule,
        "tags": ["b", "a"],
    }
    assert first.data["recurrence_pattern"]["interval"] == 2
    assert list(newest.changes) == ["calendar_id"]
