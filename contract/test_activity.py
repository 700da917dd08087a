"""Activity: what happened to an event, for those who may see it."""

from typing import Any

from contract.client import Client
from contract.expect import ANY_INSTANT, ANY_TEXT, ANYTHING, Anything, body, invalid, problem


def activity(client: Client, event_id: int, **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = body(client.get(f"/events/{event_id}/activity", **query))
    return rows


def test_writes_shares_revocations_and_rollbacks_are_told_newest_first(ann: Client, ben: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    ann.share(path, ben, role="editor")
    ben.edit(event["id"], title="Second")
    body(ann.put(f"{path}/permissions/{ben.id}", {"permission_level": "viewer"}))
    body(ann.delete(f"{path}/permissions/{ben.id}"))
    body(ann.post(f"{path}/rollback/1"))
    rows = activity(ann, event["id"])
    assert rows == [
        {
            "id": Anything(int),
            "at": ANY_INSTANT,
            "actor_id": actor.id,
            "actor_username": actor.username,
            "source": "api",
            "verb": ANY_TEXT,
            "version": version,
            "summary": ANY_TEXT,
            "data": ANYTHING,
        }
        for actor, version in (
            (ann, 3),
            (ann, ANYTHING),
            (ann, ANYTHING),
            (ben, 2),
            (ann, ANYTHING),
            (ann, 1),
        )
    ]
    assert [row["verb"] for row in rows] == [
        *("event.rolled_back", "event.revoked", "event.role_changed", "event.updated", "event.shared"),
        "event.created",
    ]
    assert all(row["summary"] for row in rows)


def test_no_words_of_the_event_are_in_its_activity(ann: Client) -> None:
    event = ann.create(title="Confidential title", description="Confidential words")
    ann.edit(event["id"], title="Confidential too", location="Confidential place")
    assert "Confidential" not in ann.get(f"/events/{event['id']}/activity").text


def test_an_edit_that_changes_nothing_is_not_told(ann: Client) -> None:
    event = ann.create()
    ann.edit(event["id"], title=event["title"])
    assert len(activity(ann, event["id"])) == 1


def test_activity_is_paged_by_a_cursor_that_stays_while_more_happens(ann: Client) -> None:
    event = ann.create()
    for number in range(2, 6):
        ann.edit(event["id"], title=f"Version {number}")
    seen, path = [], f"/events/{event['id']}/activity?limit=2"
    while path:
        answer = ann.get(path)
        seen.append([row["version"] for row in body(answer)])
        ann.edit(event["id"], title=f"Meanwhile {len(seen)}")
        path = answer.links["next"]["url"].removeprefix(f"{ann.server}/api/v1") if answer.links else ""
    assert seen == [[5, 4], [3, 2], [1]]
    invalid(ann.get(f"/events/{event['id']}/activity", limit=101), "limit")
    invalid(ann.get(f"/events/{event['id']}/activity", cursor="x"), "cursor")


def test_activity_is_for_those_who_may_see_the_event(ann: Client, ben: Client, anonymous: Client) -> None:
    event = ann.create()
    problem(ben.get(f"/events/{event['id']}/activity"), 404, "not_found")
    problem(anonymous.get(f"/events/{event['id']}/activity"), 401, "not_authenticated")
    ann.share(f"/events/{event['id']}", ben, role="viewer")
    assert activity(ben, event["id"]) == activity(ann, event["id"])
