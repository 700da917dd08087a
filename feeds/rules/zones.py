"""Which zone a file means: by its IANA name, Windows' name for it, its rules, or its offset alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.errors import Invalid
from events.rules.wall_time import to_utc, zone
from feeds.facts import Component, Note
from feeds.rules.observances import Observances, read_observances, zones_that_agree

MOST_COMPARED: Final = 30
"""How many zones of one calendar are looked for in the tz database: no calendar makes more of its own."""

_OFFSET: Final = re.compile(r"(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?", re.ASCII | re.IGNORECASE)
_TIME: Final = re.compile(r" (?:standard |daylight |summer )?time\b.*")
# Of several zones with the same clocks a common one is taken, and never one that is no place.
_COMMON: Final = tuple(dict.fromkeys(WINDOWS_TO_OLSON.values()))
_WINDOWS: Final = {name.casefold(): key for name, key in WINDOWS_TO_OLSON.items()}
_MICROSOFT: Final = {"tzone://microsoft/utc": "UTC", "z": "UTC", "utc": "UTC", "gmt": "Etc/GMT"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that events can have. With `observances` its clocks are not those of the file, which says itself
    which instants it means; `note` says what was made of the name.
    """

    key: str
    observances: Observances | None = None
    note: Note | None = None

    def to_utc(self, wall: datetime) -> datetime:
        """The instant of a naive wall time in the file."""
        return to_utc(wall, self.key) if self.observances is None else self.observances.to_utc(wall)


class Zones:
    """The zones that one calendar of a file names.

    `own` is the key of the zone that the calendar says is its own; `default` the one that floating times are
    read in where it says nothing; `now` is a naive UTC time.
    """

    def __init__(
        self, timezones: Sequence[Component], *, own: str | None = None, default: str, now: datetime
    ) -> None:
        self.own = own
        self.default = Zone(own or default)
        self._now = now
        self._components: dict[str, Component] = {}
        for component in timezones:
            if name := component.find("TZID"):
                self._components.setdefault(name.value.strip(), component)
        self._found: dict[str, Zone] = {}
        self._compared = 0

    def find(self, name: str, around: datetime) -> Zone:
        """The zone of a TZID, as it was around a naive time; the default one, with a note, for an unknown."""
        name = name.strip()
        if name not in self._found:
            self._found[name] = self._look_up(name, around)
        return self._found[name]

    def _look_up(self, name: str, around: datetime) -> Zone:
        component = self._components.get(name)
        key = known_key(name) or _location(component)
        if key is not None:
            return Zone(key)
        self._compared += 1
        compare = self._compared <= MOST_COMPARED
        observances = read_observances(component) if compare and component is not None else None
        if observances is not None:
            for after in (around - timedelta(days=366), self._now):
                if key := self._agreeing(name, observances, after):
                    return Zone(key, None, _read_as(name, key))
            return self._by_offset(name, observances, around)
        return (self._named(name) if compare else None) or self._unknown(name)

    def _agreeing(self, name: str, observances: Observances, after: datetime) -> str | None:
        """A zone with these clocks: one that the name mentions, else the default, an offset, a common one."""
        keys = list(zones_that_agree(observances, [self.default.key, *_COMMON, *_places()], after))
        mentioned = next((key for key in keys if _is_city_of(key, name)), None)
        if mentioned or self.default.key in keys:
            return mentioned or self.default.key
        offset = observances.is_fixed(after)
        return (None if offset is None else fixed_key(offset)) or next(iter(keys), None)

    def _by_offset(self, name: str, observances: Observances, around: datetime) -> Zone:
        """No zone has these clocks: instants are right, and what recurs keeps the offset of its start."""
        offset = observances.offset(around)
        key = fixed_key(offset) or "UTC"
        message = (
            f"No known zone has the clocks of {name[:60]!r}: its events are kept at {_shown(offset)} "
            "from UTC and do not follow its changes of the clock."
        )
        return Zone(key, observances, Note("timezone_by_offset", message))

    def _named(self, name: str) -> Zone | None:
        """What a name means that the file does not explain: it may mention a city, or an offset."""
        match = _OFFSET.search(name)
        offset = None
        if match and int(match[2]) < 15:
            offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
            offset = -offset if match[1] == "-" else offset
        cities = [key for key in (*_COMMON, *_places()) if _is_city_of(key, name)]
        january = datetime(self._now.year, 1, 1, tzinfo=UTC)
        for key in cities:
            if offset is None or january.astimezone(zone(key)).utcoffset() == offset:
                return Zone(key, None, _read_as(name, key))
        if offset is not None and (fixed := fixed_key(offset)):
            return Zone(fixed, None, _read_as(name, fixed))
        return None

    def _unknown(self, name: str) -> Zone:
        message = f"The zone {name[:60]!r} is unknown: its times were read in {self.default.key}."
        return Zone(self.default.key, None, Note("timezone_unknown", message))


def known_key(name: str) -> str | None:
    """The IANA key that a TZID is or ends with, or that Windows' name stands for; None for any other."""
    lower = name.casefold().strip('"').strip()
    if lower in _MICROSOFT:
        return _MICROSOFT[lower]
    parts = lower.split("/")
    # "/freeassociation.sourceforge.net/Europe/Lisbon", "/mozilla.org/20070129_1/America/Argentina/Salta"
    for length in (min(3, len(parts)), 2, 1):
        if key := _keys().get("/".join(parts[-length:])):
            return key if length > 1 or len(parts) == 1 else None
    # Outlook numbers the zones that somebody has altered: "W. Europe Standard Time 1"
    known = _WINDOWS.get(lower) or _WINDOWS.get(lower.rstrip("0123456789 "))
    # Rails: "Eastern Time (US & Canada)"
    return known or _WINDOWS.get(_TIME.sub(" standard time", lower))


def fixed_key(offset: timedelta) -> str | None:
    """The zone that is always so far from UTC, where there is one: those of whole hours."""
    hours = offset / timedelta(hours=1)
    if not hours:
        return "UTC"
    if hours != int(hours) or not -12 <= hours <= 14:
        return None
    # POSIX counts from the zone to UTC.
    return f"Etc/GMT{-int(hours):+d}"


def _location(component: Component | None) -> str | None:
    """What libical and others write into a VTIMEZONE."""
    for name in ("X-LIC-LOCATION", "TZID-ALIAS-OF"):
        if component is not None and (found := component.find(name)) and (key := known_key(found.value)):
            return key
    return None


def _read_as(name: str, key: str) -> Note:
    return Note("timezone_guessed", f"The zone {name[:60]!r} was read as {key}.")


def _shown(offset: timedelta) -> str:
    minutes = round(offset / timedelta(minutes=1))
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@cache
def _keys() -> Mapping[str, str]:
    """The keys that events can have, by their case-folded form."""
    found = {}
    for key in sorted(available_timezones()):
        try:
            found[key.casefold()] = zone(key).key
        except Invalid:  # not a place
            continue
    return found


@cache
def _places() -> Sequence[str]:
    return [key for key in _keys().values() if "/" in key and not key.startswith(("Etc/", "SystemV/", "US/"))]


def _is_city_of(key: str, name: str) -> bool:
    """Whether a name such as "(UTC+01:00) Amsterdam, Berlin" mentions the place."""
    return not key.startswith("Etc/") and _city(key).search(name) is not None


@cache
def _city(key: str) -> re.Pattern[str]:
    city = key.rpartition("/")[2].replace("_", " ")
    return re.compile(rf"\b{re.escape(city)}\b", re.IGNORECASE)
