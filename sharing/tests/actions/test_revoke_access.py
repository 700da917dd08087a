"""Taking somebody's role away, or giving up one's own."""

from typing import Any

import pytest

from core.errors import DomainError, Forbidden, NotFound
from events.access import get_event
from events.factories import grant
from events.models import EventUserPermission
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.errors import OwnerIsFixed, PermissionNotFound
from sharing.tests.conftest import Cast, in_group
from sharing.tests.written import entries, last_entry, refusal, rows_of


def revoke(cast: Cast, kind: str, actor: Any, user: Any) -> None:
    user_id = getattr(user, "pk", user)
    if kind == "event":
        revoke_event_access(actor=actor, event_id=cast.event.pk, user_id=user_id)
    else:
        revoke_calendar_access(actor=actor, calendar_id=cast.calendar.pk, user_id=user_id)


@pytest.mark.parametrize("who", ["creator", "owner"])
@pytest.mark.parametrize("whom", ["owner", "editor", "viewer"])
def test_an_owner_takes_every_role_away(cast: Cast, who: str, whom: str) -> None:
    held, mark = rows_of(cast.event), last_entry()
    view = EventUserPermission.objects.get(
        user=getattr(cast, whom), permission__codename="view_event", content_object=cast.event
    )

    revoke(cast, "event", getattr(cast, who), getattr(cast, whom))

    held.pop(whom)
    assert rows_of(cast.event) == held
    assert entries(mark) == [
        {
            "actor_id": getattr(cast, who).pk,
            "verb": "event.revoked",
            "subject_kind": "event",
            "subject_id": cast.event.pk,
            "calendar_id": cast.calendar.pk,
            "summary": f"access as {whom} revoked",
            "payload": {
                "user_id": getattr(cast, whom).pk,
                "role": None,
                "previous": whom,
                "granted_by": cast.creator.pk,
                "granted_at": view.granted_at.isoformat(),
            },
        }
    ]
    with pytest.raises(NotFound):
        get_event(getattr(cast, whom), cast.event.pk)


@pytest.mark.parametrize("who", ["owner", "editor", "viewer"])
def test_everybody_may_give_up_his_own_role(calendar_cast: Cast, who: str) -> None:
    person = getattr(calendar_cast, who)
    grant(calendar_cast.event, person, who)

    revoke(calendar_cast, "event", person, person)
    assert who not in rows_of(calendar_cast.event)
    revoke(calendar_cast, "calendar", person, person)

    assert who not in rows_of(calendar_cast.calendar)
    assert type(refusal(revoke, calendar_cast, "event", person, person)) is NotFound


@pytest.mark.parametrize("kind", ["event", "calendar"])
def test_the_creator_cannot_be_removed(cast: Cast, kind: str) -> None:
    grant(cast.calendar, cast.owner, "owner")

    for actor in (cast.creator, cast.owner):
        error = refusal(revoke, cast, kind, actor, cast.creator)
        assert (type(error), error.detail) == (OwnerIsFixed, "Cannot modify owner's permissions")


@pytest.mark.parametrize(
    ("who", "expected"), [("stranger", NotFound), ("viewer", Forbidden), ("editor", Forbidden)]
)
@pytest.mark.parametrize("whom", ["creator", "owner", "newcomer", 999_999_999])
def test_authorisation_comes_first(cast: Cast, who: str, expected: type[DomainError], whom: Any) -> None:
    user = getattr(cast, whom) if isinstance(whom, str) else whom

    assert type(refusal(revoke, cast, "event", getattr(cast, who), user)) is expected


def test_a_stranger_has_nothing_to_give_up(cast: Cast) -> None:
    assert type(refusal(revoke, cast, "event", cast.stranger, cast.stranger)) is NotFound


def test_a_role_through_the_calendar_or_a_group_is_not_taken_from_the_event(cast: Cast) -> None:
    grant(cast.calendar, cast.newcomer, "editor", cast.creator)
    in_group(cast.event, cast.stranger, "editor")

    for actor, user in (
        (cast.creator, cast.newcomer),
        (cast.newcomer, cast.newcomer),
        (cast.stranger, cast.stranger),
        (cast.creator, 999_999_999),
    ):
        error = refusal(revoke, cast, "event", actor, user)
        assert (type(error), error.detail) == (PermissionNotFound, "Permission not found")
