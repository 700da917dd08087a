"""Where django-ratelimit counts: caches of whole numbers, cheaper than Django's own, which hold anything.

Only what django-ratelimit asks of a cache is there: `add`, `incr` and `get`. Its keys are hashes, so none is
looked at for what another cache could not take (docs/adr/0002-rate-limit-counters.md).
"""

from threading import Lock
from time import monotonic
from typing import Any

from django.core.cache.backends.base import BaseCache
from redis import ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError

FIRST_SWEEP = 10_000


class Store:
    """Counters with the instants at which they end, shared by all threads of this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._counters: dict[str, tuple[int, float]] = {}
        self._sweep_at = FIRST_SWEEP

    def find(self, key: str) -> int | None:
        """The count, or None where there is none or it has ended."""
        count, end = self._counters.get(key, (0, 0.0))
        return count if end > monotonic() else None

    def start(self, key: str, count: int, seconds: float) -> None:
        """Begins to count, and forgets what has ended whenever twice as many are there as were left."""
        if len(self._counters) >= self._sweep_at:
            now = monotonic()
            self._counters = {name: each for name, each in self._counters.items() if each[1] > now}
            self._sweep_at = max(FIRST_SWEEP, 2 * len(self._counters))
        self._counters[key] = count, monotonic() + seconds

    def change(self, key: str, count: int) -> None:
        """Counts on until the same end."""
        self._counters[key] = count, self._counters[key][1]

    def clear(self) -> None:
        """Forgets all."""
        self._counters.clear()


# Django makes a cache for each thread
_stores: dict[str, Store] = {}


class LocalCounters(BaseCache):
    """Counters in the memory of this process: right where there is no other."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._store = _stores.setdefault(name, Store())

    def add(self, key: str, value: int, timeout: float | None = 60, version: int | None = None) -> bool:
        """Begins to count from `value` for so many seconds; False where there is a count already."""
        with self._store.lock:
            if self._store.find(key) is not None:
                return False
            self._store.start(key, value, timeout or 0)
            return True

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The count with `delta` added; raises ValueError where there is none."""
        with self._store.lock:
            count = self._store.find(key)
            if count is None:
                raise ValueError(f"there is no counter {key!r}")
            self._store.change(key, count + delta)
            return count + delta

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The count, or the default where there is none."""
        count = self._store.find(key)
        return default if count is None else count

    def clear(self) -> None:
        """Forgets all counts."""
        with self._store.lock:
            self._store.clear()


class RedisCounters(BaseCache):
    """Counters in Redis, which all workers share: one trip for each call that is counted.

    django-ratelimit adds a counter, and where that is there already, increments or gets it. Here `add` counts
    at once, and the other two tell what came of it.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        # Django makes a cache for each thread, so one connection will do and is never shared
        self._connection = ConnectionPool.from_url(server).make_connection()
        self._counted: dict[str, int] = {}

    def add(self, key: str, value: int, timeout: float | None = 60, version: int | None = None) -> bool:
        """Adds to the count; False where there was one. A new one ends after so many seconds."""
        name = self.make_key(key)
        count: int = self._ask("INCRBY", name, value)
        if count == value:
            # were this process to end here, the key would stay, but nobody asks for it after its window
            self._ask("EXPIRE", name, int(timeout or 0))
            return True
        self._counted[key] = count
        return False

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The count that the `add` before it came to."""
        return self._counted.pop(key)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The same, where that was an `add` of nothing."""
        return self._counted.pop(key, default)

    def clear(self) -> None:
        """Forgets all that this database of Redis holds, as Django's cache does."""
        self._ask("FLUSHDB")

    def _ask(self, *command: str | int) -> Any:
        """The answer to one command, sent a second time where Redis has closed the connection meanwhile.

        A client of the library would do a few dozen things more for each.
        """
        try:
            return self._answer(command)
        except RedisConnectionError:
            self._connection.disconnect()  # type: ignore[no-untyped-call]
            return self._answer(command)

    def _answer(self, command: tuple[str | int, ...]) -> Any:
        self._connection.send_command(*command)  # type: ignore[no-untyped-call]
        return self._connection.read_response()
