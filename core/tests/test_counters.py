"""The caches in which calls are counted, by the same rules in memory and in Redis."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache.backends.base import BaseCache
from redis import Redis
from redis.exceptions import RedisError

from core import counters
from core.counters import LocalCounters, RedisCounters

NEEDS_REDIS = pytest.mark.skipif(not settings.REDIS_URL, reason="counts in Redis")


@pytest.fixture(params=["memory", pytest.param("redis", marks=NEEDS_REDIS)])
def cache(request: pytest.FixtureRequest) -> Iterator[BaseCache]:
    if request.param == "memory":
        made: BaseCache = LocalCounters(uuid4().hex, {})
    else:
        made = RedisCounters(settings.CACHES["limits"]["LOCATION"], {"KEY_PREFIX": uuid4().hex})
    yield made
    made.clear()


def count(cache: BaseCache, key: str, seconds: float = 60) -> int:
    """One call, as django-ratelimit counts it."""
    return 1 if cache.add(key, 1, seconds) else cache.incr(key)


def test_calls_are_counted_by_key(cache: BaseCache) -> None:
    assert [count(cache, "ann") for _ in range(3)] == [1, 2, 3]
    assert count(cache, "bob") == 1


def test_asking_counts_nothing(cache: BaseCache) -> None:
    count(cache, "ann"), count(cache, "ann")
    for _ in range(2):
        assert not cache.add("ann", 0, 60)
        assert cache.get("ann", 0) == 2
    assert cache.add("bob", 0, 60)
    assert count(cache, "bob") == 1


def test_a_count_ends_with_its_window(cache: BaseCache) -> None:
    """No call makes it last longer, so that who never stops is not refused for ever."""
    assert [count(cache, "ann", 1) for _ in range(3)] == [1, 2, 3]
    time.sleep(1.01)
    assert count(cache, "ann") == 1


@NEEDS_REDIS
def test_a_connection_that_redis_has_closed_is_made_anew() -> None:
    cache = RedisCounters(settings.CACHES["limits"]["LOCATION"], {"KEY_PREFIX": uuid4().hex})
    assert count(cache, "ann") == 1
    mine = cache._ask("CLIENT", "ID")
    Redis.from_url(settings.CACHES["limits"]["LOCATION"]).client_kill_filter(_id=str(mine))
    assert count(cache, "ann") == 2
    assert cache._ask("CLIENT", "ID") != mine


def test_redis_that_is_not_there_is_told() -> None:
    cache = RedisCounters("redis://127.0.0.1:1/0", {})
    for _ in range(2):
        with pytest.raises(RedisError):
            count(cache, "ann")


def test_all_threads_count_together() -> None:
    name = uuid4().hex

    def calls(_number: int) -> list[int]:
        mine = LocalCounters(name, {})  # Django makes one for each thread
        return [count(mine, "ann") for _ in range(500)]

    with ThreadPoolExecutor(8) as pool:
        counted = [number for numbers in pool.map(calls, range(8)) for number in numbers]
    assert sorted(counted) == list(range(1, 4001))


def test_what_has_ended_is_forgotten_and_the_rest_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "FIRST_SWEEP", 4)
    cache = LocalCounters(uuid4().hex, {})
    count(cache, "kept"), count(cache, "kept")
    for number in range(20):
        count(cache, f"ended {number}", -1)
    assert len(cache._store._counters) <= 4
    assert count(cache, "kept") == 3


def test_there_is_nothing_to_add_to_before_the_first_call() -> None:
    with pytest.raises(ValueError, match="no counter"):
        LocalCounters(uuid4().hex, {}).incr("ann")
