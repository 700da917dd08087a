"""Giving a group a role on an event or a calendar."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from core.actors import System
from core.errors import Forbidden, NotFound
from events.access import get_event
from events.enums import Role
from events.models import CalendarGroupPermission, EventGroupPermission
from sharing.actions.set_group_role import set_group_role
from sharing.enums import Kind
from sharing.errors import GroupNotFound
from sharing.tests.conftest import Cast
from sharing.tests.written import codenames, entries, last_entry, refusal

ROWS: dict[Kind, Any] = {Kind.EVENT: EventGroupPermission, Kind.CALENDAR: CalendarGroupPermission}
KINDS = pytest.mark.parametrize("kind", list(Kind))


@pytest.fixture
def group(cast: Cast) -> Group:
    group = Group.objects.create(name="team")
    group.user_set.add(cast.stranger)
    return group


def give(cast: Cast, kind: Kind, actor: Any, group_id: int, role: Role | None) -> None:
    thing = getattr(cast, kind)
    set_group_role(actor=actor, kind=kind, subject_id=thing.pk, group_id=group_id, role=role)


def held(kind: Kind) -> list[str]:
    rows = ROWS[kind].objects.order_by("permission__codename")
    return list(rows.values_list("permission__codename", flat=True))


@KINDS
@pytest.mark.parametrize("before", [None, *Role])
@pytest.mark.parametrize("after", [None, *Role])
def test_a_group_holds_what_it_was_given_last(
    cast: Cast, group: Group, kind: Kind, before: Role | None, after: Role | None
) -> None:
    give(cast, kind, cast.creator, group.pk, before)
    mark = last_entry()

    give(cast, kind, cast.creator, group.pk, after)

    assert held(kind) == (codenames(after, kind) if after else [])
    told = [(entry["verb"], entry["payload"]) for entry in entries(mark)]
    verb = f"{kind}.{'shared' if after else 'revoked'}"
    expected = [(verb, {"group_id": group.pk, "role": after and after.value})]
    assert told == ([] if before is after else expected)


@KINDS
def test_the_view_row_says_who_granted_first(cast: Cast, group: Group, kind: Kind) -> None:
    give(cast, kind, cast.creator, group.pk, Role.VIEWER)
    give(cast, kind, System(), group.pk, Role.OWNER)

    rows = dict(ROWS[kind].objects.values_list("permission__codename", "granted_by"))
    assert rows == {
        code: cast.creator.pk if code.startswith("view") else None for code in codenames(Role.OWNER, kind)
    }


@KINDS
def test_its_members_see_the_event(cast: Cast, group: Group, kind: Kind) -> None:
    give(cast, kind, cast.creator, group.pk, Role.EDITOR)
    assert get_event(cast.stranger, cast.event.pk).rank == Role.EDITOR.rank

    give(cast, kind, cast.creator, group.pk, None)
    with pytest.raises(NotFound):
        get_event(cast.stranger, cast.event.pk)


@pytest.mark.parametrize(
    ("who", "error"), [("editor", Forbidden), ("viewer", Forbidden), ("stranger", NotFound)]
)
def test_only_owners_share_with_a_group(cast: Cast, group: Group, who: str, error: type[Exception]) -> None:
    actor = getattr(cast, who)
    assert type(refusal(give, cast, Kind.EVENT, actor, group.pk, Role.VIEWER)) is error
    # authorisation comes before the look-up of what the call names
    assert type(refusal(give, cast, Kind.EVENT, actor, 0, Role.VIEWER)) is error
    assert held(Kind.EVENT) == []


@KINDS
def test_an_unknown_group_is_refused(cast: Cast, kind: Kind) -> None:
    assert type(refusal(give, cast, kind, cast.creator, 0, Role.VIEWER)) is GroupNotFound
