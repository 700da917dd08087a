"""The changelog and its filters."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.actors import System
from core.errors import NotFound
from events.enums import Role
from events.factories import START, grant, make_event
from events.models import Event
from history.changes import ChangelogFilters
from history.facts import Version
from history.rules.columns import COLUMN_OF
from history.selectors import changelog
from history.selectors.changelog import changelog_of
from history.selectors.versions import versions_of
from history.tests.conftest import edit, make_versions


def numbers(reader: Any, event: Event, **filters: Any) -> list[int]:
    """The numbers of all versions that the filters leave, page by page."""
    found: list[int] = []
    before = None
    while True:
        page = changelog_of(reader, event.pk, ChangelogFilters(before_version=before, **filters))
        assert page.versions or page.next_before is None
        found += [version.number for version in page.versions]
        before = page.next_before
        if before is None:
            return found


@pytest.fixture
def weekly(owner: User, editor: User, event: Event) -> Event:
    """Version 4 to 8: a rule, another one of the same type, a tag, an all-day event, and back again."""
    edit(editor, event, rrule="FREQ=WEEKLY")
    edit(owner, event, rrule="FREQ=WEEKLY;INTERVAL=2")
    edit(owner, event, tags=["a"])
    edit(editor, event, is_all_day=True, start_time=START.date(), end_time=START.date() + timedelta(days=1))
    return edit(owner, event, is_all_day=False, start_time=START, end_time=START + timedelta(hours=1))


def test_without_filters_it_tells_what_the_history_tells(weekly: Event, owner: User) -> None:
    page = changelog_of(owner, weekly.pk, ChangelogFilters())
    assert page.next_before is None
    assert page.versions == versions_of(owner, weekly.pk, limit=100).versions


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", [2, 1]),
        ("description", [3]),
        ("location", [3, 1]),
        ("start_time", [8, 7, 1]),
        ("end_time", [8, 7, 1]),
        ("is_all_day", [8, 7, 1]),
        ("rrule", [5, 4]),
        ("is_recurring", [4, 1]),
        ("recurrence_type", [4, 1]),
        ("recurrence_pattern", [5, 4]),
        ("tags", [6, 1]),
        ("recurrence_overrides", [1]),
        ("transparency", [1]),
        ("status", [1]),
        ("timezone", [1]),
        ("calendar_id", [1]),
    ],
)
def test_a_field_leaves_the_versions_that_changed_it(
    weekly: Event, owner: User, field: str, expected: list[int]
) -> None:
    assert numbers(owner, weekly, field=field) == expected
    assert numbers(owner, weekly, field=field, limit=1) == expected


def test_every_field_can_be_asked_for(event: Event, owner: User) -> None:
    data = versions_of(owner, event.pk, limit=1).versions[0].data
    assert set(COLUMN_OF) == set(data)


def test_a_person_is_named_by_id_or_by_name_in_any_case(weekly: Event, owner: User, editor: User) -> None:
    assert numbers(owner, weekly, actor=editor.pk) == [7, 4, 2]
    assert numbers(owner, weekly, actor="eDDie") == [7, 4, 2]
    assert numbers(owner, weekly, actor=owner.pk, limit=2) == [8, 6, 5, 3, 1]
    assert numbers(owner, weekly, actor="nobody") == []
    assert numbers(owner, weekly, actor=0) == []


def test_since_is_inclusive(weekly: Event, owner: User) -> None:
    at = versions_of(owner, weekly.pk, limit=100).versions[2].at
    assert numbers(owner, weekly, since=at) == [8, 7, 6]
    assert numbers(owner, weekly, since=at, limit=1) == [8, 7, 6]
    assert numbers(owner, weekly, since=at + timedelta(microseconds=1)) == [8, 7]


def test_filters_hold_together(weekly: Event, owner: User, editor: User) -> None:
    at = versions_of(owner, weekly.pk, limit=100).versions[2].at
    assert numbers(owner, weekly, actor="olive", field="start_time", since=at) == [8]
    assert numbers(owner, weekly, actor="olive", field="rrule") == [5]


def test_what_a_version_changed_does_not_depend_on_the_filter(weekly: Event, owner: User) -> None:
    whole = {version.number: version for version in versions_of(owner, weekly.pk, limit=100).versions}
    for filters in ({"actor": "eddie"}, {"field": "start_time"}, {"actor": "olive", "limit": 1}):
        page = changelog_of(owner, weekly.pk, ChangelogFilters(**filters))
        assert page.versions == [whole[version.number] for version in page.versions]
        assert page.versions


@pytest.mark.parametrize("versions", [1, 200])
def test_the_statements_do_not_grow_with_the_versions(
    owner: User, versions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_versions(make_event(owner), versions)
    for filters, statements in (
        ({}, 1),
        ({"limit": 100}, 1),
        ({"actor": owner.pk}, 1),
        ({"actor": "olive"}, 1),
        ({"field": "title"}, 2 if versions > 1 else 1),
    ):
        wanted = ChangelogFilters(**filters)
        with django_assert_num_queries(statements):
            found = changelog_of(owner, event.pk, wanted)
    assert len(found.versions) == min(versions // 2, 50) or versions == 1


def test_whoever_may_not_see_the_event_finds_nothing(event: Event, stranger: User) -> None:
    for filters in ({}, {"actor": "olive"}, {"field": "title"}, {"actor": "nobody"}):
        with pytest.raises(NotFound, match="Event not found"):
            changelog_of(stranger, event.pk, ChangelogFilters(**filters))  # type: ignore[arg-type]


def test_the_system_reads_all(event: Event) -> None:
    assert numbers(System(), event) == [3, 2, 1]
    assert numbers(System(), event, field="title") == [2, 1]


def test_one_call_reads_a_bounded_number_of_rows(
    owner: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Where a column changes again and again without the field, a page is short and says where to go on."""
    event = make_event(owner, rrule="FREQ=DAILY;COUNT=2")
    for count in range(3, 15):
        edit(owner, event, rrule=f"FREQ=DAILY;COUNT={count}")
    monkeypatch.setattr(changelog, "PAGE_SIZES", (2,))
    monkeypatch.setattr(changelog, "MOST_READS", 3)
    pages: list[list[int]] = []
    before: int | None = None
    while before is not None or not pages:
        with django_assert_max_num_queries(7):
            page = changelog_of(
                owner, event.pk, ChangelogFilters(field="is_recurring", limit=1, before_version=before)
            )
        pages.append([version.number for version in page.versions])
        before = page.next_before
    assert pages == [[], [], [1]]


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    edits=st.lists(
        st.sampled_from(
            [
                {"title": "A"},
                {"title": "B"},
                {"location": "A", "title": "A"},
                {"tags": ["a", "b"]},
                {"tags": []},
                {"rrule": "FREQ=DAILY;COUNT=3"},
                {"rrule": None},
                {"timezone": "Europe/Lisbon"},
            ]
        ),
        max_size=8,
    ),
    by_editor=st.lists(st.booleans(), min_size=8, max_size=8),
    field=st.sampled_from([None, *COLUMN_OF]),
    actor=st.sampled_from([None, "eddie", "olive"]),
    limit=st.integers(1, 4),
)
def test_filters_leave_what_python_would_leave(
    owner: User,
    editor: User,
    edits: list[dict[str, Any]],
    by_editor: list[bool],
    field: str | None,
    actor: str | None,
    limit: int,
) -> None:
    event = make_event(owner)
    grant(event, editor, Role.EDITOR)
    for fields, theirs in zip(edits, by_editor, strict=False):
        edit(editor if theirs else owner, event, **fields)

    def is_left(version: Version) -> bool:
        return (field is None or field in version.changes) and (
            actor is None or (version.changed_by_username or "").lower() == actor
        )

    expected = [v.number for v in versions_of(owner, event.pk, limit=100).versions if is_left(v)]
    assert numbers(owner, event, field=field, actor=actor, limit=limit) == expected
