"""Undo of roles: the author takes back that somebody was let in, changed or removed, or that he left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from accounts.models import User
from core.errors import Forbidden, NotFound
from events.access import get_event
from events.actions.delete_event import delete_event
from events.enums import Role
from events.factories import grant
from events.models import CalendarUserPermission, EventUserPermission
from journal.access.undo import LIFETIME, noting
from journal.errors import UndoConflict
from sharing.actions.change_role import change_calendar_role, change_event_role
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.set_group_role import set_group_role
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.actions.transfer_event import transfer_event
from sharing.actions.undo_roles import undo_roles
from sharing.changes import Grant, Grantee
from sharing.enums import Kind
from sharing.tests.conftest import Cast, in_group
from sharing.tests.written import codenames, entries, last_entry, refusal, rows_of

GRANTS = {"event": EventUserPermission, "calendar": CalendarUserPermission}


@pytest.fixture(params=["event", "calendar"])
def kind(request: pytest.FixtureRequest, cast: Cast) -> str:
    """On the calendar the cast holds the same roles."""
    for role in Role:
        grant(cast.calendar, getattr(cast, role), role, cast.creator)
    return str(request.param)


def token_of(act: Callable[..., Any], **named: Any) -> str:
    """What takes back what is done."""
    with noting() as noted:
        act(**named)
    assert noted.undo_token is not None
    return noted.undo_token


def shared(cast: Cast, kind: str, actor: User, **roles: str) -> str:
    act: Callable[..., Any] = share_event if kind == "event" else share_calendar
    grants = [Grant(grantee=Grantee(username=name), role=Role(role)) for name, role in roles.items()]
    return token_of(act, actor=actor, **{f"{kind}_id": getattr(cast, kind).pk}, grants=grants)


def changed(cast: Cast, kind: str, actor: User, user: User, role: str) -> str:
    act: Callable[..., Any] = change_event_role if kind == "event" else change_calendar_role
    subject = {f"{kind}_id": getattr(cast, kind).pk}
    return token_of(act, actor=actor, **subject, user_id=user.pk, role=Role(role))


def revoked(cast: Cast, kind: str, actor: User, user: User) -> str:
    act: Callable[..., Any] = revoke_event_access if kind == "event" else revoke_calendar_access
    return token_of(act, actor=actor, **{f"{kind}_id": getattr(cast, kind).pk}, user_id=user.pk)


def test_people_who_were_let_in_are_out_again_all_at_once(cast: Cast, kind: str) -> None:
    held, mark = rows_of(getattr(cast, kind)), last_entry()
    token = shared(cast, kind, cast.owner, newcomer="editor", editor="viewer")
    undo_roles(actor=cast.owner, token=token)
    assert rows_of(getattr(cast, kind)) == held
    *_, out, raised = entries(mark)
    assert [(entry["actor_id"], entry["verb"]) for entry in (out, raised)] == [
        (cast.owner.pk, f"{kind}.revoked"),
        (cast.owner.pk, f"{kind}.role_changed"),
    ]
    assert raised["payload"] == {
        "user_id": cast.editor.pk,
        "role": "editor",
        "previous": "viewer",
        "undoes": last_entry() - 2,
    }
    assert out["payload"]["undoes"] == last_entry() - 3


def test_a_role_goes_back(cast: Cast, kind: str) -> None:
    token = changed(cast, kind, cast.creator, cast.viewer, "owner")
    undo_roles(actor=cast.creator, token=token)
    assert rows_of(getattr(cast, kind))["viewer"] == codenames("viewer", kind)


@pytest.mark.parametrize("role", list(Role))
def test_who_was_removed_has_his_role_as_it_was_granted(cast: Cast, kind: str, role: Role) -> None:
    person = getattr(cast, role)
    rows = GRANTS[kind].objects.filter(user=person, permission__codename=f"view_{kind}")
    rows.update(granted_at=now() - timedelta(days=9))
    before = rows.values_list("granted_by_id", "granted_at").get()
    undo_roles(actor=cast.creator, token=revoked(cast, kind, cast.creator, person))
    assert rows_of(getattr(cast, kind))[role] == codenames(role, kind)
    assert rows.values_list("granted_by_id", "granted_at").get() == before == (cast.creator.pk, before[1])


def test_who_granted_it_and_is_gone_is_not_named(cast: Cast) -> None:
    grant(cast.event, cast.viewer, "viewer", cast.stranger)
    token = revoked(cast, "event", cast.creator, cast.viewer)
    cast.stranger.calendars.all().delete()
    cast.stranger.delete()
    undo_roles(actor=cast.creator, token=token)
    assert EventUserPermission.objects.get(user=cast.viewer).granted_by_id is None


@pytest.mark.parametrize("role", list(Role))
def test_who_has_left_may_take_that_back(cast: Cast, kind: str, role: Role) -> None:
    person = getattr(cast, role)
    undo_roles(actor=person, token=revoked(cast, kind, person, person))
    assert rows_of(getattr(cast, kind))[role] == codenames(role, kind)


def test_an_owner_who_lowered_himself_may_take_that_back(cast: Cast, kind: str) -> None:
    token = changed(cast, kind, cast.owner, cast.owner, "viewer")
    undo_roles(actor=cast.owner, token=token)
    assert rows_of(getattr(cast, kind))["owner"] == codenames("owner", kind)


def test_an_undo_is_undone(cast: Cast) -> None:
    token = revoked(cast, "event", cast.creator, cast.viewer)
    again = token_of(undo_roles, actor=cast.creator, token=token)
    undo_roles(actor=cast.creator, token=again)
    assert "viewer" not in rows_of(cast.event)


def refused(actor: User, token: str) -> type[Exception]:
    return type(refusal(undo_roles, actor=actor, token=token))


def test_only_the_author_may(cast: Cast, kind: str) -> None:
    token = revoked(cast, kind, cast.owner, cast.viewer)
    for actor in (cast.creator, cast.viewer, cast.editor, cast.stranger):
        assert refused(actor, token) is NotFound


def test_only_for_ten_minutes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    token = revoked(cast, "event", cast.owner, cast.viewer)
    later = now() + LIFETIME + timedelta(seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert refused(cast.owner, token) is NotFound


def test_who_is_no_owner_any_more_may_not(cast: Cast, kind: str) -> None:
    token = revoked(cast, kind, cast.owner, cast.viewer)
    grant(cast.event, cast.owner, "editor")
    grant(cast.calendar, cast.owner, "editor")
    assert refused(cast.owner, token) is Forbidden
    for thing in (cast.event, cast.calendar):
        GRANTS[type(thing).__name__.lower()].objects.filter(user=cast.owner).delete()
    assert refused(cast.owner, token) is NotFound


def test_what_somebody_changed_since_stays(cast: Cast, kind: str) -> None:
    token = changed(cast, kind, cast.owner, cast.viewer, "editor")
    changed(cast, kind, cast.creator, cast.viewer, "owner")
    assert refused(cast.owner, token) is UndoConflict
    changed(cast, kind, cast.creator, cast.viewer, "editor")
    assert refused(cast.owner, token) is UndoConflict


def test_who_was_removed_by_somebody_else_again_stays_out(cast: Cast, kind: str) -> None:
    token = revoked(cast, kind, cast.owner, cast.viewer)
    shared(cast, kind, cast.creator, viewer="viewer")
    revoked(cast, kind, cast.creator, cast.viewer)
    assert refused(cast.owner, token) is UndoConflict


def test_one_of_several_who_was_changed_since_keeps_all(cast: Cast) -> None:
    token = shared(cast, "event", cast.owner, newcomer="editor", stranger="viewer")
    changed(cast, "event", cast.creator, cast.stranger, "owner")
    assert refused(cast.owner, token) is UndoConflict


def test_it_is_taken_back_once(cast: Cast, kind: str) -> None:
    token = revoked(cast, kind, cast.owner, cast.viewer)
    undo_roles(actor=cast.owner, token=token)
    assert refused(cast.owner, token) is UndoConflict


def test_who_has_no_account_any_more_is_not_let_in(cast: Cast) -> None:
    token = revoked(cast, "event", cast.owner, cast.viewer)
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)
    assert refused(cast.owner, token) is UndoConflict


def test_who_became_the_creator_keeps_that(cast: Cast) -> None:
    token = shared(cast, "event", cast.creator, newcomer="editor")
    transfer_event(actor=cast.creator, event_id=cast.event.pk, to=Grantee(username="newcomer"))
    assert refused(cast.creator, token) is UndoConflict


def test_what_lies_in_the_trash_lets_nobody_back(cast: Cast) -> None:
    token = revoked(cast, "event", cast.viewer, cast.viewer)
    delete_event(actor=cast.owner, event_id=cast.event.pk)
    assert refused(cast.viewer, token) is NotFound
    with pytest.raises(NotFound):
        get_event(cast.viewer, cast.event.pk)


def test_the_role_of_a_group_is_not_taken_back_here(cast: Cast) -> None:
    group = in_group(cast.event, cast.newcomer, "viewer")
    subject = {"kind": Kind.EVENT, "subject_id": cast.event.pk, "group_id": group.pk}
    token = token_of(set_group_role, actor=cast.creator, **subject, role=None)
    assert refused(cast.creator, token) is NotFound
