"""Sharing events and calendars."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.factories import make_user
from core.actors import Anonymous, System
from core.errors import DomainError, Forbidden, Invalid, NotAuthenticated, NotFound
from events.access import get_event
from events.actions.delete_event import delete_event
from events.enums import Permission, Role
from events.factories import make_event
from events.models import EventUserPermission
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.changes import Grant, Grantee
from sharing.errors import OwnerIsFixed, UsersNotFound
from sharing.tests.conftest import Cast
from sharing.tests.written import codenames, entries, everything, last_entry, refusal, rows_of

UNKNOWN = 999_999_999


def to(role: Role | str = "viewer", **named: Any) -> Grant:
    return Grant(grantee=Grantee(**named), role=Role(role))


def share(cast: Cast, kind: str, actor: Any, grants: Sequence[Grant]) -> Any:
    if kind == "event":
        return share_event(actor=actor, event_id=cast.event.pk, grants=grants)
    return share_calendar(actor=actor, calendar_id=cast.calendar.pk, grants=grants)


@pytest.mark.parametrize("kind", ["event", "calendar"])
def test_a_role_is_a_set_of_rows_and_an_entry_of_the_journal(cast: Cast, kind: str) -> None:
    people = {role: make_user() for role in Role}
    thing, mark = getattr(cast, kind), last_entry()
    already = rows_of(thing)

    granted = share(cast, kind, cast.creator, [to(role, user_id=user.pk) for role, user in people.items()])

    assert [(each.user_id, each.role) for each in granted] == [
        (user.pk, role) for role, user in people.items()
    ]
    new = {user.username: codenames(role, kind) for role, user in people.items()}
    assert rows_of(thing) == {**already, **new}
    assert entries(mark) == [
        {
            "actor_id": cast.creator.pk,
            "verb": f"{kind}.shared",
            "subject_kind": kind,
            "subject_id": thing.pk,
            "calendar_id": cast.calendar.pk,
            "summary": f"shared as {role}",
            "payload": {"user_id": user.pk, "role": role},
        }
        for role, user in people.items()
    ]


def test_the_view_row_says_who_granted_the_role_and_when(cast: Cast) -> None:
    share(cast, "event", cast.owner, [to("editor", user_id=cast.newcomer.pk)])

    rows = EventUserPermission.objects.filter(user=cast.newcomer).order_by("permission__codename")
    change, view = rows
    assert (view.granted_by, change.granted_by) == (cast.owner, None)
    assert view.granted_at == view.updated_at == change.granted_at


def test_names_and_addresses_are_found_in_any_case(cast: Cast) -> None:
    ada = make_user(username="Ada", email="Ada.L@example.org")

    share(cast, "event", cast.creator, [to(username="aDA"), to("editor", email="NEWCOMER@Example.Org")])

    held = rows_of(cast.event)
    assert (held[ada.username], held["newcomer"]) == (codenames("viewer"), codenames("editor"))


def test_sharing_again_with_another_role_changes_it(cast: Cast) -> None:
    first = EventUserPermission.objects.get(user=cast.editor, permission__codename="view_event")
    mark = last_entry()

    share(cast, "event", cast.owner, [to("viewer", user_id=cast.editor.pk)])

    assert rows_of(cast.event)["editor"] == codenames("viewer")
    now = EventUserPermission.objects.get(user=cast.editor)
    assert (now.granted_by, now.granted_at) == (first.granted_by, first.granted_at)
    assert now.updated_at > first.updated_at
    (entry,) = entries(mark)
    assert (entry["verb"], entry["summary"]) == ("event.role_changed", "role changed from editor to viewer")
    assert entry["payload"] == {"user_id": cast.editor.pk, "role": "viewer", "previous": "editor"}


def test_sharing_again_with_the_same_role_writes_nothing(cast: Cast) -> None:
    before = everything()

    (granted,) = share(cast, "event", cast.creator, [to("editor", user_id=cast.editor.pk)])

    assert (granted.user_id, granted.role) == (cast.editor.pk, Role.EDITOR)
    assert everything() == before


def test_a_role_on_a_calendar_holds_for_its_events(cast: Cast) -> None:
    share(cast, "calendar", cast.creator, [to("editor", user_id=cast.newcomer.pk)])

    assert get_event(cast.newcomer, cast.event.pk, Permission.CHANGE).pk == cast.event.pk


def test_the_system_may_share_an_event(cast: Cast) -> None:
    mark = last_entry()

    share(cast, "event", System(), [to(user_id=cast.newcomer.pk)])

    assert EventUserPermission.objects.get(user=cast.newcomer).granted_by is None
    assert [entry["actor_id"] for entry in entries(mark)] == [None]


@pytest.mark.parametrize("named", [{"user_id": UNKNOWN}, {"username": "nobody"}, {"email": "no@example.org"}])
def test_an_unknown_person_stops_the_whole_share(cast: Cast, named: dict[str, Any]) -> None:
    grants = [to(user_id=cast.newcomer.pk), to(**named)]

    error = refusal(share, cast, "event", cast.creator, grants)

    (name, value) = next(iter(named.items()))
    assert (type(error), error.detail) == (UsersNotFound, f"Users not found: [{value}]")
    assert [(fault.field, fault.code) for fault in error.faults] == [(f"users.1.{name}", "not_found")]


def test_all_unknown_people_are_named(cast: Cast) -> None:
    grants = [to(user_id=UNKNOWN), to(user_id=cast.newcomer.pk), to(username="nobody")]

    error = refusal(share, cast, "calendar", cast.creator, grants)

    assert error.detail == f"Users not found: [{UNKNOWN}, nobody]"


def test_a_closed_account_is_not_found(cast: Cast) -> None:
    gone = make_user(is_active=False)

    error = refusal(share, cast, "event", cast.creator, [to(user_id=gone.pk)])

    assert (type(error), error.detail) == (UsersNotFound, f"Users not found: [{gone.pk}]")


def test_a_username_is_no_address(cast: Cast) -> None:
    grants = [to(email="newcomer"), to(username="newcomer@example.org")]

    error = refusal(share, cast, "event", cast.creator, grants)

    assert error.detail == "Users not found: [newcomer, newcomer@example.org]"


def test_a_person_is_named_once_in_whatever_way(cast: Cast) -> None:
    grants = [to(user_id=cast.newcomer.pk), to(user_id=cast.viewer.pk), to(username="Newcomer")]

    error = refusal(share, cast, "event", cast.creator, grants)

    assert type(error) is Invalid
    assert [(fault.field, fault.code) for fault in error.faults] == [
        ("users.0", "duplicate"),
        ("users.2", "duplicate"),
    ]


@pytest.mark.parametrize("number", [0, 51])
def test_one_to_fifty_people_are_named(cast: Cast, number: int) -> None:
    error = refusal(share, cast, "event", cast.creator, [to(user_id=cast.newcomer.pk)] * number)

    assert (type(error), error.faults[0].field) == (Invalid, "users")


@pytest.mark.parametrize("kind", ["event", "calendar"])
def test_the_creator_needs_no_role(cast: Cast, kind: str) -> None:
    grants = [to(user_id=cast.newcomer.pk), to("viewer", user_id=cast.creator.pk)]

    error = refusal(share, cast, kind, cast.creator, grants)

    assert (type(error), error.detail) == (OwnerIsFixed, "Cannot modify owner's permissions")


@pytest.mark.parametrize(
    ("who", "expected"),
    [("stranger", NotFound), ("viewer", Forbidden), ("editor", Forbidden)],
)
@pytest.mark.parametrize("named", ["newcomer", "nobody at all", "creator"])
def test_authorisation_comes_first(cast: Cast, who: str, expected: type[DomainError], named: str) -> None:
    error = refusal(share, cast, "event", getattr(cast, who), [to(username=named)])

    assert type(error) is expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [("stranger", NotFound), ("viewer", Forbidden), ("editor", Forbidden)],
)
def test_authorisation_comes_first_on_calendars(
    calendar_cast: Cast, who: str, expected: type[DomainError]
) -> None:
    for kind in ("event", "calendar"):
        error = refusal(share, calendar_cast, kind, getattr(calendar_cast, who), [to(user_id=UNKNOWN)])
        assert type(error) is expected


def test_nobody_shares_nothing(cast: Cast) -> None:
    grants = [to(user_id=cast.newcomer.pk)]

    assert type(refusal(share, cast, "event", Anonymous(), grants)) is NotAuthenticated
    assert type(refusal(share, cast, "calendar", Anonymous(), grants)) is NotAuthenticated


def test_an_event_in_the_trash_is_not_shared(cast: Cast) -> None:
    delete_event(actor=cast.creator, event_id=cast.event.pk)

    error = refusal(share, cast, "event", cast.creator, [to(user_id=cast.newcomer.pk)])
    assert type(error) is NotFound


@pytest.mark.parametrize("kind", ["event", "calendar"])
def test_the_number_of_statements_does_not_depend_on_that_of_people(cast: Cast, kind: str) -> None:
    counts = []
    for number in (1, 3, 50):
        grants = [to("owner", user_id=make_user().pk) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            share(cast, kind, cast.creator, grants)
        counts.append(len(queries))
    # SQLite takes no more than 999 parameters at once
    assert counts == [12, 12, 13 if connection.vendor == "sqlite" else 12]


def test_an_owner_shares_what_he_was_granted(cast: Cast) -> None:
    share(cast, "event", cast.owner, [to("owner", user_id=cast.newcomer.pk)])
    share(cast, "event", cast.newcomer, [to("viewer", user_id=cast.owner.pk)])

    assert rows_of(cast.event)["owner"] == codenames("viewer")


def test_other_things_stay_as_they_are(cast: Cast) -> None:
    other = make_event(cast.creator)

    share(cast, "event", cast.creator, [to("editor", user_id=cast.newcomer.pk)])

    assert (rows_of(other), rows_of(cast.calendar)) == ({}, {})
