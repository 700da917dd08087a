"""Reading, changing and revoking roles, as the wire has it."""

from datetime import datetime
from typing import Any

import pytest

from accounts.models import User
from events.models import EventUserPermission
from sharing.tests.api.v1.client import UNKNOWN, SignIn, base, faults, id_of, problem
from sharing.tests.conftest import Cast
from sharing.tests.written import everything


@pytest.mark.parametrize("who", ["creator", "owner", "editor", "viewer"])
def test_permissions(cast: Cast, prefix: str, sign_in: SignIn, who: str) -> None:
    answer = sign_in(getattr(cast, who)).call("GET", f"{base(cast, prefix)}/permissions")

    assert answer.status_code == 200
    rows = answer.json()
    assert [(row["username"], row["permission_level"]) for row in rows] == [
        ("creator", "owner"),
        ("viewer", "viewer"),
        ("editor", "editor"),
        ("owner", "owner"),
    ]
    assert {row["granted_by"] for row in rows} == {cast.creator.pk}
    for row in rows:
        assert list(row) == [
            "user_id",
            "username",
            "permission_level",
            "granted_by",
            "granted_at",
            "updated_at",
        ]
        for name in ("granted_at", "updated_at"):
            assert row[name].endswith("Z")
            assert datetime.fromisoformat(row[name]).utcoffset() is not None


@pytest.mark.parametrize("who", ["creator", "owner", "editor", "viewer"])
def test_collaborators(cast: Cast, prefix: str, sign_in: SignIn, who: str) -> None:
    answer = sign_in(getattr(cast, who)).call("GET", f"{base(cast, prefix)}/collaborators")

    assert answer.status_code == 200
    body = answer.json()
    everybody = body.pop("collaborators")
    assert body == {**id_of(cast, prefix), "total_collaborators": 4}
    for person in everybody:
        assert datetime.fromisoformat(person.pop("since")).utcoffset() is not None
    assert everybody == [
        {
            "user_id": getattr(cast, name).pk,
            "username": name,
            "full_name": f"The {name.title()}",
            "role": "owner" if name == "creator" else "collaborator",
            "permission_level": "owner" if name == "creator" else name,
        }
        for name in ("creator", "viewer", "editor", "owner")
    ]


@pytest.mark.parametrize("path", ["permissions", "collaborators"])
def test_strangers_see_nobody(cast: Cast, prefix: str, sign_in: SignIn, path: str) -> None:
    thing = "Calendar" if prefix == "calendars" else "Event"
    client = sign_in(cast.stranger)

    assert problem(client.call("GET", f"{base(cast, prefix)}/{path}")) == (
        404,
        "not_found",
        f"{thing} not found",
    )
    assert problem(client.call("GET", f"{prefix}/{UNKNOWN}/{path}")) == (
        404,
        "not_found",
        f"{thing} not found",
    )
    assert client.call("GET", f"{prefix}/{2**70}/{path}").status_code == 404


@pytest.mark.parametrize("field", ["permission_level", "role"])
def test_change_a_role(cast: Cast, prefix: str, sign_in: SignIn, field: str) -> None:
    path = f"{base(cast, prefix)}/permissions/{cast.viewer.pk}"

    answer = sign_in(cast.owner).call("PUT", path, {field: "editor"})

    assert (answer.status_code, answer.json()) == (
        200,
        {
            **id_of(cast, prefix),
            "user_id": cast.viewer.pk,
            "new_permission_level": "editor",
            "message": "Permission updated successfully",
        },
    )


def test_revoke(cast: Cast, prefix: str, sign_in: SignIn) -> None:
    path = f"{base(cast, prefix)}/permissions/{cast.viewer.pk}"

    answer = sign_in(cast.viewer).call("DELETE", path)

    assert (answer.status_code, answer.json()) == (
        200,
        {**id_of(cast, prefix), "user_id": cast.viewer.pk, "message": "Permission revoked successfully"},
    )


@pytest.mark.parametrize(("method", "body"), [("PUT", {"permission_level": "viewer"}), ("DELETE", None)])
def test_roles_that_cannot_be_written(
    cast: Cast, prefix: str, sign_in: SignIn, method: str, body: Any
) -> None:
    before, client = everything(), sign_in(cast.owner)

    def write(user_id: int) -> tuple[int, str, str]:
        return problem(client.call(method, f"{base(cast, prefix)}/permissions/{user_id}", body))

    assert write(cast.creator.pk) == (400, "owner_is_fixed", "Cannot modify owner's permissions")
    assert write(cast.newcomer.pk) == (404, "permission_not_found", "Permission not found")
    assert write(UNKNOWN) == (404, "permission_not_found", "Permission not found")
    assert everything() == before


def test_a_role_is_needed(cast: Cast, prefix: str, sign_in: SignIn) -> None:
    path = f"{base(cast, prefix)}/permissions/{cast.viewer.pk}"

    assert faults(sign_in(cast.owner).call("PUT", path, {})) == [("permission_level", "required")]
    assert faults(sign_in(cast.owner).call("PUT", path, {"permission_level": "boss"})) == [
        ("permission_level", "invalid_choice")
    ]


def test_a_closed_account_keeps_its_row_in_the_list(cast: Cast, sign_in: SignIn) -> None:
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)

    path = f"events/{cast.event.pk}/permissions"
    assert len(sign_in(cast.creator).call("GET", path).json()) == 4
    assert sign_in(cast.creator).call("DELETE", f"{path}/{cast.viewer.pk}").status_code == 200
    assert EventUserPermission.objects.filter(user=cast.viewer).count() == 0
