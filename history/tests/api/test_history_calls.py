"""The calls on an event's history over HTTP: shapes, statuses, headers, paging."""

import pytest
from django.utils.dateparse import parse_datetime
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from events.actions.delete_event import delete_event
from events.factories import START, make_event
from events.models import Event, HistoricalEvent
from history.tests.conftest import ApiClient, edit, event_data, faults, make_versions, next_address, problem


def test_history(event: Event, owner: User, editor: User, as_viewer: ApiClient) -> None:
    answer = as_viewer.get(f"events/{event.pk}/history")
    rows = {row.version: row for row in HistoricalEvent.objects.filter(id=event.pk)}
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert "Link" not in answer.headers
    document = answer.json()
    assert [parse_datetime(each.pop("created_at")) for each in document["versions"]] == [
        rows[number].history_date for number in (3, 2, 1)
    ]
    assert document == {
        "event_id": event.pk,
        "versions": [
            {
                "id": rows[3].history_id,
                "event_id": event.pk,
                "version_number": 3,
                "event_data": event_data(event),
                "changed_by": owner.pk,
                "change_reason": None,
                "change_summary": "Description, location changed",
                "is_current": True,
            },
            {
                "id": rows[2].history_id,
                "event_id": event.pk,
                "version_number": 2,
                "event_data": event_data(event, description=None, location="Room 1"),
                "changed_by": editor.pk,
                "change_reason": "It is weekly",
                "change_summary": "Title changed",
                "is_current": False,
            },
            {
                "id": rows[1].history_id,
                "event_id": event.pk,
                "version_number": 1,
                "event_data": event_data(event, title="Planning", description=None, location="Room 1"),
                "changed_by": owner.pk,
                "change_reason": None,
                "change_summary": "Created",
                "is_current": False,
            },
        ],
    }


def test_one_version_is_the_one_of_the_list(event: Event, as_viewer: ApiClient) -> None:
    listed = as_viewer.get(f"events/{event.pk}/history").json()["versions"]
    answers = [as_viewer.get(f"events/{event.pk}/versions/{number}") for number in (3, 2, 1)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.json() for answer in answers] == listed


@pytest.mark.parametrize(
    ("call", "name", "number"),
    [("history", "versions", "version_number"), ("changelog", "changelog", "version")],
)
def test_pages_follow_the_link(
    event: Event, owner: User, as_owner: ApiClient, call: str, name: str, number: str
) -> None:
    answer = as_owner.get(f"events/{event.pk}/{call}?limit=2")
    assert [each[number] for each in answer.json()[name]] == [3, 2]
    edit(owner, event, title="Meanwhile")
    address = next_address(answer)
    assert address is not None
    answer = as_owner.get(address)
    assert [each[number] for each in answer.json()[name]] == [1]
    assert next_address(answer) is None


def test_a_cursor_belongs_to_its_list_and_filters(event: Event, as_owner: ApiClient) -> None:
    address = next_address(as_owner.get(f"events/{event.pk}/changelog?limit=1&actor=olive"))
    assert address is not None
    for other in (
        address.replace("olive", "eddie"),
        address.replace("changelog", "history"),
        address.replace("actor=olive&", ""),
    ):
        assert faults(as_owner.get(other)) == [("cursor", "cursor_mismatch")]
    assert faults(as_owner.get(f"events/{event.pk}/history?cursor=nonsense")) == [("cursor", "invalid")]


@pytest.mark.parametrize("call", ["history", "changelog", "activity"])
def test_limits_are_1_to_100(event: Event, as_owner: ApiClient, call: str) -> None:
    for limit, code in (("0", "min_value"), ("101", "max_value"), ("x", "invalid")):
        assert faults(as_owner.get(f"events/{event.pk}/{call}?limit={limit}")) == [("limit", code)]


MISSING = [
    ("versions/9", "Version not found"),
    ("versions/0", "Version not found"),
    ("diff/1/9", "One or both versions not found"),
    ("diff/9/1", "One or both versions not found"),
]


@pytest.mark.parametrize(("path", "detail"), MISSING)
def test_a_version_that_is_not_there(event: Event, as_owner: ApiClient, path: str, detail: str) -> None:
    assert problem(as_owner.get(f"events/{event.pk}/{path}")) == (404, "not_found", detail)


PATHS = ["history", "versions/1", "diff/1/2", "changelog", "changelog?actor=olive", "activity"]


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_see_the_event_learns_nothing(
    event: Event, as_owner: ApiClient, as_stranger: ApiClient, path: str
) -> None:
    unseen = (404, "not_found", "Event not found")
    assert problem(as_stranger.get(f"events/{event.pk}/{path}")) == unseen
    assert problem(as_stranger.get(f"events/{event.pk + 99}/{path}")) == unseen
    assert problem(ApiClient().get(f"events/{event.pk}/{path}"))[0] == 401
    assert problem(as_owner.call("PUT", f"events/{event.pk}/{path}"))[0] == 405


@pytest.mark.parametrize("path", PATHS)
def test_the_history_of_a_deleted_event_stays_readable_for_those_who_saw_it(
    event: Event, owner: User, as_owner: ApiClient, as_stranger: ApiClient, path: str
) -> None:
    delete_event(actor=owner, event_id=event.pk)
    assert as_owner.get(f"events/{event.pk}/{path}").status_code == 200
    assert problem(as_stranger.get(f"events/{event.pk}/{path}"))[0] == 404


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("versions/9", "Version not found"),
        ("diff/1/9", "One or both versions not found"),
    ],
)
def test_what_the_history_of_a_deleted_event_lacks_is_named(
    event: Event, owner: User, as_viewer: ApiClient, path: str, detail: str
) -> None:
    delete_event(actor=owner, event_id=event.pk)
    assert problem(as_viewer.get(f"events/{event.pk}/{path}")) == (404, "not_found", detail)


@pytest.mark.parametrize("path", [*PATHS, "rollback/1"])
def test_numbers_beyond_any_id_are_not_found(event: Event, as_owner: ApiClient, path: str) -> None:
    method = "POST" if path.startswith("rollback") else "GET"
    assert problem(as_owner.call(method, f"events/{10**30}/{path}"))[0] == 404
    if path[-1].isdigit():
        beyond = path.rpartition("/")[0] + f"/{2**63}"
        assert problem(as_owner.call(method, f"events/{event.pk}/{beyond}"))[0] == 404


@pytest.mark.parametrize("path", PATHS)
def test_the_other_form_of_the_path_answers_too(event: Event, as_owner: ApiClient, path: str) -> None:
    name, _, query = path.partition("?")
    assert as_owner.get(f"events/{event.pk}/{name}/?{query}").status_code == 200


@pytest.mark.parametrize("versions", [1, 200])
def test_statements_of_each_call(
    owner: User, as_owner: ApiClient, versions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Authentication is one of them."""
    event = make_versions(make_event(owner), versions)
    for path, statements in (
        ("history", 2),
        ("versions/1", 2),
        (f"diff/1/{versions}", 2),
        ("changelog", 2),
        ("changelog?limit=100", 2),
        ("activity", 4),
    ):
        as_owner.get(f"events/{event.pk}/{path}")
        with django_assert_num_queries(statements):
            assert as_owner.get(f"events/{event.pk}/{path}").status_code == 200


def test_rates_are_counted(event: Event, as_owner: ApiClient, settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 1
    statuses = [as_owner.get(f"events/{event.pk}/history").status_code for _ in range(2)]
    assert statuses == [200, 429]


def test_an_all_day_event_shows_dates(owner: User, as_owner: ApiClient) -> None:
    day = START.date()
    event = make_event(owner, is_all_day=True, start_time=day, end_time=day.replace(day=12))
    data = as_owner.get(f"events/{event.pk}/versions/1").json()["event_data"]
    assert (data["start_time"], data["end_time"]) == ("2031-03-10", "2031-03-12")
