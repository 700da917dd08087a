"""The exceptions of a series, `recurrence_overrides`: checked, spelled one way, carried along."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

from core.errors import Fault, Invalid
from events.enums import Status, Transparency
from events.rules.limits import (
    DESCRIPTION_MAX,
    EARLIEST,
    LATEST,
    LOCATION_MAX,
    TAG_MAX,
    TAGS_MAX,
    TITLE_MAX,
)
from events.rules.recurrence import Series, yields
from events.rules.skipped_time import end_fault
from events.rules.wall_time import to_utc, to_wall

MOST_OVERRIDES: Final = 1_000
KEYS: Final = (
    "title",
    "description",
    "location",
    "start_time",
    "end_time",
    "status",
    "transparency",
    "tags",
)

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)


def canonical_overrides(
    value: object,
    *,
    series_start: datetime,
    tz: str,
    is_all_day: bool,
    series_end: datetime | None = None,
) -> dict[str, dict[str, Any]]:
    """The overrides of a series that starts (and ends) at these naive wall times of `tz`, sorted by id.

    Ids and times come out as wall time ("2026-03-29T09:00:00"; all-day "2026-03-29"). They are taken with an
    offset too, and an id as a date alone means the instance at the series' time of that day. A patch is
    `{"excluded": true}` or any of KEYS; a `start_time` that moves nothing is left out. With `series_end` the
    end of a moved instance is checked as well. Raises Invalid with every fault, fields
    `recurrence_overrides`, `recurrence_overrides.<id>` and `recurrence_overrides.<id>.<key>`.
    """
    if not isinstance(value, Mapping):
        message = "recurrence_overrides is an object of instance starts and what each changes."
        raise Invalid.of("recurrence_overrides", "wrong_type", message)
    if len(value) > MOST_OVERRIDES:
        message = f"A series has at most {MOST_OVERRIDES:,} overrides."
        raise Invalid.of("recurrence_overrides", "too_many_overrides", message)
    duration = timedelta() if series_end is None else to_utc(series_end, tz) - to_utc(series_start, tz)
    reader = _Reader(series_start, duration, tz, is_all_day)
    found: dict[str, dict[str, Any]] = {}
    for key, patch in value.items():
        reader.at = f"recurrence_overrides.{str(key)[:40]}"
        wall = reader.recurrence_start(key)
        if wall is None:
            continue
        recurrence_id = reader.text(wall)
        if recurrence_id in found:
            reader.fault("", "override_twice", f"There is another override for {recurrence_id}.")
        found[recurrence_id] = reader.patch(wall, patch)
    if reader.faults:
        only = len(reader.faults) == 1
        detail = reader.faults[0].message if only else f"{len(reader.faults)} overrides are not valid."
        raise Invalid(detail, faults=reader.faults)
    return dict(sorted(found.items()))


def recurrence_start(text: str, series: Series) -> datetime:
    """The original start (naive wall time) that a recurrence id names, spelled as the key of an override.

    Raises Invalid, field `recurrence_id`, for what is no such spelling; whether the series has such an
    instance is not looked at.
    """
    reader = _Reader(series.start, timedelta(), series.tz, series.is_all_day, at="recurrence_id")
    wall = reader.recurrence_start(text)
    if wall is None:
        kind = "a date such as 2026-03-29" if series.is_all_day else "a time such as 2026-03-29T09:00:00"
        message = f"A recurrence_id is the original start of an instance, {kind}, from 1900 to 2199."
        raise Invalid.of("recurrence_id", "recurrence_id_invalid", message)
    return wall


def carried_overrides(
    old: Series, new: Series, *, with_start: bool = False
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The overrides of `old` as they apply to `new`, the same series after an edit, and the ids left behind.

    An override stays with its day where the new series has an instance there, else it moves as far as the
    start did; in another zone, and with `with_start`, it moves with the start at first. One that finds no
    instance is left behind, but for a date that the rule lacked before: that is added to the new series too.
    Times that a patch gives keep their instant, unless the event becomes all-day or stops being it.
    """
    kept: dict[str, dict[str, Any]] = {}
    left: list[str] = []
    for recurrence_id, patch in old.overrides.items():
        wall = _carried_start(datetime.fromisoformat(recurrence_id), patch, old, new, with_start)
        new_id = None if wall is None else _text(wall, new.is_all_day)
        if wall is None or new_id is None or new_id in kept:
            left.append(recurrence_id)
        else:
            kept[new_id] = _carried_patch(wall, patch, old, new)
    return dict(sorted(kept.items())), left


def _carried_start(
    wall: datetime, patch: Mapping[str, Any], old: Series, new: Series, with_start: bool
) -> datetime | None:
    by_start = wall + (new.start - old.start)
    on_the_day = datetime.combine(wall, new.start.time()) + (wall - datetime.combine(wall, old.start.time()))
    places = [by_start, on_the_day] if with_start or old.tz != new.tz else [on_the_day, by_start]
    if not patch.get("excluded") and not yields(old, wall):
        return next((place for place in places if place >= new.start), None)
    return next((place for place in places if yields(new, place)), None)


def _carried_patch(wall: datetime, patch: Mapping[str, Any], old: Series, new: Series) -> dict[str, Any]:
    carried = dict(patch)
    for key in ("start_time", "end_time"):
        if key not in patch:
            continue
        moment = datetime.fromisoformat(patch[key])
        if old.is_all_day != new.is_all_day:
            del carried[key]
        elif old.tz != new.tz:
            carried[key] = _text(to_wall(to_utc(moment, old.tz), new.tz), new.is_all_day)
    start = datetime.fromisoformat(carried.get("start_time", wall.isoformat()))
    if start == wall:
        carried.pop("start_time", None)
    if "end_time" in carried:
        end = datetime.fromisoformat(carried["end_time"])
        if to_utc(end, new.tz) <= to_utc(start, new.tz):
            del carried["end_time"]
    return carried


def _text(wall: datetime, is_all_day: bool) -> str:
    return wall.date().isoformat() if is_all_day else wall.isoformat()


@dataclass(slots=True)
class _Reader:
    """Reads overrides of one series; what is wrong is collected under the field `at`."""

    start: datetime
    duration: timedelta
    tz: str
    is_all_day: bool
    at: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, code: str, message: str) -> None:
        self.faults.append(Fault(f"{self.at}.{key}" if key else self.at, code, message))

    def text(self, wall: datetime) -> str:
        return _text(wall, self.is_all_day)

    def recurrence_start(self, key: object) -> datetime | None:
        """The original start in wall time that an id names."""
        try:
            return self._wall(key, self.start.time())
        except ValueError:
            kind = "a date such as 2026-03-29" if self.is_all_day else "a time such as 2026-03-29T09:00:00"
            self.fault("", "recurrence_id_invalid", f"The key of an override is {kind}, from 1900 to 2199.")
            return None

    def patch(self, wall: datetime, patch: object) -> dict[str, Any]:
        """The canonical patch of the instance with this original start."""
        if not isinstance(patch, Mapping):
            self.fault("", "wrong_type", 'An override is {"excluded": true} or an object of changed fields.')
            return {}
        excluded = patch.get("excluded", False)
        changed = {key: value for key, value in patch.items() if key != "excluded"}
        if not isinstance(excluded, bool):
            self.fault("excluded", "wrong_type", "excluded is true or false.")
        elif excluded:
            if changed:
                self.fault("excluded", "excluded_and_changed", "An excluded instance cannot be changed too.")
            return {"excluded": True}
        if wall < self.start:
            self.fault("", "override_before_start", "No instance can come before the start of the series.")
        found: dict[str, Any] = {}
        for key, value in changed.items():
            self._read(str(key), value, found)
        self._settle_times(wall, found)
        return found

    def _read(self, key: str, value: object, found: dict[str, Any]) -> None:
        match key:
            case "title":
                self._words(key, value, found, TITLE_MAX)
                if found.get(key) == "":
                    self.fault(key, "blank", "The title must not be empty.")
            case "location":
                self._words(key, value, found, LOCATION_MAX)
            case "description":
                self._words(key, value, found, DESCRIPTION_MAX)
            case "status":
                self._choice(key, value, found, tuple(Status))
            case "transparency":
                self._choice(key, value, found, tuple(Transparency))
            case "tags":
                self._tags(key, value, found)
            case "start_time" | "end_time":
                try:
                    found[key] = self._wall(value, None)
                except ValueError:
                    kind = (
                        "date, such as 2026-03-29" if self.is_all_day else "time, such as 2026-03-29T09:00:00"
                    )
                    self.fault(key, "invalid", f"{key} is a {kind}, from 1900 to 2199.")
            case _:
                message = f"Unknown key: an override has excluded, or any of {', '.join(KEYS)}."
                self.fault(key[:40], "unknown_key", message)

    def _words(self, key: str, value: object, found: dict[str, Any], most: int) -> None:
        if value is None and key != "title":
            found[key] = None
        elif not isinstance(value, str):
            self.fault(key, "wrong_type", f"{key} is a text.")
        elif len(text := value if key == "description" else value.strip()) > most:
            self.fault(key, "max_length", f"{key} has at most {most:,} characters.")
        else:
            found[key] = text if text or key == "title" else None

    def _choice(self, key: str, value: object, found: dict[str, Any], choices: tuple[str, ...]) -> None:
        if isinstance(value, str) and value in choices:
            found[key] = str(value)
        else:
            self.fault(key, "invalid_choice", f"{key} is one of {', '.join(choices)}.")

    def _tags(self, key: str, value: object, found: dict[str, Any]) -> None:
        if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
            self.fault(key, "wrong_type", "tags is a list of texts.")
            return
        tags = list(dict.fromkeys(tag.strip() for tag in value))
        if len(tags) > TAGS_MAX or not all(0 < len(tag) <= TAG_MAX for tag in tags):
            self.fault(
                key, "invalid", f"There are at most {TAGS_MAX} tags, each of 1 to {TAG_MAX} characters."
            )
        else:
            found[key] = tags

    def _wall(self, value: object, clock: time | None) -> datetime:
        """Wall time of a text; `clock` completes a date alone. Raises ValueError."""
        if not isinstance(value, str):
            raise ValueError
        if _DATE.fullmatch(value):
            if clock is None and not self.is_all_day:
                raise ValueError
            wall = datetime.combine(datetime.fromisoformat(value), clock or time())
        elif _TIME.fullmatch(value):
            wall = datetime.fromisoformat(value.upper())
            if not 1 < wall.year < 9999:
                raise ValueError
            wall = to_wall(wall, self.tz) if wall.tzinfo else wall
        else:
            raise ValueError
        if not EARLIEST.year <= wall.year < LATEST.year or (self.is_all_day and wall.time() != time()):
            raise ValueError
        return wall

    def _settle_times(self, wall: datetime, found: dict[str, Any]) -> None:
        """Check the times of a patch against each other and write them as text."""
        start, end = found.get("start_time", wall), found.get("end_time")
        start_at = to_utc(start, self.tz)
        end_at = start_at + self.duration if end is None else to_utc(end, self.tz)
        if end is not None and end_at <= start_at:
            fault = end_fault(start, end, self.tz)
            self.fault(fault.field, fault.code, fault.message)
        elif end_at > LATEST:
            self.fault("start_time", "out_of_range", "Dates lie between the years 1900 and 2200.")
        if start == wall:
            found.pop("start_time", None)
        for key in ("start_time", "end_time"):
            if key in found:
                found[key] = self.text(found[key])
