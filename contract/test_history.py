"""History: versions and the changelog."""

from typing import Any

from contract.client import Client
from contract.expect import (
    ANY_TEXT,
    ANYTHING,
    CONTENT_KEYS,
    Anything,
    body,
    instant,
    invalid,
    problem,
)
from contract.reads import content, history

ENTRY_KEYS = {
    *(
        "version",
        "changed_by",
        "changed_by_username",
        "change_summary",
        "timestamp",
        "event_state",
        "changes",
    ),
}


def changelog(client: Client, event_id: int, **query: Any) -> list[dict[str, Any]]:
    answer = body(client.get(f"/events/{event_id}/changelog", **query))
    assert (set(answer), answer["event_id"]) == ({"event_id", "changelog"}, event_id)
    rows: list[dict[str, Any]] = answer["changelog"]
    assert [set(row) for row in rows] == [ENTRY_KEYS] * len(rows)
    return rows


def test_history_holds_the_state_after_each_change_newest_first(
    ann: Client, ben: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    rows = history(ann, event_id)
    assert rows == [
        {
            "id": Anything(int),
            "event_id": event_id,
            "version_number": number,
            "event_data": ANYTHING,
            "changed_by": author.id,
            "change_reason": reason,
            "change_summary": ANY_TEXT,
            "created_at": told[number - 1]["updated_at"],
            "is_current": number == 3,
        }
        for number, author, reason in ((3, ann, None), (2, ben, "Clearer"), (1, ann, None))
    ]
    assert all(row["change_summary"] for row in rows)
    for row in rows:
        shown = {name: row["event_data"].get(name) for name in CONTENT_KEYS}
        assert shown == content(told[row["version_number"] - 1])


def test_event_data_holds_the_content_fields_alone(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    for row in history(ann, told[0]["id"]):
        assert set(row["event_data"]) - {"is_deleted"} == CONTENT_KEYS
        assert {"version", "updated_at", "created_at", "id", "owner_id"}.isdisjoint(row["event_data"])


def test_a_version_is_one_such_object(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    rows = {row["version_number"]: row for row in history(ann, event_id)}
    for number in (1, 2, 3):
        assert body(ann.get(f"/events/{event_id}/versions/{number}")) == rows[number]
    for number in (0, 4, 2**70):
        problem(ann.get(f"/events/{event_id}/versions/{number}"), 404, "not_found")
    problem(ann.get(f"/events/{event_id}/versions/4"), 404, "not_found", "Version not found")


def test_history_is_paged(ann: Client) -> None:
    event = ann.create()
    for number in range(2, 8):
        ann.edit(event["id"], title=f"Version {number}")
    seen, path = [], f"/events/{event['id']}/history?limit=3"
    while path:
        answer = ann.get(path)
        seen.append([row["version_number"] for row in body(answer)["versions"]])
        ann.edit(event["id"], title=f"Meanwhile {len(seen)}")
        path = answer.links["next"]["url"].removeprefix(f"{ann.server}/api/v1") if answer.links else ""
    assert seen == [[7, 6, 5], [4, 3, 2], [1]]
    for query in ({"limit": 0}, {"limit": 101}, {"limit": "x"}):
        invalid(ann.get(f"/events/{event['id']}/history", **query), "limit")
    invalid(ann.get(f"/events/{event['id']}/history", cursor="nonsense"), "cursor")


def test_changelog_tells_who_changed_what(ann: Client, ben: Client, told: tuple[dict[str, Any], ...]) -> None:
    rows = changelog(ann, told[0]["id"])
    assert rows == [
        {
            "version": number,
            "changed_by": author.id,
            "changed_by_username": author.username,
            "change_summary": ANY_TEXT,
            "timestamp": told[number - 1]["updated_at"],
            "event_state": ANYTHING,
            "changes": ANYTHING,
        }
        for number, author in ((3, ann), (2, ben), (1, ann))
    ]
    for row in rows:
        shown = {name: row["event_state"].get(name) for name in CONTENT_KEYS}
        assert shown == content(told[row["version"] - 1])
    assert set(rows[0]["changes"]) == {"description", "tags", "location"}
    assert set(rows[1]["changes"]) == {"title", "location"}


def test_changelog_is_filtered_by_actor_field_and_time(
    ann: Client, ben: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]

    def numbers(**query: Any) -> list[int]:
        return [row["version"] for row in changelog(ann, event_id, **query)]

    assert numbers(actor=ben.id) == [2]
    assert numbers(actor=ben.username.upper()) == [2]
    assert numbers(actor=ann.username) == [3, 1]
    assert numbers(actor="nobody") == []
    assert numbers(field="title") == [2, 1]
    assert numbers(field="location") == [3, 2]
    assert numbers(since=told[1]["updated_at"]) == [3, 2]
    assert numbers(since="2099-01-01T00:00:00Z") == []
    assert numbers(actor=ann.id, field="description") == [3, 1]
    invalid(ann.get(f"/events/{event_id}/changelog", field="nonsense"), "field")
    invalid(ann.get(f"/events/{event_id}/changelog", since="nonsense"), "since")


def test_changelog_is_paged_fifty_at_a_time(ann: Client) -> None:
    event = ann.create()
    for number in range(2, 53):
        ann.edit(event["id"], title=f"Version {number}")
    first = ann.get(f"/events/{event['id']}/changelog")
    assert [row["version"] for row in body(first)["changelog"]] == list(range(52, 2, -1))
    ann.edit(event["id"], title="Meanwhile")
    rest = ann.get(first.links["next"]["url"].removeprefix(f"{ann.server}/api/v1"))
    assert [row["version"] for row in body(rest)["changelog"]] == [2, 1]
    assert "Link" not in rest.headers
    assert len(changelog(ann, event["id"], limit=100)) == 53
    for limit in ("0", "101", "x"):
        invalid(ann.get(f"/events/{event['id']}/changelog", limit=limit), "limit")


def test_history_is_for_those_who_see_the_event(
    ann: Client, ben: Client, cleo: Client, anonymous: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    paths = ("history", "versions/1", "diff/1/2", "changelog", "activity")
    for path in paths:
        problem(cleo.get(f"/events/{event_id}/{path}"), 404, "not_found")
        problem(anonymous.get(f"/events/{event_id}/{path}"), 401, "not_authenticated")
    problem(cleo.post(f"/events/{event_id}/rollback/1"), 404, "not_found")
    ann.share(f"/events/{event_id}", cleo, role="viewer")
    assert [cleo.get(f"/events/{event_id}/{path}").status_code for path in paths] == [200] * 5
    problem(cleo.post(f"/events/{event_id}/rollback/1"), 403, "forbidden")
    problem(cleo.post(f"/events/{event_id}/rollback/99"), 403, "forbidden")
    assert len(history(ann, event_id)) == 3


def test_authors_of_the_past_keep_their_words_when_they_lose_access(
    ann: Client, ben: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    ann.delete(f"/events/{event_id}/permissions/{ben.id}")
    problem(ben.get(f"/events/{event_id}/history"), 404, "not_found")
    assert [row["changed_by"] for row in history(ann, event_id)] == [ann.id, ben.id, ann.id]


def test_every_kind_of_write_is_a_version_and_numbers_have_no_gaps(ann: Client, ben: Client) -> None:
    event = ann.create(location="Room 1")
    event_id = event["id"]
    ann.share(f"/events/{event_id}", ben, role="editor")
    ann.edit(event_id, title="Second")
    body(ben.patch(f"/events/{event_id}", {"location": "Room 2", "version": 1}))  # merged
    body(ann.post(f"/events/{event_id}/rollback/1"))
    body(ann.post(f"/events/{event_id}/transfer", {"user_id": ben.id}))
    rows = history(ben, event_id)
    assert [row["version_number"] for row in rows] == [5, 4, 3, 2, 1]
    assert [row["is_current"] for row in rows] == [True, False, False, False, False]
    times = [instant(row["created_at"]) for row in rows]
    assert times == sorted(times, reverse=True)
    assert {name: rows[0]["event_data"][name] for name in CONTENT_KEYS} == content(ben.event(event_id))
