"""How often a sentence says that it is: `every Monday`, `every 2 weeks until 20 Dec`, `jeden Tag`."""

import re
from datetime import date
from typing import NamedTuple

from events.rules.quick_add_dates import take_days, weekday_of
from events.rules.quick_add_words import ANY_DAY, FLAGS, GAP, LONG, MONTH, Sentence, longest_first

EVERY = r"(?<![\w-])(?:every|each|jede[nrs]?|alle)\s+"
STEP = r"(?:(?P<step>\d{1,2})\.?\s*(?:nd|rd|th)?\s+|(?P<other>other|second|zweite[nrs]?|zwei)\s+)?"
UNIT = r"(?P<unit>weekday|werktag|workday|day|tag|week|woche|month|monat|year|jahr)(?:s|en?|n)?(?!\w)"
DATE = rf"(?:the\s+)?(?P<date>\d{{1,2}})(?:st|nd|rd|th|\.)(?!\w|\s*(?:of\s+)?{MONTH}|\s*\d+\.)"
BY_UNIT = re.compile(rf"{EVERY}{STEP}{UNIT}(?:\s+(?:on|am)\s+(?:(?P<days>{ANY_DAY})|{DATE}))?", FLAGS)
AND = r"(?:,\s*(?:(?:and|und|&)\s+)?|\s+(?:and|und|&)\s+)"
BY_DAYS = re.compile(f"{EVERY}{STEP}(?P<days>{ANY_DAY}(?:{AND}{ANY_DAY})*)", FLAGS)
LONG_DAY = rf"(?:{longest_first(LONG)})s(?!\w)"
HABIT = re.compile(
    rf"(?<![\w-])(?:on\s+)?(?:(?P<work>weekdays|werktags)(?!\w)|(?P<days>{LONG_DAY}(?:{AND}{LONG_DAY})*))",
    FLAGS,
)
ONE_DAY = re.compile(ANY_DAY, FLAGS)
ONE_HABIT = re.compile(LONG_DAY, FLAGS)
UNTIL = re.compile(r"(?<![\w-])(?:until|till|bis)\s+", FLAGS)
COUNT = re.compile(r"(?<![\w-])(?P<count>\d{1,3})[\s-]?(?:times|mal|x)(?!\w)", FLAGS)

FREQUENCIES = {
    "day": "DAILY",
    "tag": "DAILY",
    "week": "WEEKLY",
    "woche": "WEEKLY",
    "month": "MONTHLY",
    "monat": "MONTHLY",
    "year": "YEARLY",
    "jahr": "YEARLY",
}
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


_Rule = tuple[list[str], tuple[int, ...], int | None]


class Repeat(NamedTuple):
    """A rule (RFC 5545, section 3.3.10), its last day, if any, and its weekdays or day of the month."""

    rrule: str
    weekdays: tuple[int, ...]
    until: date | None
    month_day: int | None


def take_repeat(sentence: Sentence, today: date) -> Repeat | None:
    """Takes the rule out, with its end."""
    found = (
        sentence.take(BY_UNIT, _by_unit)
        or sentence.take(BY_DAYS, _by_days)
        or sentence.take(HABIT, _by_habit)
    )
    if found is None:
        return None
    parts, weekdays, month_day = found
    until = _take_until(sentence, today)
    count = None if until else sentence.take(COUNT, lambda match: int(match["count"]) or None)
    if until:
        parts.append(f"UNTIL={until:%Y%m%d}")
    if count:
        parts.append(f"COUNT={count}")
    return Repeat(";".join(parts), weekdays, until, month_day)


def _by_unit(match: "re.Match[str]") -> _Rule | None:
    unit = match["unit"].lower()
    if unit in ("weekday", "workday", "werktag"):
        return _weekly(match, (0, 1, 2, 3, 4))
    if unit in ("week", "woche") and match["days"]:
        return _weekly(match, (weekday_of(match["days"]),))
    month_day = int(match["date"]) if match["date"] else None
    if match["days"] or (month_day and (FREQUENCIES[unit] != "MONTHLY" or month_day > 31)):
        return None
    return [f"FREQ={FREQUENCIES[unit]}", *_interval(match)], (), month_day or None


def _by_days(match: "re.Match[str]") -> _Rule:
    days = {weekday_of(word) for word in ONE_DAY.findall(match["days"])}
    return _weekly(match, tuple(sorted(days)))


def _by_habit(match: "re.Match[str]") -> _Rule:
    """`Tuesdays and Thursdays`, `dienstags`, `weekdays`."""
    words = ONE_HABIT.findall(match["days"] or "")
    days = sorted({weekday_of(word[:-1]) for word in words}) or range(5)
    return [f"FREQ=WEEKLY;BYDAY={','.join(CODES[day] for day in days)}"], tuple(days), None


def _weekly(match: "re.Match[str]", days: tuple[int, ...]) -> _Rule:
    names = ",".join(CODES[day] for day in days)
    return ["FREQ=WEEKLY", *_interval(match), f"BYDAY={names}"], days, None


def _interval(match: "re.Match[str]") -> list[str]:
    step = 2 if match["other"] else int(match["step"] or 1)
    return [f"INTERVAL={step}"] if step > 1 else []


def _take_until(sentence: Sentence, today: date) -> date | None:
    """Takes `until` with the date right after it, which is not to be taken for that of the start."""
    for match in UNTIL.finditer(sentence.left):
        rest = Sentence(sentence.left[match.end() :])
        days = take_days(rest, today)
        if days and rest.left.startswith(GAP):
            sentence.left = f"{sentence.left[: match.start()]}{GAP}{rest.left}"
            return days.first
    return None
