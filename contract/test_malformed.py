"""Two thousand malformed bodies, headers and query strings: no fault of ours, no trace of what is refused."""

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from eventhub.tests.matrix.table import rows
from eventhub.tests.matrix.world import Actor, Rows, World, body_of, build, everything, taken_back

pytestmark = [
    pytest.mark.django_db,  # without the mark no test database would be made
    pytest.mark.skipif("EVENTHUB_URL" in os.environ, reason="calls the views itself, and no server"),
]

CALLS = sorted(
    {(row.method, row.path.partition("?")[0]) for row in rows() if set(row.cells.values()) != {"405"}}
)
FIELDS = (
    *("title", "description", "location", "start_time", "end_time", "timezone", "is_all_day", "is_recurring"),
    *("recurrence_type", "recurrence_pattern", "rrule", "recurrence_overrides", "tags", "status", "uid"),
    *("transparency", "calendar_id", "version", "change_reason", "events", "operations", "op", "id", "by"),
    *("mode", "dry_run", "fields", "username", "email", "password", "full_name", "refresh_token", "users"),
    *("user_id", "permission_level", "role", "name", "color", "interval", "count", "until", "from", "to"),
    *("duration", "within", "start", "end", "excluded"),
)
PARAMETERS = (
    *("limit", "skip", "cursor", "count", "start_date", "end_date", "from", "to", "q", "calendar_id", "role"),
    *("status", "updated_since", "ordering", "on_conflict", "format", "actor", "field", "since", "at"),
    *("scope", "recurrence_id", "owned_only", "event_id", "dry_run"),
)
ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            "\x00",
            "\ud800",
            "ß" * 300,
            "💥",
            "%00",
            "../../etc/passwd",
            "<img src=x onerror=alert(1)>",
        ),
        *("2031-03-10T09:00:00Z", "2031-02-30", "9999-12-31T23:59:59Z", "0001-01-01", "2031-03-10T25:00:00"),
        *("2031-03-10T09:00:00+23:59", "-2031-03-10", "20310310", "2031-03-10 09:00 +01:00", "PT1H", "P-1D"),
        *("FREQ=SECONDLY", "FREQ=DAILY;COUNT=99999999999", "FREQ=YEARLY;BYDAY=99MO", "RRULE:", "Mars/Base"),
        *(
            "-1",
            "0",
            "1e400",
            "9" * 40,
            "NaN",
            "true",
            "null",
            "' OR 1=1 --",
            "daily",
            "weekly",
            "owner",
            "UTC",
        ),
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | ODD,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6)
NO_JSON = st.binary(max_size=60) | st.sampled_from(
    [
        b"",
        b"{",
        b"[" * 5000,
        b'{"a":' * 3000,
        b"\xff\xfe",
        b'{"title": NaN}',
        b'"\\ud800"',
        b"[]",
        b"null",
        b"7",
    ]
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            *("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IDEMPOTENCY_KEY", "HTTP_X_REQUEST_ID"),
            *("HTTP_ACCEPT", "HTTP_ORIGIN", "HTTP_X_FORWARDED_FOR", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE"),
        ]
    ),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30)
    | st.sampled_from(["*", '"1-1"', 'W/"1-1"', '"', ",", "a" * 300]),
    max_size=3,
)
NUMBERS = st.sampled_from(
    ["0", "1", "2", "99", str(2**31), str(2**63), "9" * 30, "-1", "x", "1.5", "%00", "é"]
)
MEDIA_TYPES = st.sampled_from(
    [
        *["application/json"] * 15,
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/json; charset=x",
    ]
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: every request is taken back."""
    with django_db_blocker.unblock(), taken_back():
        yield build()


@settings(max_examples=2000, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_request_is_a_fault_of_ours_and_no_refused_one_leaves_a_trace(
    world: World, data: st.DataObject
) -> None:
    method, path = data.draw(st.sampled_from(CALLS))
    address = data.draw(addresses(path, world))
    request: dict[str, Any] = {
        "data": data.draw(bodies(method, path, world)) if method in ("POST", "PUT", "PATCH") else b"",
        "content_type": data.draw(MEDIA_TYPES),
        "HTTP_AUTHORIZATION": f"Bearer {data.draw(tokens(world))}",
        **data.draw(HEADERS),
    }
    caches["limits"].clear()  # all come from one address
    with taken_back():
        answer = Client(raise_request_exception=False).generic(method, address, **request)
        content = answer.getvalue()  # of a stream too
        told = f"{method} {address} {request}: {answer.status_code} {content[:2000]!r}"
        assert answer.status_code < 500, told
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json", told
            assert {"type", "title", "status", "detail", "code"} <= set(json.loads(content)), told
            assert unjournalled(everything(), path) == unjournalled(world.rows, path), told


def addresses(path: str, world: World) -> st.SearchStrategy[str]:
    """The path with its ids, or others, and a query string."""
    names = {**world.ids, "self": world.people[Actor("creator")].pk}
    parts = [
        st.just(str(names[part.strip("{}")])) | NUMBERS
        if part.startswith("{")
        else st.just(part) | NUMBERS
        if part.isdigit()
        else st.just(part)
        for part in path.split("/")
    ]
    query = st.dictionaries(st.sampled_from(PARAMETERS), ODD | st.text(max_size=10), max_size=3)
    return st.tuples(st.tuples(*parts).map("/".join), query).map(
        lambda pair: f"/api/v1{pair[0]}?{encoded(pair[1])}"
    )


def encoded(query: dict[str, str]) -> str:
    """The query string; half of a surrogate pair becomes what no UTF-8 is."""
    return "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in query.items())


def bodies(method: str, path: str, world: World) -> st.SearchStrategy[bytes]:
    """What is no JSON, any JSON, and a good body of which some members are not."""
    good = body_of(method, path, world)
    nearly = OBJECTS.map(lambda bad: {**good, **bad}) if isinstance(good, dict) else OBJECTS
    return (nearly | OBJECTS | VALUES).map(lambda value: json.dumps(value).encode()) | NO_JSON


def tokens(world: World) -> st.SearchStrategy[str]:
    """Mostly a good one."""
    good = world.tokens[Actor("creator")].access_token
    refresh = world.tokens[Actor("creator")].refresh_token
    return st.sampled_from([*[good] * 20, "", "abc", good[:-1], f"{good}é", refresh])


def unjournalled(found: Rows, path: str) -> Rows:
    """Without the journal where a refusal of credentials is told there, on purpose."""
    told_there = path.startswith("/auth/")
    return {name: rows for name, rows in found.items() if not (told_there and name.startswith("journal."))}
