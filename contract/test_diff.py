"""What differs between two versions, as JSON, text and HTML."""

from typing import Any

import pytest

from contract.client import Client
from contract.expect import (
    ANY_INSTANT,
    ANY_TEXT,
    body,
    invalid,
    problem,
)


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
