"""The planner is told of many new events."""

import pytest
from django.db import connection

from accounts.models import User
from events.actions.refresh_statistics import refresh_statistics
from events.factories import make_event

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without statistics")
def test_it_looks_again_where_there_are_more_than_it_knew_of(anna: User) -> None:
    for _ in range(3):
        make_event(anna)
    assert refresh_statistics(1_000_000) is True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname IN ('events_event', 'events_occurrence')"
        )
        assert cursor.fetchall() == [(3,), (3,)]
    assert refresh_statistics(3) is False
    assert refresh_statistics(4) is True


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL has something to do")
def test_there_is_nothing_to_do_on_sqlite() -> None:
    assert refresh_statistics(1_000_000) is False
