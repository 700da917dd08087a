"""Times, ranges and lengths of a sentence: `12:30`, `9-10am`, `from 9 to 5`, `14 Uhr`, `noon`, `for 45m`."""

import re
from datetime import timedelta
from typing import NamedTuple

from events.rules.quick_add_words import FLAGS, GAP, Sentence, longest_first

DAY_MINUTES = 24 * 60
LONGEST = timedelta(days=366)


class Times(NamedTuple):
    """Minutes after midnight; an end at or before the start is that of the next day, None is left open."""

    start: int
    end: int | None


def _time(name: str) -> str:
    return (
        rf"(?P<{name}h>\d{{1,2}})(?::(?P<{name}m>[0-5]\d)|(?:\.(?P<{name}u>[0-5]\d)(?=\s*uhr)))?"
        rf"\s*(?P<{name}x>a\.?m\.?|p\.?m\.?|uhr|h)?(?!\w|:\d)"
    )


LEAD = r"(?:(?P<lead>from|von|at|um|@|ab)\s*)?"
RANGE = re.compile(rf"(?<![\w:.,-]){LEAD}{_time('a')}\s*(?:-|–|—|to|bis|until|till)\s*{_time('b')}", FLAGS)
SINGLE = re.compile(rf"(?<![\w:.,-]){LEAD}{_time('a')}", FLAGS)
HOURS = "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
NAMES = {
    "noon": 12 * 60,
    "midday": 12 * 60,
    "mittags": 12 * 60,
    "midnight": 0,
    "mitternacht": 0,
    **{f"halb {name}": hour * 60 + 30 for hour, name in enumerate(HOURS.split())},
}
PART_STARTS = {"morning": 9 * 60, "noon": 12 * 60, "afternoon": 14 * 60, "evening": 19 * 60}
NAMED = re.compile(rf"(?<![\w-])(?:(?:at|um)\s+)?(?P<word>{longest_first(NAMES)})(?![\w-])", FLAGS)
# what may stand after a bare number that is to be an hour: "at 9 with Kenji", but not "at 10 Downing Street"
AFTER_AN_HOUR = re.compile(rf"\s*(?:$|[,;@{GAP}]|(?:with|mit|at|in)\b)", FLAGS)

MINUTE = r"(?:m|mins?|minutes?|minuten?)"
HOUR = r"(?:h|hrs?|hours?|std\.?|stunden?)"
LENGTH = re.compile(
    rf"(?<![\w-])(?:for|für)\s+(?:"
    rf"(?P<hours>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*{HOUR}(?:\s*(?:and|und)?\s*(?P<rest>\d{{1,2}})\s*{MINUTE}?)?"
    rf"|(?P<minutes>\d{{1,4}})\s*{MINUTE}"
    rf"|(?P<days>\d{{1,3}})\s*(?:d|days?|tage?)"
    rf"|(?P<weeks>\d{{1,2}})\s*(?:weeks?|wochen?)"
    rf"|(?P<half>half an hour|eine halbe stunde)"
    rf"|(?P<more>an hour and a half|eineinhalb stunden|anderthalb stunden)"
    rf"|(?P<one>an hour|one hour|eine stunde))(?!\w)",
    FLAGS,
)


def take_length(sentence: Sentence) -> timedelta | None:
    """Takes `for 45m` and the like out; a length of whole days is one of days."""
    return sentence.take(LENGTH, _length)


def take_times(sentence: Sentence) -> Times | None:
    """Takes a range or else a single time out."""
    return (
        sentence.take(RANGE, _range)
        or sentence.take(NAMED, lambda match: Times(NAMES[match["word"].lower()], None))
        or sentence.take(SINGLE, _single)
    )


def part_of_day(part: str, *, not_before: int) -> Times:
    """The times of a part of the day without any; an evening that has begun begins at a later minute."""
    start = PART_STARTS[part]
    return Times(max(start, not_before) if part == "evening" else start, None)


def in_part_of_day(times: Times, part: str) -> Times:
    """The times as one means them who says `tonight at 8`."""
    if part not in ("afternoon", "evening"):
        return times
    half = DAY_MINUTES // 2
    if not 60 <= times.start < half:
        return times
    later = times.end is not None and times.end < half
    return Times(times.start + half, times.end + half if times.end is not None and later else times.end)


def _length(match: "re.Match[str]") -> timedelta | None:
    if match["hours"]:
        hours = float(match["hours"].replace(",", "."))
        found = timedelta(minutes=round(hours * 60) + int(match["rest"] or 0))
    elif match["minutes"]:
        found = timedelta(minutes=int(match["minutes"]))
    elif match["days"] or match["weeks"]:
        found = timedelta(days=int(match["days"] or 0) + 7 * int(match["weeks"] or 0))
    else:
        found = timedelta(minutes=30 if match["half"] else 90 if match["more"] else 60)
    return found if timedelta(0) < found <= LONGEST else None


def _range(match: "re.Match[str]") -> Times | None:
    clear = match["lead"] or any(match[name] for name in ("am", "au", "ax", "bm", "bu", "bx"))
    end = _minutes(match, "b", match["bx"])
    if not clear or end is None:
        return None
    start = _minutes(match, "a", match["ax"])
    if start is None:
        return None
    if not match["ax"] and _half(match["bx"]):
        # "11-1pm" begins in the morning, "9-10pm" in the evening
        same = _minutes(match, "a", match["bx"])
        start = same if same is not None and same < end else start
    elif end <= start and not match["bx"] and end < DAY_MINUTES // 2 and end + DAY_MINUTES // 2 > start:
        # "9 to 5"
        end += DAY_MINUTES // 2
    return Times(start % DAY_MINUTES, end % DAY_MINUTES) if start != end else None


def _single(match: "re.Match[str]") -> Times | None:
    if not (match["am"] or match["au"] or match["ax"]):
        rest = match.string[match.end() :]
        if not match["lead"] or not AFTER_AN_HOUR.match(rest):
            return None
    minutes = _minutes(match, "a", match["ax"])
    return None if minutes is None or minutes == DAY_MINUTES else Times(minutes, None)


def _minutes(match: "re.Match[str]", name: str, suffix: str | None) -> int | None:
    """Minutes after midnight, 1440 for 24:00; None where there is no such time."""
    hour, minute = int(match[f"{name}h"]), int(match[f"{name}m"] or match[f"{name}u"] or 0)
    half = _half(suffix)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    total = hour * 60 + minute
    return total if total <= DAY_MINUTES else None


def _half(suffix: str | None) -> str | None:
    """`a` or `p` of am and pm; None of anything else."""
    letter = (suffix or "")[:1].lower()
    return letter if letter in ("a", "p") else None
