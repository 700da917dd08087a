"""Wall time of a zone to instants and back, as RFC 5545 reads hours that are missing or come twice."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from core.errors import Invalid

NOT_PLACES: Final = frozenset({"localtime", "Factory", "posixrules"})
"""Keys that the tz database lists although they name no place: this machine's setting and a placeholder."""


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(available_timezones()) - NOT_PLACES


@lru_cache(maxsize=1024)
def zone(key: str) -> ZoneInfo:
    """The zone with this IANA key.

    Only keys that the tz database lists are looked up, so no key reaches the file system as a path. Raises
    Invalid (field `timezone`) for any other, such as an abbreviation, an offset or `localtime`.
    """
    if key not in _known_keys():
        message = f"Unknown time zone {key[:60]!r}: use an IANA name such as Europe/Lisbon."
        raise Invalid.of("timezone", "timezone_unknown", message)
    return ZoneInfo(key)


def to_utc(wall: datetime, tz: str) -> datetime:
    """The instant (aware, UTC) at which the clocks of `tz` show the naive time `wall`.

    A time that the clocks skip is read with the offset before the gap, so it lies as much later as the gap
    is long; a time that comes twice is the first of the two (RFC 5545, section 3.3.5). PEP 495 gives both
    for fold=0. Raises Invalid for an unknown zone, and for an instant outside the years 1 to 9999.
    """
    try:
        # combine() takes a fraction of the time of replace(tzinfo=...).
        clock = wall.time().replace(fold=0) if wall.fold else wall.time()
        return datetime.combine(wall, clock, zone(tz)).astimezone(UTC)
    except OverflowError:
        raise _out_of_range() from None


def to_wall(instant: datetime, tz: str) -> datetime:
    """What the clocks of `tz` show (naive) at an aware instant.

    Raises Invalid for an unknown zone, and for a result outside the years 1 to 9999.
    """
    try:
        local = instant.astimezone(zone(tz))
        return datetime.combine(local, local.time().replace(fold=0))
    except OverflowError:
        raise _out_of_range() from None


def _out_of_range() -> Invalid:
    return Invalid.of("start_time", "time_out_of_range", "The time lies outside the years 1 to 9999.")
