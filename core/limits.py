"""How often one may call: fixed windows counted by django-ratelimit in the cache that all workers share."""

from django_ratelimit.core import get_usage
from redis.exceptions import RedisError

from core.errors import Busy, TooManyRequests

Rate = str | tuple[int, int]


def count_call(group: str, who: str, rate: Rate) -> None:
    """Counts one call of `who` in `group`; `rate` is `"5/m"` or a pair of a count and seconds.

    Raises `TooManyRequests` when the rate is exceeded, with the seconds until the window ends, and `Busy`
    where the counters cannot be reached: a limit that fails open is none.
    """
    _check(group, who, rate, increment=True)


def check_limit(group: str, who: str, rate: Rate) -> None:
    """Raises as `count_call` does when one more call would exceed the rate; counts nothing."""
    _check(group, who, rate, increment=False)


def _check(group: str, who: str, rate: Rate, *, increment: bool) -> None:
    try:
        # it wants a request only where the key or the rate is to be found in one
        usage = get_usage(None, group=group, key=lambda *_: who, rate=rate, increment=increment)
    except RedisError as error:
        raise Busy("The limits cannot be checked now. Try again.", data={"retry_after": 5}) from error
    if usage is None:
        return
    full = usage["count"] >= usage["limit"] + increment
    if full or usage["should_limit"]:
        wait = max(1, usage["time_left"])
        raise TooManyRequests(
            f"Too many requests. Try again in {wait} second{'' if wait == 1 else 's'}.",
            data={"retry_after": wait},
        )
