"""History: versions, differences, the changelog and rollback."""

from typing import Any

import pytest

from contract.client import Client, at, hours
from contract.expect import (
    ANY_INSTANT,
    ANY_TEXT,
    ANYTHING,
    CONTENT_KEYS,
    Anything,
    body,
    instant,
    invalid,
    problem,
)

VERSION_KEYS = {
    *("id", "event_id", "version_number", "event_data", "changed_by", "change_reason", "change_summary"),
    *("created_at", "is_current"),
}
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


def history(client: Client, event_id: int, **query: Any) -> list[dict[str, Any]]:
    answer = body(client.get(f"/events/{event_id}/history", **query))
    assert (set(answer), answer["event_id"]) == ({"event_id", "versions"}, event_id)
    rows: list[dict[str, Any]] = answer["versions"]
    assert [set(row) for row in rows] == [VERSION_KEYS] * len(rows)
    return rows


def changelog(client: Client, event_id: int, **query: Any) -> list[dict[str, Any]]:
    answer = body(client.get(f"/events/{event_id}/changelog", **query))
    assert (set(answer), answer["event_id"]) == ({"event_id", "changelog"}, event_id)
    rows: list[dict[str, Any]] = answer["changelog"]
    assert [set(row) for row in rows] == [ENTRY_KEYS] * len(rows)
    return rows


def content(event: dict[str, Any]) -> dict[str, Any]:
    """What a version holds of an event."""
    return {name: event[name] for name in CONTENT_KEYS}


@pytest.fixture
def told(ann: Client, ben: Client) -> tuple[dict[str, Any], ...]:
    """An event of Ann's in its three versions, the second by Ben."""
    first = ann.create(description="Bring the sketches", tags=["a"])
    ann.share(f"/events/{first['id']}", ben, role="editor")
    second = ben.edit(first["id"], title="Design review", location="Room 2", change_reason="Clearer")
    third = ann.edit(first["id"], description="Bring the new sketches", tags=["a", "b"], location=None)
    return first, second, third


# history and versions


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


# diff


def test_diff_names_what_changed_with_json_values(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    assert body(ann.get(f"/events/{event_id}/diff/1/3")) == {
        "version1": 1,
        "version2": 3,
        "changes": {
            "title": {
                "version_1": "Planning",
                "version_3": "Design review",
                "change_type": "modified",
                "words": [["-", "Planning"], ["+", "Design review"]],
            },
            "description": {
                "version_1": "Bring the sketches",
                "version_3": "Bring the new sketches",
                "change_type": "modified",
                "words": [["=", "Bring the "], ["+", "new "], ["=", "sketches"]],
            },
            "tags": {"version_1": ["a"], "version_3": ["a", "b"], "change_type": "modified"},
        },
        "summary": {"changed_fields": 3, "comparison_date": ANY_INSTANT},
    }


def test_diff_says_added_and_removed(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    path = f"/events/{told[0]['id']}/diff"
    added = body(ann.get(f"{path}/1/2"))["changes"]["location"]
    assert added == {
        "version_1": None,
        "version_2": "Room 2",
        "change_type": "added",
        "words": [["+", "Room 2"]],
    }
    removed = body(ann.get(f"{path}/2/3"))["changes"]["location"]
    assert removed == {
        "version_2": "Room 2",
        "version_3": None,
        "change_type": "removed",
        "words": [["-", "Room 2"]],
    }
    back = body(ann.get(f"{path}/3/2"))
    assert (back["version1"], back["version2"]) == (3, 2)
    assert back["changes"]["location"]["change_type"] == "added"


def test_diff_of_a_version_with_itself_is_empty(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    answer = body(ann.get(f"/events/{told[0]['id']}/diff/2/2"))
    assert answer == {
        "version1": 2,
        "version2": 2,
        "changes": {},
        "summary": {"changed_fields": 0, "comparison_date": ANY_INSTANT},
    }


def test_diff_keeps_the_json_types(ann: Client) -> None:
    event = ann.create()
    ann.edit(event["id"], is_all_day=True, start_time="2031-03-10", end_time="2031-03-11")
    ann.edit(event["id"], rrule="FREQ=DAILY;COUNT=2", recurrence_overrides={"2031-03-11": {"title": "X"}})
    changes = body(ann.get(f"/events/{event['id']}/diff/1/3"))["changes"]
    assert changes["is_all_day"] == {"version_1": False, "version_3": True, "change_type": "modified"}
    assert changes["start_time"]["version_3"] == "2031-03-10"
    assert changes["recurrence_overrides"] == {
        "version_1": {},
        "version_3": {"2031-03-11": {"title": "X"}},
        "change_type": "added",
    }
    assert {"version", "updated_at", "owner_id"}.isdisjoint(changes)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html", "nonsense"])
def test_diff_as_text_and_html_whatever_accept_says(
    ann: Client, told: tuple[dict[str, Any], ...], accept: str
) -> None:
    path, headers = f"/events/{told[0]['id']}/diff/1/3", {"Accept": accept}
    text = ann.get(path, headers=headers, format="text")
    assert (text.status_code, text.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = text.text.splitlines()
    assert lines[0].startswith("--- ")
    assert lines[1].startswith("+++ ")
    assert lines[2].startswith("@@ ")
    assert "-title: Planning" in lines
    assert "+title: Design review" in lines
    html = ann.get(path, headers=headers, format="html")
    assert (html.status_code, html.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<ins" in html.text
    assert "<del" in html.text
    invalid(ann.get(path, headers=headers, format="pdf"), "format")
    assert body(ann.get(path, headers=headers))["version1"] == 1


def test_diff_as_html_escapes_what_people_wrote(ann: Client) -> None:
    event = ann.create(title="<script>alert(1)</script>")
    ann.edit(event["id"], title="<img src=x onerror=alert(1)>")
    html = ann.get(f"/events/{event['id']}/diff/1/2", format="html").text
    assert ("<script" in html, "<img" in html) == (False, False)


@pytest.mark.parametrize("pair", ["1/9", "9/1", "0/1", "8/9", f"1/{2**70}"])
def test_diff_with_a_version_that_is_not_there(ann: Client, pair: str) -> None:
    event = ann.create()
    answer = ann.get(f"/events/{event['id']}/diff/{pair}")
    words = ANY_TEXT if str(2**70) in pair else "One or both versions not found"
    problem(answer, 404, "not_found", words)


# changelog


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


# rollback


def test_rollback_makes_a_new_version_with_the_old_content(
    ann: Client, ben: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    answer = ben.post(f"/events/{event_id}/rollback/1")
    event = body(answer)
    assert content(event) == content(told[0])
    assert (event["version"], event["my_role"]) == (4, "editor")
    assert answer.headers["ETag"] == f'"{event_id}-4"'
    assert ben.event(event_id) == event
    rows = history(ann, event_id)
    assert [(row["version_number"], row["is_current"], row["changed_by"]) for row in rows] == [
        (4, True, ben.id),
        (3, False, ann.id),
        (2, False, ben.id),
        (1, False, ann.id),
    ]
    assert rows[0]["event_data"] == rows[3]["event_data"]


def test_rollback_takes_a_reason_and_single_fields(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    sent = {"fields": ["title", "tags"], "change_reason": "The old title was right"}
    event = body(ann.post(f"/events/{event_id}/rollback/1", sent))
    assert content(event) == {**content(told[2]), "title": "Planning", "tags": ["a"]}
    assert history(ann, event_id)[0]["change_reason"] == "The old title was right"
    for fields in (["nonsense"], ["version"], "title", [7]):
        refused = ann.post(f"/events/{event_id}/rollback/1", {"fields": fields})
        assert problem(refused, 422, "invalid", errors=ANYTHING)
    assert ann.event(event_id)["version"] == 4


def test_a_dry_run_of_a_rollback_shows_the_event_and_writes_nothing(
    ann: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    shown = body(ann.post(f"/events/{event_id}/rollback/1", {"dry_run": True}))
    assert content(shown) == content(told[0])
    assert ann.event(event_id) == told[2]
    assert len(history(ann, event_id)) == 3


def test_rollback_to_what_is_there_already_makes_nothing(
    ann: Client, told: tuple[dict[str, Any], ...]
) -> None:
    event_id = told[0]["id"]
    assert body(ann.post(f"/events/{event_id}/rollback/3")) == told[2]
    assert len(history(ann, event_id)) == 3


def test_rollback_checks_conflicts(ann: Client) -> None:
    event = ann.create(**hours(9, 10))
    ann.edit(event["id"], **hours(11, 12))
    held = ann.create(title="Held", **hours(9, 10))
    for sent in (None, {"dry_run": True}):
        answer = ann.post(f"/events/{event['id']}/rollback/1", sent)
        document = problem(
            answer,
            409,
            "schedule_conflict",
            "Event conflicts with existing event: Held",
            conflicts=ANYTHING,
            suggestions=ANYTHING,
        )
        assert [one["event_id"] for one in document["conflicts"]] == [held["id"]]
    assert ann.event(event["id"])["version"] == 2
    event = body(ann.post(f"/events/{event['id']}/rollback/1", on_conflict="allow"))
    assert (event["version"], event["start_time"]) == (3, at(9))


def test_rollback_heeds_if_match(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    stale = ann.post(f"/events/{event_id}/rollback/1", headers={"If-Match": f'"{event_id}-2"'})
    problem(stale, 412, "stale_version", current_version=3)
    assert len(history(ann, event_id)) == 3
    answer = ann.post(f"/events/{event_id}/rollback/1", headers={"If-Match": f'"{event_id}-3"'})
    assert body(answer)["version"] == 4


def test_rollback_to_a_version_that_is_not_there(ann: Client, told: tuple[dict[str, Any], ...]) -> None:
    event_id = told[0]["id"]
    for number in (0, 4, 99):
        refused = ann.post(f"/events/{event_id}/rollback/{number}")
        problem(refused, 404, "not_found", f"Version {number} not found")
    assert len(history(ann, event_id)) == 3


def test_rollback_brings_exceptions_back_too(ann: Client) -> None:
    overrides = {"2031-03-17T09:00:00": {"excluded": True}}
    event = ann.create(rrule="FREQ=WEEKLY;COUNT=4", recurrence_overrides=overrides)
    ann.edit(event["id"], is_recurring=False, recurrence_overrides={})
    back = body(ann.post(f"/events/{event['id']}/rollback/1"))
    assert (back["rrule"], back["recurrence_overrides"]) == (event["rrule"], overrides)
    ann.create(**hours(9, 10, day=17))  # the time of the exception is free


# who may


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
