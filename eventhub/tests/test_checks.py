from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from eventhub.checks import (
    check_connections,
    check_terms,
    static_file_faults,
    thread_faults,
    worker_faults,
)


def test_one_worker_needs_no_redis(settings: Settings) -> None:
    settings.REDIS_URL = ""
    assert worker_faults(1) == []


def test_several_workers_need_redis(settings: Settings) -> None:
    settings.REDIS_URL = ""
    assert [fault.id for fault in worker_faults(2)] == ["eventhub.E005"]
    settings.REDIS_URL = "redis://127.0.0.1/0"
    assert worker_faults(2) == []


def test_terms_of_more_than_a_century_are_refused_by_name(settings: Settings) -> None:
    """Dates end, and what is added to them must not lead beyond."""
    assert check_terms(None) == []
    settings.TRASH_RETENTION_DAYS = 36_500
    assert check_terms(None) == []
    settings.OCCURRENCE_HORIZON_DAYS = settings.TRASH_RETENTION_DAYS = 36_501
    settings.SIMPLE_JWT = {
        "ACCESS_TOKEN_LIFETIME": timedelta(days=36_501),
        "REFRESH_TOKEN_LIFETIME": timedelta(days=36_501),
    }
    faults = check_terms(None)
    assert [(fault.id, fault.msg, fault.hint) for fault in faults] == [
        ("eventhub.E010", f"{name} is longer than a century.", f"Set {name} to at most {most}.")
        for name, most in (
            ("ACCESS_TOKEN_EXPIRE_MINUTES", 52_560_000),
            ("REFRESH_TOKEN_EXPIRE_DAYS", 36_500),
            ("OCCURRENCE_HORIZON_DAYS", 36_500),
            ("TRASH_RETENTION_DAYS", 36_500),
        )
    ]


def test_connections_are_counted_only_where_databases_are_checked() -> None:
    assert check_connections(None) == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has no limit of connections")
def test_sqlite_takes_any_number_of_threads() -> None:
    assert thread_faults(64, 64) == []


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL says how many connections it allows"
)
def test_postgresql_refuses_more_threads_than_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        most = int(cursor.fetchone()[0])
    assert thread_faults(1, 4) == []
    (fault,) = thread_faults(2, most)
    assert fault.id == "eventhub.E006"
    assert f"{2 * most} database connections" in fault.msg
    assert fault.hint == "Set WORKERS or BLOCKING_THREADS lower, or raise max_connections of PostgreSQL."


def test_static_files_must_be_collected_in_production(settings: Settings, tmp_path: object) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.PRODUCTION = False
    assert static_file_faults() == []
    settings.PRODUCTION = True
    assert [fault.id for fault in static_file_faults()] == ["eventhub.E008"]


def test_silenced_checks_are_the_known_ones() -> None:
    assert settings.SILENCED_SYSTEM_CHECKS == [
        "django_ratelimit.W001",
        "models.W040",
        "guardian.W001",
        "security.W003",
        "security.W001",
        "security.W002",
        "security.W005",
        "security.W021",
    ]
