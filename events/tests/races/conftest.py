"""A database that several processes write to: its own PostgreSQL database, or a SQLite file."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from contract.server import ROOT, database


@pytest.fixture(scope="session")
def raced() -> Iterator[str]:
    """The address of a migrated database, gone after the session."""
    import os

    with database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        yield url
