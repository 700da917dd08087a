"""The journal on the admin site: staff read all of it, and nobody writes."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal.actions.record import record
from journal.admin import COLUMNS, cell
from journal.facts import Fact
from journal.models import Entry

pytestmark = pytest.mark.django_db

LIST = reverse("admin:journal_entry_changelist")
AT = datetime(2026, 3, 29, 8, tzinfo=UTC)


def make_user(name: str, **fields: Any) -> Any:
    return get_user_model().objects.create(username=name, email=f"{name}@example.org", **fields)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user("staff", is_staff=True))
    return client


@pytest.fixture(autouse=True)
def entries(db: None) -> list[Entry]:
    login, created, updated = (
        Fact("logged_in", "session", 3),
        Fact("created", "event", 42, 1, 5, payload={"title": "=1+1"}),
        Fact("updated", "event", 42, 2, 5, "=HYPERLINK()"),
    )
    return [
        *record([login], actor_id=7, at=AT),
        *record([created], actor_id=8, at=AT),
        *record([updated], actor_id=7, at=AT),
    ]


def shown(client: Client, entries: list[Entry], query: str) -> list[int]:
    """Which of `entries` the list shows, beside what making and signing in the reader may have recorded."""
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    indices = {entry.pk: index for index, entry in enumerate(entries)}
    return [indices[entry.pk] for entry in response.context["cl"].result_list if entry.pk in indices]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [2, 1, 0]),
        ("verb=created", [1]),
        ("source=api", []),
        ("source=command", [2, 1, 0]),
        ("chain=0", [0]),
        ("chain=calendars", [2, 1]),
        ("at__gte=2026-03-29T00:00Z&at__lt=2026-03-30T00:00Z", [2, 1, 0]),
        ("at__gte=2026-03-30T00:00Z&at__lt=2026-03-31T00:00Z", []),
        ("q=7", [2, 0]),
        ("q=actor:8", [1]),
        ("q=event:42", [2, 1]),
        ("q=event:42+actor:7", [2]),
        ("q=calendar:5", [2, 1]),
        ("q=session:42", []),
        ("q=anything", []),
        ("q=actor:99999999999999999999", []),
        ("q=actor:%C2%B2", []),
    ],
)
def test_staff_filter_and_search(
    staff: Client, entries: list[Entry], query: str, expected: list[int]
) -> None:
    assert shown(staff, entries, query) == expected


def test_the_list_takes_the_same_statements_for_any_number_of_entries(staff: Client) -> None:
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            staff.get(LIST)
        # a count, the page, and the two filters that list the values there are
        assert len([query for query in captured if 'FROM "journal_entry"' in query["sql"]]) == 4
        record([Fact("created", "event", n, 1, 5) for n in range(40)], actor_id=7)


def test_staff_read_one_entry(staff: Client, entries: list[Entry]) -> None:
    response = staff.get(reverse("admin:journal_entry_change", args=[entries[1].pk]))
    assert response.status_code == 200
    assert 'name="_save"' not in response.content.decode()


@pytest.mark.parametrize("fields", [{}, {"is_staff": True, "is_active": False}])
def test_others_do_not_read_it(client: Client, fields: dict[str, bool]) -> None:
    client.force_login(make_user("other", **fields))
    assert client.get(LIST).status_code == 302


def test_not_even_a_superuser_writes(client: Client, entries: list[Entry]) -> None:
    root = make_user("root", is_staff=True, is_superuser=True)
    client.force_login(root)
    before = list(Entry.objects.values())
    one = [entries[0].pk]
    assert [
        client.get(reverse("admin:journal_entry_add")).status_code,
        client.post(reverse("admin:journal_entry_add"), {"verb": "x"}).status_code,
        client.post(reverse("admin:journal_entry_change", args=one), {"verb": "x"}).status_code,
        client.post(reverse("admin:journal_entry_delete", args=one), {"post": "yes"}).status_code,
    ] == [403, 403, 403, 403]
    request = RequestFactory().get(LIST)
    request.user = root
    assert list(admin.site.get_model_admin(Entry).get_actions(request)) == ["export_csv"]
    assert list(Entry.objects.values()) == before


def test_the_export_streams_what_was_chosen_oldest_first(staff: Client, entries: list[Entry]) -> None:
    chosen = [entries[2].pk, entries[1].pk]
    response = staff.post(LIST, {"action": "export_csv", "_selected_action": chosen})
    assert (response.streaming, response["Content-Type"]) == (True, "text/csv; charset=utf-8")
    text = response.getvalue().decode()
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == list(COLUMNS)
    first, second = entries[1], entries[2]
    command, at = "command", "2026-03-29T08:00:00+00:00"
    assert rows == [
        [
            str(first.pk),
            at,
            "8",
            command,
            "created",
            "event",
            "42",
            "1",
            "5",
            "",
            '{"title": "=1+1"}',
            "1",
            first.hash,
        ],
        [
            str(second.pk),
            at,
            "7",
            command,
            "updated",
            "event",
            "42",
            "2",
            "5",
            "'=HYPERLINK()",
            "{}",
            "2",
            second.hash,
        ],
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        ("", ""),
        (None, None),
        (-1, -1),
        ({"é": 1}, '{"é": 1}'),
        (AT, "2026-03-29T08:00:00+00:00"),
    ],
)
def test_no_cell_is_a_formula(value: Any, text: Any) -> None:
    assert cell(value) == text
