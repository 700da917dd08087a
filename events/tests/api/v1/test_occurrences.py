"""The call for occurrences: two queries, its window, and clocks that change."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.tests.api_client import ApiClient, faults
from events.factories import make_event

pytestmark = pytest.mark.django_db


class Calls(ApiClient):
    """Asks for occurrences."""

    def occurrences(self, **query: Any) -> Any:
        return self.get("/api/v1/occurrences/", query, headers={"Authorization": f"Bearer {self.token}"})


@pytest.fixture
def calls(anna: User) -> Calls:
    """Signed in as Anna, who lives in Lisbon."""
    client = Calls()
    client.log_in("anna")
    return client


def series(owner: User, start: str, tz: str, rrule: str = "FREQ=DAILY", **fields: Any) -> Any:
    """A series of an hour whose start is wall time of its zone."""
    from events.actions.create_events import create_event
    from events.api.v1.serializers import NewEvent, event_changes

    body = {"title": "Planning", "start_time": start, "end_time": start.replace(":00:00", ":45:00"), **fields}
    body |= {"timezone": tz, "rrule": rrule}
    parsed = NewEvent(data=body)
    parsed.is_valid(raise_exception=True)
    return create_event(actor=owner, changes=event_changes(parsed.validated_data), on_conflict="allow")


def test_two_queries_however_many_events(
    calls: Calls, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    window = {"from": "2031-03-10T00:00:00Z", "to": "2031-03-17T00:00:00Z"}
    calls.occurrences(**window)
    for expected in (7, 28):
        for _ in range(1 if expected == 7 else 3):
            make_event(anna, rrule="FREQ=DAILY")
        with django_assert_num_queries(2):
            assert len(calls.occurrences(**window).json()) == expected
    with django_assert_num_queries(2):
        assert len(calls.occurrences(**{"from": "2051-03-10", "to": "2051-03-11"}).json()) == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [("from", "required"), ("to", "required")]),
        ({"from": "2031-03-10"}, [("to", "required")]),
        ({"from": "soon", "to": "2031-03-10"}, [("from", "invalid")]),
        ({"from": "2031-03-10", "to": "2031-03-10"}, [("to", "range_empty")]),
        ({"from": "2031-03-10", "to": "2032-04-14T00:00:01"}, [("to", "range_too_long")]),
        ({"from": "2031-03-10", "to": "2031-03-11", "status": "x"}, [("status", "invalid_choice")]),
    ],
)
def test_a_window_has_two_ends_and_400_days_at_most(
    calls: Calls, query: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert faults(calls.occurrences(**query)) == expected


def test_a_window_of_400_days_is_answered_wherever_it_is(calls: Calls, anna: User) -> None:
    make_event(anna, rrule="FREQ=YEARLY")
    for begin, end in (
        ("0002-01-01", "0002-12-31"),
        ("2031-03-10", "2032-04-13"),
        ("9998-01-01", "9998-12-31"),
    ):
        assert calls.occurrences(**{"from": begin, "to": end}).status_code == 200
    # without an offset: wall time of the caller, where 400 days go from winter time into summer time
    assert faults(calls.occurrences(**{"from": "2031-03-10", "to": "2032-04-14"})) == [
        ("to", "range_too_long")
    ]


@pytest.mark.parametrize(
    ("tz", "start", "begin", "expected"),
    [
        # 30 March 2031: clocks go forward at 01:00
        ("Europe/Lisbon", "2031-03-28T09:00:00", "2031-03-28", ["28T09", "29T09", "30T08", "31T08"]),
        # 26 October 2031: back at 02:00
        ("Europe/Lisbon", "2031-10-24T09:00:00", "2031-10-24", ["24T08", "25T08", "26T09", "27T09"]),
        # 9 March 2031: the hour from 02:00 is left out, and what is in it comes an hour later
        ("America/New_York", "2031-03-07T02:00:00", "2031-03-07", ["07T07", "08T07", "09T07", "10T06"]),
        # 2 November 2031: the hour from 01:00 comes twice, and the first counts
        ("America/New_York", "2031-11-01T01:00:00", "2031-11-01", ["01T05", "02T05", "03T06", "04T06"]),
        # no summer time, a quarter of an hour off
        (
            "Asia/Kathmandu",
            "2031-03-28T09:00:00",
            "2031-03-28",
            ["28T03:15", "29T03:15", "30T03:15", "31T03:15"],
        ),
        # 5 October 2031: clocks go forward by 30 minutes at 02:00; 2 April 2032 is not in sight
        (
            "Australia/Lord_Howe",
            "2031-10-04T02:00:00",
            "2031-10-03T00:00:00Z",
            ["03T15:30", "04T15:30", "05T15", "06T15"],
        ),
        # 30 December 2011 was left out: what falls on it is where the 31st is, and there only once
        (
            "Pacific/Apia",
            "2011-12-28T09:00:00",
            "2011-12-28T00:00:00Z",
            ["28T19", "29T19", "30T19", "31T19"],
        ),
    ],
)
def test_wall_time_stays_across_changes_of_clocks(
    calls: Calls, anna: User, tz: str, start: str, begin: str, expected: list[str]
) -> None:
    series(anna, start, tz)
    found = calls.occurrences(**{"from": begin, "to": f"{begin[:4]}-12-31T23:00:00Z"}).json()
    month = start[:8]
    shown = [f"{month}{each if ':' in each else f'{each}:00'}:00Z" for each in expected]
    assert [one["start_time"] for one in found][:4] == shown
