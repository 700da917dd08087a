"""Which time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def timezone_names() -> frozenset[str]:
    """The keys of the IANA time zone database that this machine knows."""
    return frozenset(available_timezones() - {"localtime", "Factory"})
