"""Roles on an event: who holds which, and who changes, takes and gives up which."""

from contract.client import Client
from contract.expect import ANY_INSTANT, body, instant, invalid, problem
from contract.reads import PREFIXES, roles


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
