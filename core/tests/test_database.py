import sqlite3
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.transaction import atomic

from core.database import POSTGRESQL, SQLITE, database_options

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")


def entry(url: str, prepare_threshold: int | None = 5) -> dict[str, Any]:
    return database_options(environ.Env.db_url_config(url), prepare_threshold=prepare_threshold)


def test_an_entry_is_what_the_url_says_and_the_options() -> None:
    assert entry("sqlite:////srv/hub.sqlite3") == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "/srv/hub.sqlite3",
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": SQLITE,
    }
    assert entry("postgres://ann:secret@db:5433/hub", prepare_threshold=None) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "hub",
        "USER": "ann",
        "PASSWORD": "secret",
        "HOST": "db",
        "PORT": 5433,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**POSTGRESQL, "prepare_threshold": None},
    }


def test_what_the_url_says_itself_holds() -> None:
    url = "postgres://db/hub?conn_max_age=60&sslmode=require&prepare_threshold=9&options=-c%20jit%3Don"
    made = entry(url)
    assert made["CONN_MAX_AGE"] == 60
    assert made["OPTIONS"] == {
        **POSTGRESQL,
        "sslmode": "require",
        "prepare_threshold": 9,
        "options": f"{POSTGRESQL['options']} -c jit=on",
    }
    assert entry("sqlite:///hub.sqlite3?timeout=3")["OPTIONS"] == {**SQLITE, "timeout": 3}


def test_other_databases_are_refused_by_the_name_of_the_variable() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: .* not mysql\.$"):
        entry("mysql://db/hub")


def test_the_config_is_left_alone() -> None:
    config = environ.Env.db_url_config("postgres://db/hub?options=-cjit%3Don")
    before = {**config, "OPTIONS": {**config["OPTIONS"]}}
    database_options(config, prepare_threshold=5)
    assert config == before


@only_sqlite
def test_every_option_takes_effect_on_a_connection_to_sqlite(
    transactional_db: None, open_connection: Any, tmp_path: Path
) -> None:
    file = open_connection("file", settings=entry(f"sqlite:///{tmp_path}/hub.sqlite3"))
    pragmas = {}
    with file.cursor() as cursor:
        for name in (
            "journal_mode",
            "synchronous",
            "mmap_size",
            "journal_size_limit",
            "busy_timeout",
            "foreign_keys",
        ):
            pragmas[name] = cursor.execute(f"PRAGMA {name}").fetchone()[0]
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "mmap_size": 134217728,
        "journal_size_limit": 67108864,
        "busy_timeout": 20000,
        "foreign_keys": 1,
    }
    with atomic("file"), pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite3.connect(tmp_path / "hub.sqlite3", timeout=0).execute("BEGIN IMMEDIATE")


@only_postgresql
def test_every_option_takes_effect_on_a_connection_to_postgresql(
    transactional_db: None, open_connection: Any
) -> None:
    own = connection.settings_dict
    url = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    other = open_connection(
        "other", settings=entry(f"{url}?options=-c%20default_transaction_isolation=serializable", 3)
    )
    shown = {}
    with atomic("other"), other.cursor() as cursor:
        for name in ("random_page_cost", "jit", "transaction_isolation", "default_transaction_isolation"):
            cursor.execute(f"SHOW {name}")
            shown[name] = cursor.fetchone()[0]
        assert isinstance(cursor.cursor, psycopg.Cursor)
        assert not isinstance(cursor.cursor, psycopg.ClientCursor)
    assert shown == {
        "random_page_cost": "1.1",
        "jit": "off",
        "transaction_isolation": "read committed",
        "default_transaction_isolation": "serializable",
    }

    def prepared() -> int:
        with other.cursor() as cursor:
            cursor.execute("SELECT %s::int", [1])
            cursor.fetchone()
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1%%'")
            return int(cursor.fetchone()[0])

    assert [prepared() for _ in range(5)] == [0, 0, 0, 1, 1]
