"""Changing the role that somebody holds."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import DomainError, Forbidden, NotFound
from events.enums import Role
from events.factories import grant
from events.models import CalendarUserPermission, EventUserPermission
from sharing.actions.change_role import change_calendar_role, change_event_role
from sharing.errors import OwnerIsFixed, PermissionNotFound
from sharing.tests.conftest import Cast, in_group
from sharing.tests.written import codenames, entries, everything, last_entry, refusal, rows_of


def change(cast: Cast, kind: str, actor: Any, user: Any, role: str) -> None:
    user_id = getattr(user, "pk", user)
    if kind == "event":
        change_event_role(actor=actor, event_id=cast.event.pk, user_id=user_id, role=Role(role))
    else:
        change_calendar_role(actor=actor, calendar_id=cast.calendar.pk, user_id=user_id, role=Role(role))


@pytest.mark.parametrize("kind", ["event", "calendar"])
@pytest.mark.parametrize("before", list(Role))
@pytest.mark.parametrize("after", list(Role))
def test_every_role_can_become_every_other(cast: Cast, kind: str, before: Role, after: Role) -> None:
    thing, model = (
        getattr(cast, kind),
        {"event": EventUserPermission, "calendar": CalendarUserPermission}[kind],
    )
    grant(thing, cast.newcomer, before, cast.creator)
    view = model.objects.get(user=cast.newcomer, permission__codename=f"view_{kind}")
    mark = last_entry()

    change(cast, kind, cast.creator, cast.newcomer, after)

    assert rows_of(thing)["newcomer"] == codenames(after, kind)
    now = model.objects.get(pk=view.pk)
    assert (now.granted_by, now.granted_at) == (cast.creator, view.granted_at)
    assert (now.updated_at > view.updated_at) == (before is not after)
    told = [] if before is after else [(f"{kind}.role_changed", f"role changed from {before} to {after}")]
    assert [(entry["verb"], entry["summary"]) for entry in entries(mark)] == told


def test_only_the_one_user_is_touched(cast: Cast) -> None:
    held = rows_of(cast.event)

    change(cast, "event", cast.owner, cast.viewer, "owner")

    assert rows_of(cast.event) == {**held, "viewer": codenames("owner")}


def test_an_owner_may_demote_himself(cast: Cast) -> None:
    change(cast, "event", cast.owner, cast.owner, "viewer")

    assert rows_of(cast.event)["owner"] == codenames("viewer")


@pytest.mark.parametrize("kind", ["event", "calendar"])
@pytest.mark.parametrize("who", ["creator", "owner"])
def test_the_creator_is_fixed(cast: Cast, calendar_owner: None, kind: str, who: str) -> None:
    error = refusal(change, cast, kind, getattr(cast, who), cast.creator, "viewer")

    assert (type(error), error.detail) == (OwnerIsFixed, "Cannot modify owner's permissions")


@pytest.fixture
def calendar_owner(cast: Cast) -> None:
    grant(cast.calendar, cast.owner, "owner", cast.creator)


@pytest.mark.parametrize(
    ("who", "expected"), [("stranger", NotFound), ("viewer", Forbidden), ("editor", Forbidden)]
)
@pytest.mark.parametrize("whom", ["creator", "viewer", "editor", "newcomer", 999_999_999])
def test_authorisation_comes_first(cast: Cast, who: str, expected: type[DomainError], whom: Any) -> None:
    user = getattr(cast, whom) if isinstance(whom, str) else whom

    assert type(refusal(change, cast, "event", getattr(cast, who), user, "owner")) is expected


def test_who_holds_no_role_of_his_own_has_none_to_change(cast: Cast) -> None:
    grant(cast.calendar, cast.newcomer, "editor", cast.creator)
    in_group(cast.event, cast.stranger, "editor")

    for user in (cast.newcomer, cast.stranger, 999_999_999):
        error = refusal(change, cast, "event", cast.creator, user, "viewer")
        assert (type(error), error.detail) == (PermissionNotFound, "Permission not found")


def test_rows_that_make_no_role_are_put_right(cast: Cast) -> None:
    EventUserPermission.objects.filter(user=cast.owner, permission__codename="delete_event").delete()

    change(cast, "event", cast.creator, cast.owner, "owner")

    assert rows_of(cast.event)["owner"] == codenames("owner")


def test_the_statements_of_a_change(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        change(cast, "event", cast.creator, cast.editor, "viewer")

    # a savepoint and its end, two fetches, a lock or the entry's position, the rows held, one deleted, one
    # dated anew, the journal's chain, entry and chain again
    assert len(queries) == 11


def test_a_change_back_is_a_change_again(cast: Cast) -> None:
    before = everything()

    change(cast, "event", cast.creator, cast.editor, "viewer")
    change(cast, "event", cast.creator, cast.editor, "editor")

    assert everything() != before
    assert rows_of(cast.event)["editor"] == codenames("editor")
