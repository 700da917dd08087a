"""Rows written by statements put together once are those that the ORM writes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.db.transaction import atomic

from core.compiled import Insert, Update
from core.tests.probe import ALL, MEETINGS, MORNING, Meeting, Person, meeting

FULL: dict[str, Any] = {
    "title": "100% 'üß' $1",
    "notes": "first\nsecond",
    "starts_at": MORNING,
    "day": date(2026, 3, 2),
    "lasts": timedelta(hours=1, microseconds=5),
    "busy": False,
    "seats": 32_000,
    "tags": [{"a": [1, 2.5, None, "ü"]}, "x"],
    "price": Decimal("12.50"),
    "token": UUID(int=7),
    "address": "2001:db8::1",
}
BARE: dict[str, Any] = {"title": "", "starts_at": MORNING}
insert = Insert(Meeting)


@pytest.mark.parametrize("contents", [[FULL], [BARE], [FULL, BARE, FULL]])
def test_inserted_rows_are_those_of_bulk_create(ann: Person, contents: list[dict[str, Any]]) -> None:
    Meeting.objects.bulk_create(Meeting(owner=ann, **content) for content in contents)
    expected = list(MEETINGS.values_list(*ALL[1:]))
    Meeting.objects.all().delete()
    for _ in range(3):  # once it is prepared, too
        rows = [Meeting(owner=ann, **content) for content in contents]
        insert(rows)
        assert [(row.pk, row._state.adding, row._state.db) for row in rows] == [
            (pk, False, "default") for pk in MEETINGS.values_list("pk", flat=True)
        ]
        assert list(MEETINGS.values_list(*ALL[1:])) == expected
        Meeting.objects.all().delete()


def test_no_rows_are_no_statement(ann: Person, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert([])
    with django_assert_num_queries(1) as seen:
        insert([Meeting(owner=ann, **FULL)])
    if connection.vendor == "postgresql":
        assert "100% ''üß'' $1" in seen.captured_queries[0]["sql"]


def test_what_the_database_refuses_is_raised_as_by_the_orm(ann: Person) -> None:
    with pytest.raises(IntegrityError), atomic():
        insert([Meeting(owner=ann, title="a", starts_at=None)])
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match="too long"), atomic():
            insert([Meeting(owner=ann, title="a" * 21, starts_at=MORNING)])


def test_an_update_writes_its_columns_of_one_row(ann: Person) -> None:
    first, second = meeting(ann, "first"), meeting(ann, "second")
    update = Update(Meeting, [name for name in FULL if name != "title"])
    for _ in range(2):
        changed = Meeting(pk=first.pk, owner=ann, **FULL)
        assert update(changed) is True
    stored = MEETINGS.get(pk=first.pk)
    assert {name: getattr(stored, name) for name in FULL} == {**FULL, "title": "first"}
    assert MEETINGS.values_list("notes", "seats").get(pk=second.pk) == (None, None)
    assert update(Meeting(pk=second.pk + 1, owner=ann, **FULL)) is False
