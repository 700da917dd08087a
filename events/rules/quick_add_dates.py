"""The date of a sentence: `Fri`, `next Tue`, `20 Nov`, `20.11.`, `2026-11-20`, `tomorrow`, `Mon-Wed`."""

import re
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from events.rules.quick_add_words import (
    ANY_DAY,
    DAY,
    FLAGS,
    GAP,
    LONG,
    MONTH,
    MONTHS,
    PART,
    PARTS,
    WEEKDAYS,
    Sentence,
    longest_first,
)

YEARS_AHEAD = 8
"""Within so many years every date comes round, the 29th of February too."""


class Days(NamedTuple):
    """A date, and how many days it is about; `is_weekday` where it was named by its weekday alone.

    `part` is the part of the day that was named, or "".
    """

    first: date
    number: int = 1
    is_weekday: bool = False
    part: str = ""


START = r"(?<![\w:.-])(?:(?:on|am|den|the)\s+)?"
WEEKDAY_BEFORE = rf"(?:{ANY_DAY},?\s+(?:den\s+|the\s+)?)?"
NUMBER = r"(?P<number>\d{1,2})(?:st|nd|rd|th|\.)?"
YEAR = r"(?:,?\s*(?P<year>20\d\d)(?![\d:]))?"

ISO = re.compile(
    rf"{START}{WEEKDAY_BEFORE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<number>\d\d)(?![\w-])", FLAGS
)
DOTTED = re.compile(
    rf"{START}{WEEKDAY_BEFORE}(?P<number>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>20\d\d)?(?!\w)", FLAGS
)
SPAN = re.compile(
    rf"{START}(?P<number>\d{{1,2}})\.?\s*(?:-|–|to|bis)\s*(?P<last>\d{{1,2}})(?:th|\.)?\s+{MONTH}{YEAR}",
    FLAGS,
)
DAY_MONTH = re.compile(rf"{START}{WEEKDAY_BEFORE}{NUMBER}\s+(?:of\s+)?{MONTH}{YEAR}", FLAGS)
MONTH_DAY = re.compile(rf"{START}{WEEKDAY_BEFORE}{MONTH}\s+{NUMBER}(?![\w:]){YEAR}", FLAGS)
RELATIVE = re.compile(
    r"(?<![\w-])(?P<word>the day after tomorrow|day after tomorrow|tomorrow|today|tonight|"
    rf"übermorgen|morgen|heute)(?:\s+{PART})?(?![\w-])",
    FLAGS,
)
THIS_PART = re.compile(rf"(?<![\w-])this\s+{PART}", FLAGS)
AHEAD = re.compile(
    r"(?<![\w-])in\s+(?P<count>\d{1,3}|a|an|one|einem|einer)\s+(?P<unit>day|tag|week|woche)(?:s|en?|n)?(?!\w)",
    FLAGS,
)
NEXT_DAY = re.compile(
    rf"(?<![\w-])(?:next|nächste[nrs]?)\s+(?P<day>{ANY_DAY})(?P<before>)(?:\s+{PART})?", FLAGS
)
NEXT_WEEK = re.compile(
    rf"(?<![\w-])(?:(?:next week|nächste woche)\s+(?:on\s+|am\s+)?(?P<day>{ANY_DAY})"
    rf"|(?:on\s+|am\s+)?(?P<before>{ANY_DAY})\s+(?:next week|nächste woche)(?!\w))(?:\s+{PART})?",
    FLAGS,
)
MARKED_DAY = re.compile(rf"(?<![\w-])(?:on|this|am|diese[nrs]?)\s+(?P<day>{ANY_DAY})(?:\s+{PART})?", FLAGS)
PLAIN_DAY = re.compile(rf"(?<![\w-]){DAY}(?:\s+{PART})?", FLAGS)
# Freitagabend
JOINED_DAY = re.compile(
    rf"(?<![\w-])(?:am\s+)?(?P<day>{longest_first(LONG)})(?P<part>vormittag|mittag|nachmittag|abend)(?![\w-])",
    FLAGS,
)

TO = re.compile(rf"(?:(?<!\w)(?:from|vom|von)\s+)?{GAP}\s*(?:-|–|—|to|until|till|bis)\s*", FLAGS)
LONGEST_SPAN = 366

DAYS_AHEAD = {"today": 0, "tonight": 0, "heute": 0, "tomorrow": 1, "morgen": 1}


def take_days(sentence: Sentence, today: date) -> Days | None:
    """Takes the first date out; one without a year is the next such date, today counts."""
    for pattern, read in _FORMS:
        found = sentence.take(pattern, partial(read, today=today))
        if found:
            return found
    return None


def take_span(sentence: Sentence, today: date) -> Days | None:
    """Takes the first date out, and the last one where one stands right behind it: `24 Dec - 2 Jan`."""
    first = take_days(sentence, today)
    if first is None or first.number > 1:
        return first
    for match in TO.finditer(sentence.left):
        rest = Sentence("")
        rest.left = sentence.left[match.end() :]
        last = take_days(rest, first.first)
        number = (last.first - first.first).days + 1 if last else 0
        if 1 < number <= LONGEST_SPAN and rest.left.startswith(GAP):
            sentence.left = f"{sentence.left[: match.start()]}{rest.left}"
            return first._replace(number=number)
    return first


def _numbered(match: "re.Match[str]", today: date) -> Days | None:
    month, year = match["month"].lower(), match["year"]
    number = MONTHS[month] if month in MONTHS else int(month)
    first = _date(year, number, int(match["number"]), today)
    return Days(first) if first else None


def _span(match: "re.Match[str]", today: date) -> Days | None:
    first, last = _numbered(match, today), int(match["last"])
    if first is None or last <= first.first.day:
        return None
    end = _date(str(first.first.year), first.first.month, last, today)
    return Days(first.first, (end - first.first).days + 1) if end else None


def _date(year: str | None, month: int, day: int, today: date) -> date | None:
    """The date; without a year the next one that there is."""
    years = [int(year)] if year else range(today.year, min(today.year + YEARS_AHEAD, 9999) + 1)
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _relative(match: "re.Match[str]", today: date) -> Days:
    word = match["word"].lower()
    part = "evening" if word == "tonight" else _part(match)
    return Days(today + timedelta(days=DAYS_AHEAD.get(word, 2)), part=part)


def _this_part(match: "re.Match[str]", today: date) -> Days:
    return Days(today, part=_part(match))


def _part(match: "re.Match[str]") -> str:
    return PARTS[match["part"].lower()] if match["part"] else ""


def _ahead(match: "re.Match[str]", today: date) -> Days:
    count = int(match["count"]) if match["count"].isdigit() else 1
    return Days(today + timedelta(days=count * (7 if match["unit"].lower() in ("week", "woche") else 1)))


def _next_weekday(match: "re.Match[str]", today: date) -> Days:
    """`next Friday` is the Friday of next week, whichever day it is today."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=7 + weekday_of(match["day"] or match["before"]))
    return Days(day, part=_part(match))


def _weekday(match: "re.Match[str]", today: date) -> Days:
    ahead = (weekday_of(match["day"]) - today.weekday()) % 7
    return Days(today + timedelta(days=ahead), is_weekday=True, part=_part(match))


def weekday_of(word: str) -> int:
    """0 for a word for Monday, with its point or without."""
    return WEEKDAYS[word.lower().rstrip(".")]


class _Reading(Protocol):
    def __call__(self, match: "re.Match[str]", today: date) -> Days | None: ...


_FORMS: list[tuple["re.Pattern[str]", _Reading]] = [
    (ISO, _numbered),
    (SPAN, _span),
    (DOTTED, _numbered),
    (DAY_MONTH, _numbered),
    (MONTH_DAY, _numbered),
    (RELATIVE, _relative),
    (THIS_PART, _this_part),
    (AHEAD, _ahead),
    (NEXT_WEEK, _next_weekday),
    (NEXT_DAY, _next_weekday),
    (MARKED_DAY, _weekday),
    (JOINED_DAY, _weekday),
    (PLAIN_DAY, _weekday),
]
