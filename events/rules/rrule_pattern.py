"""The JSON spelling of a rule, `recurrence_type` and `recurrence_pattern`, to the RFC 5545 one and back."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from core.errors import Fault, Invalid
from events.rules.rrule_canonical import checked_rule
from events.rules.rrule_text import FREQUENCIES, WEEKDAYS, Rule, RuleFaults, parse_rule

TYPES: Final = ("none", *(frequency.lower() for frequency in FREQUENCIES))
WORKDAYS: Final = tuple((0, weekday) for weekday in range(5))

_PART_OF: Final = {
    "interval": "INTERVAL",
    "count": "COUNT",
    "until": "UNTIL",
    "by_weekday": "BYDAY",
    "by_month_day": "BYMONTHDAY",
    "by_month": "BYMONTH",
    "by_set_position": "BYSETPOS",
}
_KEY_OF: Final = {part: key for key, part in _PART_OF.items()}
KEYS: Final = ("interval", "count", "until", "weekdays_only", *tuple(_PART_OF)[3:])


def to_pattern(rrule: str) -> tuple[str, dict[str, Any] | None]:
    """The type and the pattern of a canonical rule; ("none", None) for "".

    The pattern always says its interval, of the rest what the rule says. It is None where a pattern cannot
    spell the rule: BYWEEKNO, BYYEARDAY, BYHOUR and WKST have no key.
    """
    if not rrule:
        return "none", None
    recurrence_type, pattern = _pattern_of(rrule)
    if pattern is None:
        return recurrence_type, None
    return recurrence_type, {k: list(v) if isinstance(v, list) else v for k, v in pattern.items()}


@lru_cache(maxsize=4096)
def _pattern_of(rrule: str) -> tuple[str, dict[str, Any] | None]:
    rule = parse_rule(rrule)
    if rule.by_week_no or rule.by_year_day or rule.by_hour or rule.week_start:
        return rule.freq.lower(), None
    weekdays_only = rule.freq in ("DAILY", "WEEKLY") and rule.by_day == WORKDAYS
    by_weekday = [f"{ordinal or ''}{WEEKDAYS[weekday]}" for ordinal, weekday in rule.by_day]
    pattern = {
        "interval": rule.interval,
        "count": rule.count,
        "until": _until_text(rule),
        "weekdays_only": weekdays_only,
        "by_weekday": [] if weekdays_only else by_weekday,
        "by_month_day": list(rule.by_month_day),
        "by_month": list(rule.by_month),
        "by_set_position": list(rule.by_set_pos),
    }
    return rule.freq.lower(), {key: value for key, value in pattern.items() if value}


def from_pattern(
    recurrence_type: str, pattern: Mapping[str, Any] | None, *, start: datetime, tz: str, is_all_day: bool
) -> str:
    """The canonical rule of a type and a pattern, for an event that starts at the naive wall time `start`.

    Keys that are null or empty lists count as left out. Raises Invalid with every fault, fields
    `recurrence_type`, `recurrence_pattern` and `recurrence_pattern.<key>`.
    """
    faults: list[Fault] = []
    if recurrence_type not in TYPES:
        message = f"recurrence_type is one of {', '.join(TYPES)}."
        faults.append(Fault("recurrence_type", "invalid_choice", message))
    parts = _parts(pattern, faults)
    if recurrence_type == "none" and parts:
        message = "A recurrence_pattern needs a recurrence_type other than none."
        faults.append(Fault("recurrence_type", "pattern_without_type", message))
    if recurrence_type == "none" and not faults:
        return ""
    frequency = recurrence_type.upper() if recurrence_type in TYPES[1:] else "YEARLY"
    text = ";".join([f"FREQ={frequency}", *(f"{part}={value}" for part, value in parts.items())])
    try:
        if faults:
            parse_rule(text)  # only for what is wrong with single values: the rule is not whole
        else:
            return str(checked_rule(text, start=start, tz=tz, is_all_day=is_all_day))
    except RuleFaults as error:
        faults.extend(error.as_invalid(_field_of).faults)
    detail = faults[0].message if len(faults) == 1 else "The recurrence has several faults."
    raise Invalid(detail, faults=faults)


def _parts(pattern: object, faults: list[Fault]) -> dict[str, str]:
    """The parts of the rule that the keys spell; appends what is wrong with any of them."""
    if pattern is None:
        return {}
    if not isinstance(pattern, Mapping):
        faults.append(Fault("recurrence_pattern", "wrong_type", "recurrence_pattern is an object."))
        return {}
    given = {key: value for key, value in pattern.items() if value is not None and value != []}
    parts: dict[str, str] = {}
    for key, value in given.items():
        field = f"recurrence_pattern.{str(key)[:40]}"
        if key not in KEYS:
            message = f"Unknown key: a recurrence_pattern has the keys {', '.join(KEYS)}."
            faults.append(Fault(field, "unknown_key", message))
            continue
        read, expected = _READ[key]
        try:
            text = read(value)
        except ValueError:
            faults.append(Fault(field, "wrong_type", f"{key} is {expected}."))
            continue
        if key != "weekdays_only":
            parts[_PART_OF[key]] = text
    if given.get("weekdays_only") is True:
        if "by_weekday" in given:
            message = "weekdays_only and by_weekday both say on which days: leave one of them out."
            faults.append(Fault("recurrence_pattern.weekdays_only", "weekdays_only_and_by_weekday", message))
        parts["BYDAY"] = ",".join(WEEKDAYS[:5])
    return parts


def _field_of(part: str) -> str:
    if part == "FREQ":
        return "recurrence_type"
    return f"recurrence_pattern.{_KEY_OF[part]}" if part in _KEY_OF else "recurrence_pattern"


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError
    return str(value)


def _numbers(value: object) -> str:
    if not isinstance(value, list):
        raise ValueError
    return ",".join(map(_number, value))


def _flag(value: object) -> str:
    if not isinstance(value, bool):
        raise ValueError
    return str(value)


def _weekdays(value: object) -> str:
    if not isinstance(value, list):
        raise ValueError
    return ",".join(map(_weekday, value))


def _weekday(value: object) -> str:
    """ "MO", "2MO" or "-1FR", or 0 for Monday to 6, as clients of the old API send it."""
    if isinstance(value, str) and re.fullmatch(r"([+-]?[0-9]{1,2})?[A-Za-z]{2}", value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 6:
        return WEEKDAYS[value]
    raise ValueError


def _until(value: object) -> str:
    """UNTIL of a date, or of an RFC 3339 time with or without offset."""
    if not isinstance(value, str):
        raise ValueError
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return date.fromisoformat(value).isoformat().replace("-", "")
    if not re.fullmatch(
        r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?", value, re.ASCII
    ):
        raise ValueError
    moment = datetime.fromisoformat(value.upper())
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:
        raise ValueError from None
    return moment.strftime("%Y%m%dT%H%M%S").zfill(15) + ("Z" if moment.tzinfo else "")


def _until_text(rule: Rule) -> str | None:
    return rule.until.isoformat().replace("+00:00", "Z") if rule.until else None


_READ: Final[Mapping[str, tuple[Callable[[object], str], str]]] = {
    "interval": (_number, "a whole number"),
    "count": (_number, "a whole number"),
    "until": (_until, "a date such as 2026-12-31, or a time such as 2026-12-31T22:59:59Z"),
    "weekdays_only": (_flag, "true or false"),
    "by_weekday": (
        _weekdays,
        "a list of MO to SU, 2MO, -1FR and the like, or of numbers from 0 (Monday) to 6",
    ),
    "by_month_day": (_numbers, "a list of whole numbers"),
    "by_month": (_numbers, "a list of whole numbers"),
    "by_set_position": (_numbers, "a list of whole numbers"),
}
