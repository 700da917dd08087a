"""Threads with database connections of their own, for tests of what happens at the same time."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import pytest
from django.db import connection

T = TypeVar("T")

PATIENCE = 20.0  # seconds until a test gives up on a thread
GLANCE = 0.3  # seconds in which a thread that is not blocked would be done

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time, so writers cannot overlap"
)


@contextmanager
def threads(count: int) -> Iterator[Callable[[Callable[[], T]], Future[T]]]:
    """Yields a function that runs another in one of `count` threads and returns its Future."""

    def apart(work: Callable[[], T]) -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        yield lambda work: pool.submit(apart, work)
