"""The call that compares two versions."""

from unittest.mock import ANY

import pytest
from django.utils.dateparse import parse_datetime

from accounts.models import User
from events.factories import make_event
from events.models import Event
from history.tests.conftest import ApiClient, edit, faults


def test_diff(event: Event, as_viewer: ApiClient) -> None:
    document = as_viewer.get(f"events/{event.pk}/diff/1/3").json()
    assert document == {
        "version1": 1,
        "version2": 3,
        "changes": {
            "title": {
                "version_1": "Planning",
                "version_3": "Planning the week",
                "change_type": "modified",
                "words": [["=", "Planning"], ["+", " the week"]],
            },
            "description": {
                "version_1": None,
                "version_3": "Bring <b>sketches</b>",
                "change_type": "added",
                "words": [["+", "Bring <b>sketches</b>"]],
            },
            "location": {
                "version_1": "Room 1",
                "version_3": "Room 2",
                "change_type": "modified",
                "words": [["=", "Room "], ["-", "1"], ["+", "2"]],
            },
        },
        "summary": {"changed_fields": 3, "comparison_date": ANY},
    }
    assert parse_datetime(document["summary"]["comparison_date"]).utcoffset().total_seconds() == 0  # type: ignore[union-attr]


def test_diff_keeps_the_types_of_values(owner: User, as_owner: ApiClient) -> None:
    event = make_event(owner, tags=["a"])
    edit(owner, event, tags=["a", "b"], rrule="FREQ=DAILY;COUNT=2")
    changes = as_owner.get(f"events/{event.pk}/diff/2/1").json()["changes"]
    assert changes["tags"] == {"version_2": ["a", "b"], "version_1": ["a"], "change_type": "modified"}
    assert changes["is_recurring"] == {"version_2": True, "version_1": False, "change_type": "modified"}
    assert changes["rrule"] == {
        "version_2": "FREQ=DAILY;COUNT=2",
        "version_1": None,
        "change_type": "removed",
        "words": [["-", "every day at 09:00, 2 times"]],
    }
    assert changes["recurrence_pattern"]["version_2"]["count"] == 2


def test_diff_with_itself(event: Event, as_owner: ApiClient) -> None:
    document = as_owner.get(f"events/{event.pk}/diff/2/2").json()
    assert (document["changes"], document["summary"]["changed_fields"]) == ({}, 0)


@pytest.mark.parametrize("accept", ["application/json", "text/html", "image/png"])
def test_diff_formats_do_not_depend_on_accept(event: Event, as_owner: ApiClient, accept: str) -> None:
    text = as_owner.get(f"events/{event.pk}/diff/1/2?format=text", Accept=accept)
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode() == (
        "--- version 1\n+++ version 2\n@@ -1,4 +1,4 @@\n-title: Planning\n+title: Planning the week\n"
        " description: null\n location: Room 1\n start_time: 2031-03-10T09:00:00Z\n"
    )
    page = as_owner.get(f"events/{event.pk}/diff/2/3?format=html", Accept=accept)
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "Bring &lt;b&gt;sketches&lt;/b&gt;" in page.content.decode()
    assert "<b>" not in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert page["X-Content-Type-Options"] == "nosniff"
    assert as_owner.get(f"events/{event.pk}/diff/2/3?format=json", Accept=accept).json()["version1"] == 2


def test_diff_in_an_unknown_format(event: Event, as_owner: ApiClient) -> None:
    assert faults(as_owner.get(f"events/{event.pk}/diff/1/2?format=pdf")) == [("format", "invalid_choice")]
