"""Collaboration: sharing events, who is around them, and transfer, under both of their addresses."""

from typing import Any

import pytest

from contract.client import Client, hours, new_event
from contract.expect import ANY_INSTANT, ANY_TEXT, ANYTHING, body, invalid, problem
from contract.reads import PREFIXES, roles


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
