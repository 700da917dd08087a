"""Collaboration: sharing events, roles, revocation and transfer, under both of their addresses."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.client import Client, hours, new_event
from contract.expect import ANY_INSTANT, ANY_TEXT, ANYTHING, body, instant, invalid, problem

Person = Callable[..., Client]
PREFIXES = pytest.mark.parametrize("prefix", ["/collaboration", "/events"])


def roles(client: Client, path: str) -> dict[int, str]:
    return {row["user_id"]: row["permission_level"] for row in body(client.get(f"{path}/permissions"))}


# share


@PREFIXES
def test_share_grants_roles(ann: Client, ben: Client, cleo: Client, prefix: str) -> None:
    path = f"{prefix}/{ann.create()['id']}"
    sent = [
        {"user_id": ben.id, "permission_level": "editor"},
        {"user_id": cleo.id, "permission_level": "viewer"},
    ]
    answer = ann.post(f"{path}/share", {"users": sent})
    assert body(answer, 201) == {
        "event_id": int(path.rpartition("/")[2]),
        "shared_with": [{**one, "status": "granted"} for one in sent],
        "message": "Event sharing completed",
    }
    assert roles(ann, path) == {ann.id: "owner", ben.id: "editor", cleo.id: "viewer"}


@pytest.mark.parametrize("key", ["permission_level", "role"])
@pytest.mark.parametrize("by", ["user_id", "username", "email", "USERNAME", "EMAIL"])
def test_people_are_named_by_id_name_or_email(ann: Client, ben: Client, by: str, key: str) -> None:
    name: Any = {"user_id": ben.id, "username": ben.username, "email": ben.email}[by.lower()]
    named = {by.lower(): name.upper() if by.isupper() else name}
    path = f"/collaboration/{ann.create()['id']}"
    answer = ann.post(f"{path}/share", {"users": [{**named, key: "owner"}]})
    granted = {"user_id": ben.id, "permission_level": "owner", "status": "granted"}
    assert body(answer, 201)["shared_with"] == [granted]


def test_share_again_changes_the_role(ann: Client, ben: Client) -> None:
    path = f"/events/{ann.create()['id']}"
    ann.share(path, ben, role="owner")
    ann.share(path, ben, role="viewer")
    assert roles(ann, path) == {ann.id: "owner", ben.id: "viewer"}


@PREFIXES
def test_share_with_somebody_unknown_grants_nothing_to_anybody(ann: Client, ben: Client, prefix: str) -> None:
    path = f"{prefix}/{ann.create()['id']}"
    users = [
        {"user_id": ben.id, "permission_level": "viewer"},
        {"user_id": 999999999, "permission_level": "viewer"},
    ]
    refused = ann.post(f"{path}/share", {"users": users})
    problem(refused, 400, "users_not_found", "Users not found: [999999999]", errors=ANYTHING)
    assert roles(ann, path) == {ann.id: "owner"}
    users = [{"username": "nobody-1", "role": "viewer"}, {"email": "nobody@example.net", "role": "viewer"}]
    refused = ann.post(f"{path}/share", {"users": users})
    words = "Users not found: [nobody-1, nobody@example.net]"
    problem(refused, 400, "users_not_found", words, errors=ANYTHING)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"users": []},
        {"users": "x"},
        {"users": [7]},
        {"users": [{}]},
        {"users": [{"user_id": 1}]},
        {"users": [{"permission_level": "viewer"}]},
        {"users": [{"user_id": "1", "permission_level": "viewer"}]},
        {"users": [{"user_id": 1, "permission_level": "king"}]},
        {"users": [{"user_id": 1, "username": "x", "permission_level": "viewer"}]},
        {"users": [{"user_id": 1, "permission_level": "viewer", "role": "editor"}]},
        {"users": [{"user_id": n, "permission_level": "viewer"} for n in range(1, 52)]},
    ],
    ids=str,
)
def test_share_refuses_what_it_cannot_read(ann: Client, sent: dict[str, Any]) -> None:
    path = f"/events/{ann.create()['id']}"
    problem(ann.post(f"{path}/share", sent), 422, "invalid", errors=ANYTHING)
    assert roles(ann, path) == {ann.id: "owner"}


def test_share_names_everybody_once(ann: Client, ben: Client) -> None:
    path = f"/events/{ann.create()['id']}"
    twice = [{"user_id": ben.id, "role": "viewer"}, {"username": ben.username.upper(), "role": "editor"}]
    problem(ann.post(f"{path}/share", {"users": twice}), 422, "invalid", errors=ANYTHING)
    assert roles(ann, path) == {ann.id: "owner"}


def test_share_does_not_touch_the_creator(ann: Client, ben: Client) -> None:
    path = f"/events/{ann.create()['id']}"
    ann.share(path, ben, role="owner")
    for client in (ann, ben):
        refused = client.post(f"{path}/share", {"users": [{"user_id": ann.id, "role": "viewer"}]})
        assert refused.status_code == 400
    assert roles(ann, path) == {ann.id: "owner", ben.id: "owner"}


@PREFIXES
@pytest.mark.parametrize("target", [0, 999999999])
def test_only_owners_share_and_others_do_not_learn_who_exists(
    ann: Client, ben: Client, cleo: Client, prefix: str, target: int
) -> None:
    path = f"{prefix}/{ann.create()['id']}"
    sent = {"users": [{"user_id": target or cleo.id, "permission_level": "viewer"}]}
    problem(ben.post(f"{path}/share", sent), 404, "not_found")
    for role in ("viewer", "editor"):
        ann.share(path, ben, role=role)
        problem(ben.post(f"{path}/share", sent), 403, "forbidden", "Only owners can share events")
        problem(ben.post(f"{path}/share", {"users": []}), 403, "forbidden", "Only owners can share events")
    assert roles(ann, path) == {ann.id: "owner", ben.id: "editor"}


# permissions


@PREFIXES
def test_permissions_are_a_bare_list_with_the_creator_first(
    ann: Client, ben: Client, cleo: Client, prefix: str
) -> None:
    event = ann.create()
    path = f"{prefix}/{event['id']}"
    ann.share(path, ben, role="owner")
    ben.share(path, cleo, role="viewer")
    rows = body(ann.get(f"{path}/permissions"))
    assert rows == [
        {
            "user_id": person.id,
            "username": person.username,
            "permission_level": role,
            "granted_by": by.id,
            "granted_at": ANY_INSTANT,
            "updated_at": ANY_INSTANT,
        }
        for person, role, by in ((ann, "owner", ann), (ben, "owner", ann), (cleo, "viewer", ben))
    ]
    assert instant(rows[0]["granted_at"]) == instant(event["created_at"])
    assert body(cleo.get(f"{path}/permissions")) == rows


@PREFIXES
def test_an_owner_changes_a_role(ann: Client, ben: Client, cleo: Client, prefix: str) -> None:
    path = f"{prefix}/{ann.create()['id']}"
    ann.share(path, ben, role="owner")
    ann.share(path, cleo, role="viewer")
    for client, role in ((ann, "editor"), (ben, "viewer"), (ben, "owner")):
        answer = client.put(f"{path}/permissions/{cleo.id}", {"permission_level": role})
        assert body(answer) == {
            "event_id": int(path.rpartition("/")[2]),
            "user_id": cleo.id,
            "new_permission_level": role,
            "message": "Permission updated successfully",
        }
        assert roles(ann, path)[cleo.id] == role
    invalid(ann.put(f"{path}/permissions/{cleo.id}", {"permission_level": "king"}), "permission_level")
    invalid(ann.put(f"{path}/permissions/{cleo.id}", {}), "permission_level")


@PREFIXES
def test_nobody_but_an_owner_changes_a_role(ann: Client, ben: Client, cleo: Client, prefix: str) -> None:
    path = f"{prefix}/{ann.create()['id']}"
    ann.share(path, cleo, role="viewer")
    sent = {"permission_level": "owner"}
    problem(ben.put(f"{path}/permissions/{cleo.id}", sent), 404, "not_found")
    for role in ("viewer", "editor"):
        ann.share(path, ben, role=role)
        for target in (cleo.id, ben.id, ann.id, 999999999):
            problem(ben.put(f"{path}/permissions/{target}", sent), 403, "forbidden")
    assert roles(ann, path) == {ann.id: "owner", ben.id: "editor", cleo.id: "viewer"}


def test_the_creator_is_neither_demoted_nor_removed(ann: Client, ben: Client) -> None:
    path = f"/events/{ann.create()['id']}"
    ann.share(path, ben, role="owner")
    words = "Cannot modify owner's permissions"
    for client in (ann, ben):
        problem(
            client.put(f"{path}/permissions/{ann.id}", {"permission_level": "viewer"}),
            400,
            "owner_is_fixed",
            words,
        )
        problem(client.delete(f"{path}/permissions/{ann.id}"), 400, "owner_is_fixed")
    assert roles(ann, path) == {ann.id: "owner", ben.id: "owner"}


def test_a_role_that_nobody_has_is_not_found(ann: Client, ben: Client) -> None:
    path = f"/events/{ann.create()['id']}"
    for target in (ben.id, 999999999):
        changed = ann.put(f"{path}/permissions/{target}", {"permission_level": "viewer"})
        problem(changed, 404, "permission_not_found")
        revoked = ann.delete(f"{path}/permissions/{target}")
        problem(revoked, 404, "permission_not_found", "Permission not found")


@PREFIXES
def test_revoking_takes_effect_at_once(ann: Client, ben: Client, cleo: Client, prefix: str) -> None:
    event = ann.create()
    path = f"{prefix}/{event['id']}"
    ann.share(path, ben, role="owner")
    ann.share(path, cleo, role="editor")
    answer = ben.delete(f"{path}/permissions/{cleo.id}")
    assert body(answer) == {
        "event_id": event["id"],
        "user_id": cleo.id,
        "message": "Permission revoked successfully",
    }
    problem(cleo.get(f"/events/{event['id']}"), 404, "not_found")
    assert body(cleo.get("/events/")) == []
    assert roles(ann, path) == {ann.id: "owner", ben.id: "owner"}


def test_who_may_revoke(ann: Client, ben: Client, cleo: Client) -> None:
    path = f"/events/{ann.create()['id']}"
    ann.share(path, cleo, role="viewer")
    problem(ben.delete(f"{path}/permissions/{cleo.id}"), 404, "not_found")
    for role in ("viewer", "editor"):
        ann.share(path, ben, role=role)
        problem(ben.delete(f"{path}/permissions/{cleo.id}"), 403, "forbidden")
        problem(ben.delete(f"{path}/permissions/999999999"), 403, "forbidden")
    for person in (ben, cleo):  # everybody may remove himself
        assert body(person.delete(f"{path}/permissions/{person.id}"))["user_id"] == person.id
    assert roles(ann, path) == {ann.id: "owner"}


# collaborators


@PREFIXES
def test_collaborators_count_the_creator(ann: Client, ben: Client, cleo: Client, prefix: str) -> None:
    event = ann.create()
    path = f"{prefix}/{event['id']}"
    ann.share(path, ben, role="owner")
    ann.share(f"/calendars/{event['calendar_id']}", cleo, role="viewer")
    answer = body(cleo.get(f"{path}/collaborators"))
    assert answer == {
        "event_id": event["id"],
        "total_collaborators": 3,
        "collaborators": [
            {
                "user_id": person.id,
                "username": person.username,
                "full_name": name,
                "role": role,
                "permission_level": level,
                "since": ANY_INSTANT,
            }
            for person, name, role, level in (
                (ann, "Ann", "owner", "owner"),
                (ben, "Ben", "collaborator", "owner"),
                (cleo, "Cleo", "collaborator", "viewer"),
            )
        ],
    }


@PREFIXES
@pytest.mark.parametrize("path", ["permissions", "collaborators"])
def test_who_may_not_see_the_event_sees_nobody_around_it(
    ann: Client, ben: Client, prefix: str, path: str
) -> None:
    event = ann.create()
    problem(ben.get(f"{prefix}/{event['id']}/{path}"), 404, "not_found")
    problem(ann.get(f"{prefix}/999999999/{path}"), 404, "not_found")


def test_the_higher_of_two_roles_counts(ann: Client, ben: Client) -> None:
    event = ann.create()
    ann.share(f"/events/{event['id']}", ben, role="viewer")
    assert ben.event(event["id"])["my_role"] == "viewer"
    ann.share(f"/calendars/{event['calendar_id']}", ben, role="owner")
    assert ben.event(event["id"])["my_role"] == "owner"
    ann.share(f"/calendars/{event['calendar_id']}", ben, role="viewer")
    ann.share(f"/events/{event['id']}", ben, role="editor")
    assert ben.event(event["id"])["my_role"] == "editor"
    ann.delete(f"/events/{event['id']}/permissions/{ben.id}")
    assert ben.event(event["id"])["my_role"] == "viewer"


# a granted owner


def test_a_granted_owner_may_do_all_that_the_creator_may(ann: Client, ben: Client, cleo: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    ann.share(path, ben, role="owner")
    assert ben.edit(event["id"], title="Second")["my_role"] == "owner"
    assert body(ben.post(f"{path}/rollback/1"))["version"] == 3
    ben.share(path, cleo, role="owner")
    assert (
        body(ben.put(f"{path}/permissions/{cleo.id}", {"role": "viewer"}))["new_permission_level"] == "viewer"
    )
    assert body(ben.delete(f"{path}/permissions/{cleo.id}"))["user_id"] == cleo.id
    refused = ben.post(f"{path}/transfer", {"user_id": ben.id})
    assert problem(refused, 403, "not_creator")
    assert ben.delete(path).status_code == 204


# transfer


@PREFIXES
@pytest.mark.parametrize("by", ["user_id", "username", "email"])
def test_transfer_makes_a_collaborator_the_creator(ann: Client, ben: Client, prefix: str, by: str) -> None:
    event = ann.create()
    path = f"{prefix}/{event['id']}"
    ann.share(path, ben, role="viewer")
    name = {"user_id": ben.id, "username": ben.username, "email": ben.email}[by]
    answer = ann.post(f"{path}/transfer", {by: name})
    assert body(answer) == {"event_id": event["id"], "owner_id": ben.id, "message": ANY_TEXT}
    assert ben.event(event["id"]) == {
        **event,
        "owner_id": ben.id,
        "calendar_id": ben.default_calendar()["id"],
        "version": 2,
        "updated_at": ANY_INSTANT,
    }
    assert ann.event(event["id"])["my_role"] == "owner"
    rows = body(ann.get(f"{path}/permissions"))
    assert [(row["user_id"], row["permission_level"]) for row in rows] == [
        (ben.id, "owner"),
        (ann.id, "owner"),
    ]
    problem(ann.post(f"{path}/transfer", {"user_id": ann.id}), 403, "not_creator")
    assert body(ben.delete(f"{path}/permissions/{ann.id}"))["user_id"] == ann.id


def test_only_the_creator_transfers(ann: Client, ben: Client, cleo: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    problem(ben.post(f"{path}/transfer", {"user_id": ben.id}), 404, "not_found")
    for role in ("viewer", "editor", "owner"):
        ann.share(path, ben, role=role)
        for target in (ben.id, cleo.id, 999999999):
            problem(ben.post(f"{path}/transfer", {"user_id": target}), 403, "not_creator")
        problem(ben.post(f"{path}/transfer", {}), 403, "not_creator")
    assert ann.event(event["id"]) == event


def test_transfer_goes_to_collaborators_only(ann: Client, ben: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}/transfer"
    stranger = invalid(ann.post(path, {"user_id": ben.id}), "user_id")
    nobody = invalid(ann.post(path, {"user_id": 999999999}), "user_id")
    assert stranger == nobody
    invalid(ann.post(path, {"user_id": ann.id}), "user_id")
    invalid(ann.post(path, {}), "user_id")
    assert ann.event(event["id"]) == event


def test_transfer_checks_the_new_creators_time(ann: Client, ben: Client) -> None:
    event = ann.create(title="Handed over", **hours(9, 10))
    path = f"/events/{event['id']}"
    ann.share(path, ben, role="editor")
    ben.create(title="Private", **hours(9, 10))
    refused = ann.post(f"{path}/transfer", {"user_id": ben.id})
    problem(
        refused,
        409,
        "schedule_conflict",
        "Event conflicts with an existing event",
        conflicts=[hours(9, 10)],
        suggestions=ANYTHING,
    )
    assert "Private" not in refused.text
    assert ann.event(event["id"]) == event
    assert body(ann.post(f"{path}/transfer", {"user_id": ben.id}, on_conflict="allow"))["owner_id"] == ben.id


def test_what_is_handed_over_is_busy_for_the_new_creator_and_not_for_the_old(
    ann: Client, ben: Client
) -> None:
    event = ann.create(**hours(9, 10))
    ann.share(f"/events/{event['id']}", ben, role="editor")
    body(ann.post(f"/events/{event['id']}/transfer", {"user_id": ben.id}))
    ann.create(**hours(9, 10))
    assert ben.post("/events/", new_event(**hours(9, 10))).status_code == 409
