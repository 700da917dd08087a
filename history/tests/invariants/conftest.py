"""A database that several threads write at once, on either engine."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Other threads than this one meet in one database that commits for real.

    The test database of SQLite is in memory and knows no waiting, so there they get a copy of it in a file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.settings["default"]
    in_memory, in_file = settings["NAME"], str(tmp_path / "shared.sqlite3")
    connection.ensure_connection()
    with sqlite3.connect(in_file) as copy:
        connection.connection.backup(copy)
    copy.close()
    settings["NAME"] = in_file
    yield
    settings["NAME"] = in_memory
