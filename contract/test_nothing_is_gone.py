"""The trash, undo, events as of an instant, and blame: nothing that people wrote is gone."""

import time
from typing import Any

from contract.client import Client, at
from contract.expect import ANY_INSTANT, ANY_TEXT, EVENT_KEYS, Anything, body, invalid, problem


def trash(client: Client, **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = body(client.get("/trash/", **query))
    return rows


def test_a_deleted_event_lies_in_the_trash_and_comes_back(ann: Client, ben: Client) -> None:
    event = ann.create(title="Kept")
    ann.share(f"/events/{event['id']}", ben, role="viewer")
    assert ann.delete(f"/events/{event['id']}").status_code == 204
    (row,) = trash(ann)
    assert set(row) == EVENT_KEYS | {"deleted_at", "deleted_by"}
    assert (row["title"], row["deleted_at"], row["deleted_by"]) == ("Kept", ANY_INSTANT, ann.id)
    assert [(row["id"], row["my_role"]) for row in trash(ben)] == [(event["id"], "viewer")]
    problem(ben.post(f"/events/{event['id']}/restore"), 403, "forbidden")
    assert body(ben.get(f"/events/{event['id']}/history"))["versions"][0]["version_number"] == 2
    restored = ann.post(f"/events/{event['id']}/restore")
    assert (restored.status_code, restored.json()["version"]) == (200, 3)
    assert restored.headers["ETag"] == f'"{event["id"]}-3"'
    assert (trash(ann), ben.event(event["id"])["title"]) == ([], "Kept")
    problem(ann.post(f"/events/{event['id']}/restore"), 404, "not_found")


def test_a_restoration_into_busy_time_is_a_conflict(ann: Client) -> None:
    event = ann.create()
    ann.delete(f"/events/{event['id']}")
    ann.create(title="In its place")
    refusal = ann.post(f"/events/{event['id']}/restore")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "schedule_conflict")
    assert ann.post(f"/events/{event['id']}/restore", on_conflict="allow").status_code == 200


def test_an_owner_ends_an_event_for_good(ann: Client, ben: Client) -> None:
    event = ann.create()
    problem(ann.delete(f"/trash/{event['id']}"), 404, "not_found")
    ann.share(f"/events/{event['id']}", ben, role="editor")
    ann.delete(f"/events/{event['id']}")
    problem(ben.delete(f"/trash/{event['id']}"), 403, "forbidden")
    assert ann.delete(f"/trash/{event['id']}").status_code == 204
    assert trash(ann) == []
    problem(ann.post(f"/events/{event['id']}/restore"), 404, "not_found")


def test_the_trash_pages_by_its_link(ann: Client) -> None:
    made = [ann.create(transparency="transparent")["id"] for _ in range(3)]
    for event_id in made:
        ann.delete(f"/events/{event_id}")
    first = ann.get("/trash/", limit=2)
    assert [row["id"] for row in first.json()] == [made[2], made[1]]
    second = ann.http.get(first.links["next"]["url"], headers={"Authorization": f"Bearer {ann.token}"})
    assert [row["id"] for row in second.json()] == [made[0]]
    assert "next" not in second.links


def test_every_write_can_be_taken_back_and_that_too(ann: Client) -> None:
    event = ann.create(title="Before")
    edited = ann.patch(f"/events/{event['id']}", {"title": "After"})
    back = ann.post(f"/undo/{edited.headers['X-Undo-Token']}")
    assert [(row["version"], row["title"], row["deleted_at"]) for row in body(back)] == [(3, "Before", None)]
    forth = ann.post(f"/undo/{back.headers['X-Undo-Token']}")
    assert [row["title"] for row in body(forth)] == ["After"]
    deleted = ann.delete(f"/events/{event['id']}")
    body(ann.post(f"/undo/{deleted.headers['X-Undo-Token']}"))
    assert ann.event(event["id"])["title"] == "After"
    restored = ann.post(f"/events/{event['id']}/rollback/1")
    body(ann.post(f"/undo/{restored.headers['X-Undo-Token']}"))
    assert ann.event(event["id"])["title"] == "After"


def test_a_batch_has_one_token(ann: Client) -> None:
    events = [
        {
            "title": f"{hour}",
            "start_time": f"2031-03-10T{hour}:00:00Z",
            "end_time": f"2031-03-10T{hour}:30:00Z",
        }
        for hour in range(10, 14)
    ]
    made = ann.post("/events/batch", {"events": events})
    gone = body(ann.post(f"/undo/{made.headers['X-Undo-Token']}"))
    assert [row["deleted_at"] for row in gone] == [ANY_INSTANT] * 4
    assert (body(ann.get("/events/")), len(trash(ann))) == ([], 4)


def test_what_was_done_to_roles_calendars_feeds_and_oneself_is_taken_back_too(
    ann: Client, ben: Client
) -> None:
    event, home = ann.create()["id"], ann.event(ann.create(transparency="transparent")["id"])["calendar_id"]

    def undone(answer: Any) -> None:
        assert answer.status_code < 300, answer.text
        back = ann.post(f"/undo/{answer.headers['X-Undo-Token']}")
        assert (body(back), bool(back.headers["X-Undo-Token"])) == ([], True)

    for thing in (f"/events/{event}", f"/collaboration/{event}", f"/calendars/{home}"):
        roles = [(ann.id, "owner")]

        def held(thing: str = thing) -> list[tuple[int, str]]:
            return [
                (row["user_id"], row["permission_level"]) for row in body(ann.get(f"{thing}/permissions"))
            ]

        granted = {"users": [{"user_id": ben.id, "permission_level": "viewer"}]}
        undone(ann.post(f"{thing}/share", granted))
        assert held() == roles
        ann.post(f"{thing}/share", granted)
        roles.append((ben.id, "viewer"))
        undone(ann.put(f"{thing}/permissions/{ben.id}", {"permission_level": "owner"}))
        assert held() == roles
        undone(ann.delete(f"{thing}/permissions/{ben.id}"))
        assert held() == roles
        left = ben.delete(f"{thing}/permissions/{ben.id}")
        body(ben.post(f"/undo/{left.headers['X-Undo-Token']}"))
        assert held() == roles
        ann.delete(f"{thing}/permissions/{ben.id}")

    calendars = body(ann.get("/calendars/"))
    undone(ann.post("/calendars/", {"name": "Garden"}))
    undone(ann.patch(f"/calendars/{home}", {"name": "Home", "color": "rose"}))
    assert body(ann.get("/calendars/")) == calendars
    empty = body(ann.post("/calendars/", {"name": "Empty"}), 201)
    undone(ann.delete(f"/calendars/{empty['id']}"))
    assert body(ann.get(f"/calendars/{empty['id']}")) == empty

    feed = body(ann.post("/feeds/", {"name": "Phone"}), 201)
    undone(ann.delete(f"/feeds/{feed['id']}"))
    assert ann.http.get(feed["url"]).status_code == 200

    before = body(ann.get("/auth/me"))
    undone(ann.patch("/auth/me", {"full_name": "Somebody Else", "timezone": "Asia/Tokyo"}))
    assert body(ann.get("/auth/me")) == before


def test_a_transfer_is_final(ann: Client, ben: Client) -> None:
    event = ann.create()["id"]
    ann.share(f"/events/{event}", ben, role="editor")
    answer = ann.post(f"/events/{event}/transfer", {"user_id": ben.id})
    assert (answer.status_code, "X-Undo-Token" in answer.headers) == (200, False)


def test_what_changed_nothing_has_no_token(ann: Client) -> None:
    event = ann.create()
    same = ann.patch(f"/events/{event['id']}", {"title": event["title"]})
    assert "X-Undo-Token" not in same.headers
    assert "X-Undo-Token" not in ann.get(f"/events/{event['id']}").headers


def test_undo_is_refused_where_the_uid_is_taken_meanwhile_as_documented(
    ann: Client, anonymous: Client
) -> None:
    event = ann.create(uid="once@example.org")
    deleted = ann.delete(f"/events/{event['id']}")
    ann.create(uid="once@example.org", start_time=at(15), end_time=at(16))
    refusal = ann.post(f"/undo/{deleted.headers['X-Undo-Token']}")
    invalid(refusal, "uid")
    document = body(anonymous.service("/openapi.json"))
    assert "422" in document["paths"]["/api/v1/undo/{token}"]["post"]["responses"]


def test_undo_is_refused_where_somebody_changed_the_same_since(ann: Client, ben: Client) -> None:
    event = ann.create(title="Before")
    ann.share(f"/events/{event['id']}", ben, role="editor")
    edited = ann.patch(f"/events/{event['id']}", {"title": "After"})
    ben.edit(event["id"], title="Ben's")
    token = edited.headers["X-Undo-Token"]
    problem(
        ann.post(f"/undo/{token}"),
        409,
        "undo_conflict",
        event_id=event["id"],
        conflicting_fields={"title": {"base": "After", "yours": "Before", "theirs": "Ben's"}},
    )
    problem(ben.post(f"/undo/{token}"), 404, "not_found")
    problem(ann.post("/undo/nonsense"), 404, "not_found")
    assert ann.event(event["id"])["version"] == 3


def test_events_are_shown_as_of_an_instant(ann: Client) -> None:
    event = ann.create(title="One")
    time.sleep(0.02)
    then = ann.event(event["id"])["updated_at"]
    ann.edit(event["id"], title="Two")
    ann.delete(f"/events/{event['id']}")
    assert body(ann.get(f"/events/{event['id']}", at=then))["title"] == "One"
    assert [(row["title"], row["version"]) for row in body(ann.get("/events/", at=then))] == [("One", 1)]
    assert body(ann.get("/events/", at="2020-01-01T00:00:00Z")) == []
    problem(ann.get(f"/events/{event['id']}", at="2020-01-01T00:00:00Z"), 404, "not_found")
    for query in ({"at": "yesterday"}, {"at": then, "q": "x"}):
        assert ann.get("/events/", **query).status_code == 422


def test_blame_names_the_version_of_each_field(ann: Client, ben: Client) -> None:
    event = ann.create(title="One")
    ann.share(f"/events/{event['id']}", ben, role="editor")
    ben.edit(event["id"], title="Two")
    fields = body(ben.get(f"/events/{event['id']}/blame"))
    assert fields["title"] == {
        "version": 2,
        "changed_by": ben.id,
        "changed_by_username": ben.username,
        "changed_at": ANY_INSTANT,
        "value": "Two",
    }
    assert (fields["start_time"]["version"], fields["start_time"]["changed_by"]) == (1, ann.id)
    assert fields["rrule"] == {**fields["start_time"], "value": None, "changed_at": ANY_TEXT}
    assert Anything(int) == fields["calendar_id"]["value"]
