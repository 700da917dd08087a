"""The changelog and the activity of an event over HTTP."""

from unittest.mock import ANY

from django.utils.dateparse import parse_datetime

from accounts.models import User
from events.actions.delete_event import delete_event
from events.factories import make_event
from events.models import Event, HistoricalEvent
from history.tests.conftest import ApiClient, event_data, faults, make_versions, next_address, problem


def test_an_activity_page_follows_the_link(event: Event, as_owner: ApiClient) -> None:
    whole = as_owner.get(f"events/{event.pk}/activity").json()
    first = as_owner.get(f"events/{event.pk}/activity?limit=2")
    address = next_address(first)
    assert address is not None
    second = as_owner.get(address)
    assert first.json() + second.json() == whole
    assert next_address(second) is None


def test_the_changelog_tells_fifty_at_first(owner: User, as_owner: ApiClient) -> None:
    event = make_versions(make_event(owner), 60)
    answer = as_owner.get(f"events/{event.pk}/changelog")
    assert [each["version"] for each in answer.json()["changelog"]] == list(range(60, 10, -1))
    rest = as_owner.get(str(next_address(answer)))
    assert [each["version"] for each in rest.json()["changelog"]] == list(range(10, 0, -1))


def test_changelog(event: Event, owner: User, editor: User, as_viewer: ApiClient) -> None:
    document = as_viewer.get(f"events/{event.pk}/changelog").json()
    timestamps = [parse_datetime(each.pop("timestamp")) for each in document["changelog"]]
    rows = HistoricalEvent.objects.filter(id=event.pk).order_by("-version")
    assert timestamps == [row.history_date for row in rows]
    created = document["changelog"].pop()
    assert document == {
        "event_id": event.pk,
        "changelog": [
            {
                "version": 3,
                "changed_by": owner.pk,
                "changed_by_username": "olive",
                "change_summary": "Description, location changed",
                "event_state": event_data(event),
                "changes": {
                    "description": {
                        "before": None,
                        "after": "Bring <b>sketches</b>",
                        "change_type": "added",
                    },
                    "location": {"before": "Room 1", "after": "Room 2", "change_type": "modified"},
                },
            },
            {
                "version": 2,
                "changed_by": editor.pk,
                "changed_by_username": "Eddie",
                "change_summary": "Title changed",
                "event_state": event_data(event, description=None, location="Room 1"),
                "changes": {
                    "title": {"before": "Planning", "after": "Planning the week", "change_type": "modified"}
                },
            },
        ],
    }
    assert (created["version"], created["change_summary"]) == (1, "Created")
    assert created["changes"]["title"] == {"before": None, "after": "Planning", "change_type": "added"}


def test_changelog_filters(event: Event, editor: User, as_owner: ApiClient) -> None:
    def versions(query: str) -> list[int]:
        answer = as_owner.get(f"events/{event.pk}/changelog?{query}")
        assert answer.status_code == 200, answer.content
        return [each["version"] for each in answer.json()["changelog"]]

    since = as_owner.get(f"events/{event.pk}/changelog").json()["changelog"][1]["timestamp"]
    assert versions("field=title") == [2, 1]
    assert versions("actor=EDDIE") == [2]
    assert versions(f"actor={editor.pk}") == [2]
    assert versions(f"actor={'9' * 30}") == []
    assert versions(f"since={since}") == [3, 2]
    assert versions("since=2199-01-01") == []
    assert versions(f"since={since}&actor=olive&field=location") == [3]


def test_changelog_filters_that_mean_nothing(event: Event, as_owner: ApiClient) -> None:
    answer = as_owner.get(f"events/{event.pk}/changelog?field=owner_id&since=yesterday&limit=0")
    assert sorted(faults(answer)) == [
        ("field", "invalid_choice"),
        ("limit", "min_value"),
        ("since", "invalid"),
    ]


def test_activity(event: Event, owner: User, editor: User, as_viewer: ApiClient) -> None:
    rows = as_viewer.get(f"events/{event.pk}/activity").json()
    assert [list(row) for row in rows] == [
        ["id", "at", "actor_id", "actor_username", "source", "verb", "version", "summary", "data"]
    ] * 3
    assert rows[1] == {
        "id": ANY,
        "at": ANY,
        "actor_id": editor.pk,
        "actor_username": "Eddie",
        "source": "command",
        "verb": "event.updated",
        "version": 2,
        "summary": "Changed: title",
        "data": {"fields": ["title"], "reason": "It is weekly"},
    }


def test_a_changelog_of_a_deleted_event_may_be_empty(
    event: Event, owner: User, as_viewer: ApiClient, as_stranger: ApiClient
) -> None:
    delete_event(actor=owner, event_id=event.pk)
    path = f"events/{event.pk}/changelog?actor=nobody"
    assert as_viewer.get(path).json() == {"event_id": event.pk, "changelog": []}
    assert problem(as_stranger.get(path)) == (404, "not_found", "Event not found")
