"""The text of a recurrence rule (RFC 5545, section 3.3.10): read strictly into a `Rule`, written one way."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, Literal, cast

from core.errors import Fault, Invalid

Frequency = Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
ByDay = tuple[int, int]
"""An ordinal (0 for every one) and a weekday (0 is Monday)."""

FREQUENCIES: Final = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_TEXT: Final = 1000
MOST_COUNT: Final = 100_000
MOST_INTERVAL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule as its text says, no default filled in from the start; lists are sorted sets.

    `until` is a date, a naive wall time, or an aware instant, as it was written.
    """

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    by_month: tuple[int, ...] = ()
    by_week_no: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[ByDay, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        """The one canonical spelling: a fixed order of parts, no part that says only its default."""
        return ";".join(
            f"{_PART_OF[field.name]}={_WRITE.get(field.name, _numbers_text)(value)}"
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        )


@dataclass(frozen=True, slots=True)
class PartFault:
    """One thing wrong with one part of a rule; `part` is its RFC name, "" for the rule as a whole."""

    part: str
    code: str
    message: str


class RuleFaults(ValueError):
    """Every fault of a rule, for a caller that knows under which field names they are shown."""

    def __init__(self, faults: list[PartFault]) -> None:
        super().__init__(faults[0].message)
        self.faults = faults

    def as_invalid(self, field_of: Callable[[str], str]) -> Invalid:
        """The error for the door; `field_of` gives the wire's field for a part."""
        detail = str(self) if len(self.faults) == 1 else "The recurrence rule has several faults."
        return Invalid(detail, faults=[Fault(field_of(f.part), f.code, f.message) for f in self.faults])


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Rule:
    """The rule that a text spells, in any case, with or without `RRULE:` and white space around it.

    Checks each part by itself; how parts go together is for `rrule_canonical`. Raises RuleFaults with every
    fault found.
    """
    if len(text) > LONGEST_TEXT:
        message = f"A recurrence rule has at most {LONGEST_TEXT} characters."
        raise RuleFaults([PartFault("", "rrule_too_long", message)])
    body = text.strip().upper().removeprefix("RRULE:").strip()
    faults: list[PartFault] = []
    values: dict[str, Any] = {}
    for item in body.split(";"):
        name, equals, value = item.partition("=")
        if not equals or not value:
            message = (
                f"{item[:40]!r} is no part of a recurrence rule: write NAME=VALUE, parted by semicolons."
            )
            faults.append(PartFault("", "rrule_malformed", message))
        elif fault := _refusal(name, value):
            faults.append(fault)
        elif _FIELD_OF[name] in values:
            faults.append(PartFault(name, "rrule_part_twice", f"{name} stands in the rule twice."))
        else:
            try:
                values[_FIELD_OF[name]] = _READ[name](value)
            except ValueError:
                values[_FIELD_OF[name]] = None
                message = f"{name}={value[:40]} is not valid: {name} is {_EXPECTED[name]}."
                faults.append(PartFault(name, "rrule_value_invalid", message))
    if "freq" not in values and not any(fault.part == "FREQ" for fault in faults):
        message = f"A recurrence rule needs FREQ, one of {', '.join(FREQUENCIES)}."
        faults.append(PartFault("FREQ", "rrule_frequency_missing", message))
    if faults:
        raise RuleFaults(faults)
    return Rule(**values)


def _refusal(name: str, value: str) -> PartFault | None:
    """What is wrong with a part before its value is looked at closely."""
    if name == "FREQ" and value in ("SECONDLY", "MINUTELY"):
        message = (
            f"FREQ={value} would put thousands of occurrences into every calendar, so it is refused: "
            "use HOURLY or a longer period, or one event for the whole time."
        )
        return PartFault(name, "rrule_frequency_refused", message)
    if name in ("BYSECOND", "BYMINUTE"):
        message = f"{name} is refused: minutes and seconds are those of the event's start, so leave it out."
        return PartFault(name, "rrule_part_refused", message)
    if name not in _FIELD_OF:
        message = f"{name[:40]!r} is unknown: a recurrence rule has the parts {', '.join(_FIELD_OF)}."
        return PartFault("", "rrule_part_unknown", message)
    return None


def _frequency(text: str) -> Frequency:
    if text not in FREQUENCIES:
        raise ValueError
    return cast(Frequency, text)


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return read


def _numbers(low: int, high: int, *, signed: bool = False) -> Callable[[str], tuple[int, ...]]:
    pattern = re.compile(r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,2}")

    def read(text: str) -> tuple[int, ...]:
        found = set()
        for item in text.split(","):
            if not pattern.fullmatch(item) or not low <= abs(int(item)) <= high:
                raise ValueError
            found.add(int(item))
        return tuple(sorted(found))

    return read


def _weekday(text: str) -> int:
    return WEEKDAYS.index(text)


def _days(text: str) -> tuple[ByDay, ...]:
    found = set()
    for item in text.split(","):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?([A-Z]{2})", item)
        if not match or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise ValueError
        found.add((int(match[1] or 0), _weekday(match[2])))
    return tuple(sorted(found))


def _until(text: str) -> date | datetime:
    if not re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", text):
        raise ValueError
    if not 1 < int(text[:4]) < 9999:
        raise ValueError  # in some zone it would be no year that a datetime can hold
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d").date()
    moment = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")
    return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment


def _until_text(until: date | datetime) -> str:
    return until.isoformat().replace("-", "").replace(":", "").replace("+0000", "Z")


def _days_text(days: tuple[ByDay, ...]) -> str:
    return ",".join(f"{ordinal or ''}{WEEKDAYS[weekday]}" for ordinal, weekday in days)


def _numbers_text(value: int | tuple[int, ...]) -> str:
    return str(value) if isinstance(value, int) else ",".join(map(str, value))


_PART_OF: Final = {
    "freq": "FREQ",
    "interval": "INTERVAL",
    "count": "COUNT",
    "until": "UNTIL",
    "by_month": "BYMONTH",
    "by_week_no": "BYWEEKNO",
    "by_year_day": "BYYEARDAY",
    "by_month_day": "BYMONTHDAY",
    "by_day": "BYDAY",
    "by_hour": "BYHOUR",
    "by_set_pos": "BYSETPOS",
    "week_start": "WKST",
}
_FIELD_OF: Final = {part: field for field, part in _PART_OF.items()}
_READ: Final[dict[str, Callable[[str], Any]]] = {
    "FREQ": _frequency,
    "INTERVAL": _number(1, MOST_INTERVAL),
    "COUNT": _number(1, MOST_COUNT),
    "UNTIL": _until,
    "BYMONTH": _numbers(1, 12),
    "BYWEEKNO": _numbers(1, 53, signed=True),
    "BYYEARDAY": _numbers(1, 366, signed=True),
    "BYMONTHDAY": _numbers(1, 31, signed=True),
    "BYDAY": _days,
    "BYHOUR": _numbers(0, 23),
    "BYSETPOS": _numbers(1, 366, signed=True),
    "WKST": _weekday,
}
_EXPECTED: Final = {
    "FREQ": f"one of {', '.join(FREQUENCIES)}",
    "INTERVAL": f"a number from 1 to {MOST_INTERVAL}",
    "COUNT": f"a number from 1 to {MOST_COUNT}",
    "UNTIL": "a date such as 20261231, or a time such as 20261231T225959Z, up to the year 9998",
    "BYMONTH": "a list of months from 1 to 12",
    "BYWEEKNO": "a list of weeks from 1 to 53 or -53 to -1",
    "BYYEARDAY": "a list of days from 1 to 366 or -366 to -1",
    "BYMONTHDAY": "a list of days from 1 to 31 or -31 to -1",
    "BYDAY": "a list of MO, TU, WE, TH, FR, SA, SU, each with an ordinal at most, such as 2MO or -1FR",
    "BYHOUR": "a list of hours from 0 to 23",
    "BYSETPOS": "a list of positions from 1 to 366 or -366 to -1",
    "WKST": "one of MO, TU, WE, TH, FR, SA, SU",
}
_WRITE: Final[dict[str, Callable[[Any], str]]] = {
    "freq": str,
    "until": _until_text,
    "by_day": _days_text,
    "week_start": WEEKDAYS.__getitem__,
}
