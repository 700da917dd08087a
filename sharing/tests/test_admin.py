"""Shares on the admin site: a row for each role, and taking roles away."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.factories import make_user
from events.access import get_event
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import grant, make_event
from events.models import (
    CalendarGroupPermission,
    CalendarUserPermission,
    EventGroupPermission,
    EventUserPermission,
)
from events.tests.admin.conftest import logged_in, staff_with
from journal.models import Entry
from sharing.tests.conftest import Cast
from sharing.tests.written import everything, rows_of

MODELS: tuple[Any, ...] = (
    EventUserPermission,
    EventGroupPermission,
    CalendarUserPermission,
    CalendarGroupPermission,
)
EACH = pytest.mark.parametrize("model", MODELS)


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:events_{model._meta.model_name}_{page}", args=args)


def rows(browser: Client, model: Any, query: str = "") -> list[tuple[str, str, str]]:
    """What is shared, who holds it, and the role."""
    response = browser.get(f"{address(model)}?{query}")
    assert response.status_code == 200
    page = response.content.decode()
    columns = [
        re.findall(rf'<td class="field-{name}">(.*?)</td>', page) for name in ("what", "holder", "role")
    ]
    return [(re.sub("<.*?>", "", what), holder, role) for what, holder, role in zip(*columns, strict=True)]


@pytest.fixture
def root(db: None) -> Client:
    return logged_in(make_user(username="root", is_staff=True, is_superuser=True))


@pytest.fixture
def team(cast: Cast) -> Group:
    """Holds a role on the event and another on its calendar."""
    group = Group.objects.create(name="team")
    group.user_set.add(cast.stranger)
    grant(cast.event, group, Role.EDITOR, cast.creator)
    grant(cast.calendar, group, Role.OWNER, cast.creator)
    return group


def test_each_role_is_one_row(root: Client, cast: Cast, team: Group) -> None:
    grant(cast.calendar, cast.viewer, Role.VIEWER)
    assert rows(root, EventUserPermission) == [
        ("Planning", name, name.title()) for name in ("owner", "editor", "viewer")
    ]
    assert rows(root, EventGroupPermission) == [("Planning", "group team", "Editor")]
    assert rows(root, CalendarUserPermission) == [("My calendar", "viewer", "Viewer")]
    assert rows(root, CalendarGroupPermission) == [("My calendar", "group team", "Owner")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=viewer", ["viewer"]),
        ("role=editor", ["editor"]),
        ("role=owner", ["owner"]),
        ("role=other", ["owner", "editor", "viewer"]),
        ("q=planning+editor", ["editor"]),
        ("q=creator", ["owner", "editor", "viewer"]),
        ("q=nothing", []),
    ],
)
def test_staff_filter_and_search(root: Client, cast: Cast, query: str, expected: list[str]) -> None:
    assert [holder for _, holder, _ in rows(root, EventUserPermission, query)] == expected


@EACH
def test_groups_and_calendars_are_searched_too(root: Client, cast: Cast, team: Group, model: Any) -> None:
    grant(cast.calendar, cast.viewer, Role.VIEWER)
    found = rows(root, model, f"q={'team' if 'Group' in model.__name__ else 'viewer'}")
    assert len(found) == 1
    assert root.get(f"{address(model)}?_facets=True").status_code == 200


@EACH
def test_the_list_takes_the_same_number_of_queries_for_one_row_and_for_three(
    root: Client, cast: Cast, team: Group, model: Any
) -> None:
    grant(cast.calendar, cast.viewer, Role.VIEWER)
    root.get(address(model))
    numbers = []
    for number in range(3):
        with CaptureQueriesContext(connection) as captured:
            root.get(address(model))
        numbers.append(len(captured))
        owner = make_user(username=f"owner{number}")
        event = make_event(owner)
        for thing in (event, event.calendar):
            grant(thing, cast.viewer, Role.EDITOR, owner)
            grant(thing, team, Role.EDITOR, owner)
    assert numbers == [5] * 3


@EACH
def test_one_role_is_shown_and_not_even_a_superuser_writes_it(
    root: Client, cast: Cast, team: Group, model: Any
) -> None:
    grant(cast.calendar, cast.viewer, Role.VIEWER)
    row = model.objects.filter(permission__codename__startswith="view_").first()
    before = everything()

    page = root.get(address(model, "change", row.pk))
    answers = [
        root.post(address(model, "add"), {"user": cast.stranger.pk}),
        root.post(address(model, "change", row.pk), {"granted_by": cast.stranger.pk}),
        root.post(address(model, "delete", row.pk), {"post": "yes"}),
    ]

    assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)
    assert [answer.status_code for answer in answers] == [403] * 3
    root.post(address(model), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert everything() == before
    response = root.get(address(model, "history", row.pk))
    kind = "event" if "Event" in model.__name__ else "calendar"
    assert response.headers["Location"].endswith(f"?q={kind}:{row.content_object_id}")


def chosen(browser: Client, model: Any, **more: str) -> Any:
    view_rows = model.objects.filter(permission__codename__startswith="view_")
    ids = list(view_rows.values_list("pk", flat=True))
    return browser.post(address(model), {"action": "revoke", "_selected_action": ids, **more}, follow=True)


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@EACH
def test_roles_are_revoked_once_staff_have_confirmed_it(
    root: Client, cast: Cast, team: Group, model: Any
) -> None:
    grant(cast.calendar, cast.viewer, Role.VIEWER)
    number = model.objects.filter(permission__codename__startswith="view_").count()
    before = everything()

    asked = chosen(root, model)

    assert everything() == before
    assert len(re.findall("<li>.* of (?:Planning|My calendar)<input", asked.content.decode())) == number
    answered = chosen(root, model, confirmed="yes", reason="Left the company")
    assert messages_of(answered) == [f"{number} of {number} revoked."]
    assert model.objects.count() == 0
    kind = "event" if "Event" in model.__name__ else "calendar"
    entries = Entry.objects.filter(verb=f"{kind}.revoked")
    told = [("admin", None, "By staff: root. Left the company")] * number
    assert list(entries.values_list("source", "actor_id", "payload__reason")) == told


def test_who_was_in_the_team_sees_the_event_no_more(root: Client, cast: Cast, team: Group) -> None:
    assert get_event(cast.stranger, cast.event.pk).rank == Role.OWNER.rank
    chosen(root, CalendarGroupPermission, confirmed="yes")
    assert get_event(cast.stranger, cast.event.pk).rank == Role.EDITOR.rank


def test_roles_on_what_lies_in_the_trash_stay(root: Client, cast: Cast) -> None:
    delete_event(actor=cast.creator, event_id=cast.event.pk)
    held = rows_of(cast.event)
    response = chosen(root, EventUserPermission, confirmed="yes")
    assert (
        messages_of(response)
        == [f"{name}: {name.title()} of Planning: Event not found" for name in ("viewer", "editor", "owner")][
            ::-1
        ]
    )
    assert rows_of(cast.event) == held


def test_who_may_only_view_revokes_nothing(cast: Cast) -> None:
    reader = logged_in(staff_with("view_eventuserpermission"))
    held = rows_of(cast.event)
    assert len(rows(reader, EventUserPermission)) == 3
    chosen(reader, EventUserPermission, confirmed="yes")
    assert rows_of(cast.event) == held


@EACH
def test_staff_need_the_right_to_view(db: None, model: Any) -> None:
    assert logged_in(staff_with("view_event")).get(address(model)).status_code == 403
