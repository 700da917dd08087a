"""Counters of calls."""

import pytest
from django.core.cache import caches
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisGone

from core.errors import Busy, TooManyRequests
from core.limits import check_limit, count_call


@pytest.fixture(autouse=True)
def _fresh() -> None:
    caches["limits"].clear()


def test_a_rate_holds_for_each_caller_and_group() -> None:
    for _ in range(2):
        count_call("group", "ann", "2/m")
    with pytest.raises(TooManyRequests) as refusal:
        count_call("group", "ann", "2/m")
    assert 1 <= refusal.value.data["retry_after"] <= 60
    count_call("group", "bob", "2/m")
    count_call("other", "ann", "2/m")
    count_call("group", "ann", (5, 60))


def test_checking_counts_nothing() -> None:
    for _ in range(5):
        check_limit("group", "ann", "2/h")
    count_call("group", "ann", "2/h")
    check_limit("group", "ann", "2/h")
    count_call("group", "ann", "2/h")
    with pytest.raises(TooManyRequests):
        check_limit("group", "ann", "2/h")


def test_counters_out_of_reach_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **options: object) -> None:
        raise RedisGone

    monkeypatch.setattr("core.limits.get_usage", gone)
    with pytest.raises(Busy) as refusal:
        count_call("group", "ann", "2/m")
    assert refusal.value.data == {"retry_after": 5}


def test_limits_can_be_switched_off(settings: Settings) -> None:
    settings.RATELIMIT_ENABLE = False
    for _ in range(3):
        count_call("group", "ann", "1/m")
