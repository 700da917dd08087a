"""Calendars: making, reading, editing, deleting and sharing them."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.client import Client, hours, new_event
from contract.expect import ANY_INSTANT, ANY_TEXT, ANYTHING, CALENDAR_KEYS, body, invalid, problem

Person = Callable[..., Client]
COLORS = ("cobalt", "teal", "green", "amber", "orange", "rose", "violet", "slate")


def test_the_default_calendar_is_always_there(ann: Client) -> None:
    (calendar,) = body(ann.get("/calendars/"))
    assert calendar == {
        "id": calendar["id"],
        "name": ANY_TEXT,
        "color": "cobalt",
        "timezone": "UTC",
        "is_default": True,
        "owner_id": ann.id,
        "my_role": "owner",
        "event_count": 0,
    }


def test_create_answers_the_calendar(ann: Client) -> None:
    answer = ann.post("/calendars/", {"name": " Team ", "color": "teal", "timezone": "Europe/Berlin"})
    calendar = body(answer, 201)
    assert calendar == {
        "id": calendar["id"],
        "name": "Team",
        "color": "teal",
        "timezone": "Europe/Berlin",
        "is_default": False,
        "owner_id": ann.id,
        "my_role": "owner",
        "event_count": 0,
    }
    assert answer.headers["Location"] == f"{ann.server}/api/v1/calendars/{calendar['id']}"
    assert body(ann.get(f"/calendars/{calendar['id']}")) == calendar
    assert body(ann.get("/calendars/")) == [ann.default_calendar(), calendar]


def test_colour_and_zone_are_optional(ann: Client) -> None:
    body(ann.patch("/auth/me", {"timezone": "Asia/Tokyo"}))
    calendar = ann.create_calendar()
    assert (calendar["color"] in COLORS, calendar["timezone"]) == (True, "Asia/Tokyo")


@pytest.mark.parametrize("color", COLORS)
def test_every_colour_is_taken(ann: Client, color: str) -> None:
    assert ann.create_calendar(color=color)["color"] == color


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"name": ""}, ["name"]),
        ({"name": "  "}, ["name"]),
        ({"name": None}, ["name"]),
        ({"name": "x" * 101}, ["name"]),
        ({"name": 7}, ["name"]),
        ({"color": "beige"}, ["color"]),
        ({"color": "#ff0000"}, ["color"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"name": "", "color": "beige", "timezone": "Mars/Olympus"}, ["name", "color", "timezone"]),
    ],
    ids=str,
)
def test_every_fault_is_named_and_nothing_written(
    ann: Client, fields: dict[str, Any], faulty: list[str]
) -> None:
    invalid(ann.post("/calendars/", {"name": "Team", **fields}), *faulty)
    calendar = ann.default_calendar()
    invalid(ann.patch(f"/calendars/{calendar['id']}", fields), *faulty)
    assert body(ann.get("/calendars/")) == [calendar]


def test_create_names_what_is_missing(ann: Client) -> None:
    invalid(ann.post("/calendars/", {}), "name")


def test_patch_changes_what_it_names(ann: Client) -> None:
    calendar = ann.create_calendar(color="teal")
    path = f"/calendars/{calendar['id']}"
    assert body(ann.patch(path, {"name": " Crew "})) == {**calendar, "name": "Crew"}
    edited = body(ann.patch(path, {"color": "rose", "timezone": "Europe/Lisbon"}))
    assert edited == {**calendar, "name": "Crew", "color": "rose", "timezone": "Europe/Lisbon"}
    assert body(ann.patch(path, {})) == edited == body(ann.get(path))


def test_event_count_counts_what_is_there(ann: Client) -> None:
    calendar = ann.create_calendar()
    one = ann.create(calendar_id=calendar["id"], **hours(9, 10))
    ann.create(calendar_id=calendar["id"], **hours(10, 11))
    assert body(ann.get(f"/calendars/{calendar['id']}"))["event_count"] == 2
    ann.delete(f"/events/{one['id']}")
    assert [c["event_count"] for c in body(ann.get("/calendars/"))] == [0, 1]


def test_delete_takes_an_empty_calendar(ann: Client) -> None:
    calendar = ann.create_calendar()
    path = f"/calendars/{calendar['id']}"
    event = ann.create(calendar_id=calendar["id"])
    problem(ann.delete(path), 409, "calendar_not_empty")
    ann.delete(f"/events/{event['id']}")
    answer = ann.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    problem(ann.get(path), 404, "not_found")
    problem(ann.delete(path), 404, "not_found")
    invalid(ann.post("/events/", new_event(calendar_id=calendar["id"])), "calendar_id")


def test_the_default_calendar_is_not_deleted(ann: Client) -> None:
    path = f"/calendars/{ann.default_calendar()['id']}"
    problem(ann.delete(path), 409, "calendar_is_default")
    ann.create()
    assert ann.delete(path).status_code == 409
    assert len(body(ann.get("/calendars/"))) == 1


# sharing


def test_a_shared_calendar_is_listed_after_ones_own_with_ones_role(ann: Client, ben: Client) -> None:
    calendar = ann.create_calendar()
    ann.create(calendar_id=calendar["id"])
    ann.share(f"/calendars/{calendar['id']}", ben, role="viewer")
    listed = body(ben.get("/calendars/"))
    assert listed == [ben.default_calendar(), {**calendar, "my_role": "viewer", "event_count": 1}]
    assert [set(one) for one in listed] == [CALENDAR_KEYS] * 2


def test_the_role_on_a_calendar_holds_for_all_its_events(ann: Client, ben: Client) -> None:
    calendar = ann.create_calendar()
    before = ann.create(calendar_id=calendar["id"], **hours(9, 10))
    private = ann.create(**hours(12, 13))
    ann.share(f"/calendars/{calendar['id']}", ben, role="editor")
    after = ann.create(calendar_id=calendar["id"], **hours(10, 11))
    assert [event["id"] for event in body(ben.get("/events/"))] == [before["id"], after["id"]]
    assert ben.edit(after["id"], title="Second")["my_role"] == "editor"
    problem(ben.delete(f"/events/{after['id']}"), 403, "forbidden")
    problem(ben.get(f"/events/{private['id']}"), 404, "not_found")
    moved = ann.edit(after["id"], calendar_id=ann.default_calendar()["id"])
    problem(ben.get(f"/events/{moved['id']}"), 404, "not_found")


def test_share_permissions_and_collaborators(ann: Client, ben: Client, cleo: Client) -> None:
    calendar = ann.create_calendar()
    path = f"/calendars/{calendar['id']}"
    sent = [
        {"user_id": ben.id, "permission_level": "owner"},
        {"username": cleo.username, "role": "viewer"},
    ]
    assert body(ann.post(f"{path}/share", {"users": sent}), 201) == {
        "calendar_id": calendar["id"],
        "shared_with": [
            {"user_id": ben.id, "permission_level": "owner", "status": "granted"},
            {"user_id": cleo.id, "permission_level": "viewer", "status": "granted"},
        ],
        "message": "Calendar sharing completed",
    }
    assert body(cleo.get(f"{path}/permissions")) == [
        {
            "user_id": person.id,
            "username": person.username,
            "permission_level": role,
            "granted_by": ann.id,
            "granted_at": ANY_INSTANT,
            "updated_at": ANY_INSTANT,
        }
        for person, role in ((ann, "owner"), (ben, "owner"), (cleo, "viewer"))
    ]
    assert body(cleo.get(f"{path}/collaborators")) == {
        "calendar_id": calendar["id"],
        "total_collaborators": 3,
        "collaborators": [
            {
                "user_id": person.id,
                "username": person.username,
                "full_name": person.username.partition("-")[0].title(),
                "role": "owner" if person is ann else "collaborator",
                "permission_level": role,
                "since": ANY_INSTANT,
            }
            for person, role in ((ann, "owner"), (ben, "owner"), (cleo, "viewer"))
        ],
    }
    changed = ben.put(f"{path}/permissions/{cleo.id}", {"permission_level": "editor"})
    assert body(changed) == {
        "calendar_id": calendar["id"],
        "user_id": cleo.id,
        "new_permission_level": "editor",
        "message": "Permission updated successfully",
    }
    assert body(cleo.delete(f"{path}/permissions/{cleo.id}")) == {
        "calendar_id": calendar["id"],
        "user_id": cleo.id,
        "message": "Permission revoked successfully",
    }
    problem(cleo.get(path), 404, "not_found")
    problem(ben.delete(f"{path}/permissions/{cleo.id}"), 404, "permission_not_found", "Permission not found")
    unknown = {"users": [{"user_id": 999999999, "role": "viewer"}]}
    problem(
        *(ben.post(f"{path}/share", unknown), 400, "users_not_found", "Users not found: [999999999]"),
        errors=ANYTHING,
    )
    fixed = ben.put(f"{path}/permissions/{ann.id}", {"permission_level": "viewer"})
    problem(fixed, 400, "owner_is_fixed", "Cannot modify owner's permissions")
    problem(ben.delete(f"{path}/permissions/{ann.id}"), 400, "owner_is_fixed")


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_owners_edit_delete_and_share_a_calendar(
    ann: Client, ben: Client, cleo: Client, role: str
) -> None:
    calendar = ann.create_calendar()
    path = f"/calendars/{calendar['id']}"
    ann.share(path, ben, role=role)
    problem(ben.patch(path, {"name": "Mine"}), 403, "forbidden")
    problem(ben.patch(path, {"name": ""}), 403, "forbidden")
    problem(ben.delete(path), 403, "forbidden")
    for target in (cleo.id, 999999999):
        sent = {"users": [{"user_id": target, "permission_level": "viewer"}]}
        problem(ben.post(f"{path}/share", sent), 403, "forbidden")
        problem(ben.put(f"{path}/permissions/{target}", {"permission_level": "viewer"}), 403, "forbidden")
        problem(ben.delete(f"{path}/permissions/{target}"), 403, "forbidden")
    assert body(ann.get(path)) == calendar


def test_a_stranger_does_not_know_of_a_calendar(ann: Client, ben: Client, anonymous: Client) -> None:
    calendar = ann.create_calendar()
    path = f"/calendars/{calendar['id']}"
    sent = {"users": [{"user_id": ben.id, "permission_level": "owner"}]}
    calls: list[tuple[str, str, Any]] = [
        ("GET", path, None),
        ("PATCH", path, {"name": "Mine"}),
        ("DELETE", path, None),
        ("POST", f"{path}/share", sent),
        ("GET", f"{path}/permissions", None),
        ("GET", f"{path}/collaborators", None),
        ("PUT", f"{path}/permissions/{ben.id}", {"permission_level": "owner"}),
        ("DELETE", f"{path}/permissions/{ann.id}", None),
    ]
    for method, address, sent_body in calls:
        problem(ben.call(method, address, sent_body), 404, "not_found")
        problem(anonymous.call(method, address, sent_body), 401, "not_authenticated")
    problem(anonymous.get("/calendars/"), 401, "not_authenticated")
    problem(anonymous.post("/calendars/", {"name": "Team"}), 401, "not_authenticated")
    assert body(ann.get(path)) == calendar


def test_a_granted_owner_edits_and_deletes(ann: Client, ben: Client) -> None:
    calendar = ann.create_calendar()
    path = f"/calendars/{calendar['id']}"
    ann.share(path, ben, role="owner")
    assert body(ben.patch(path, {"name": "Ours"})) == {**calendar, "name": "Ours"}
    assert ben.delete(path).status_code == 204
