"""Refusals as problem documents, whatever raised them."""

import sqlite3

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, OperationalError
from django.http import Http404, UnreadablePostError
from django.test import Client
from rest_framework import exceptions

from core.api.problems import domain_error, flatten, invalid_with, problem_response
from core.errors import Conflict, Fault, Invalid, TooManyRequests


def test_the_members_of_data_stand_beside_the_standard_ones() -> None:
    error = Conflict("Taken.", data={"conflicts": [{"event_id": 1}], "status": 200})
    response = problem_response(error, headers={"X-Own": "1"})
    assert (response.status_code, response["Content-Type"], response["X-Own"]) == (
        409,
        "application/problem+json",
        "1",
    )
    assert response.content == (
        b'{"conflicts":[{"event_id":1}],"status":409,"type":"about:blank","title":"Conflict",'
        b'"detail":"Taken.","code":"conflict"}'
    )


def test_when_to_come_again_is_said_twice() -> None:
    response = problem_response(TooManyRequests("Later.", data={"retry_after": 7}))
    assert (response["Retry-After"], b'"retry_after":7' in response.content) == ("7", True)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (exceptions.ParseError(), (400, "malformed_json")),
        (exceptions.NotAuthenticated(), (401, "not_authenticated")),
        (exceptions.AuthenticationFailed(), (401, "not_authenticated")),
        (exceptions.PermissionDenied(), (403, "forbidden")),
        (PermissionDenied(), (403, "forbidden")),
        (Http404(), (404, "not_found")),
        (exceptions.NotFound(), (404, "not_found")),
        (exceptions.MethodNotAllowed("PUT"), (405, "method_not_allowed")),
        (exceptions.UnsupportedMediaType("text/plain"), (415, "unsupported_media_type")),
        (exceptions.ValidationError("No."), (422, "invalid")),
        (RequestDataTooBig(), (413, "body_too_large")),
        (UnreadablePostError(), (400, "malformed_json")),
        (DataError(), (422, "invalid")),
        (ValueError(), None),
        (OperationalError("no such table"), (503, "busy")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_exceptions_of_the_frameworks_are_refusals(
    raised: Exception, expected: tuple[int, str] | None
) -> None:
    error = domain_error(raised)
    assert (error and (error.status, error.code)) == expected


@pytest.mark.parametrize(
    ("cause", "passes"),
    [
        (sqlite3.OperationalError("database is locked"), True),
        (sqlite3.OperationalError("no such table: x"), False),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.errors.QueryCanceled(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.UndefinedFile(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_passes_is_worth_another_try(cause: Exception, passes: bool) -> None:
    raised = OperationalError()
    raised.__cause__ = cause
    error = domain_error(raised)
    assert (error and (error.status, error.data)) == ((503, {"retry_after": 1}) if passes else None)


def test_faults_are_flattened_with_their_places() -> None:
    detail = exceptions.ValidationError(
        {
            "title": ["Too long.", "Too loud."],
            "items": [{}, {"start": ["Missing."], "non_field_errors": ["Ends before it starts."]}],
            "tags": {"0": ["Blank."], "2": ["Blank."]},
            "non_field_errors": ["Nonsense."],
        },
        "code",
    ).detail
    assert list(flatten(detail)) == [
        Fault("title", "code", "Too long."),
        Fault("title", "code", "Too loud."),
        Fault("items.1.start", "code", "Missing."),
        Fault("items.1", "code", "Ends before it starts."),
        Fault("tags.0", "code", "Blank."),
        Fault("tags.2", "code", "Blank."),
        Fault("", "code", "Nonsense."),
    ]


@pytest.mark.parametrize(
    ("faults", "detail"),
    [
        ([Fault("a", "x", "No.")], "a: No."),
        ([Fault("", "x", "No.")], "No."),
        ([Fault("a", "x", "No."), Fault("a", "y", "No!")], "2 things are wrong with the input: a."),
        (
            [Fault("b", "x", "No."), Fault("a", "y", "No."), Fault("", "y", "No.")],
            "3 things are wrong with the input: b, a.",
        ),
    ],
)
def test_the_detail_says_where_the_faults_are(faults: list[Fault], detail: str) -> None:
    error = invalid_with(faults)
    assert (type(error), error.detail, list(error.faults)) == (Invalid, detail, faults)


def test_a_missing_page_of_a_door_is_a_problem(client: Client) -> None:
    response = client.get("/missing")
    assert (response.status_code, response.json()["detail"]) == (404, "There is nothing here.")


def test_a_conflict_of_a_door_is_a_problem(client: Client) -> None:
    response = client.put("/public")
    assert (response.status_code, response.json()["ids"]) == (409, [1])
