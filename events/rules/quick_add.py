"""Quick add: a sentence such as `Lunch with Priya Fri 12:30 at Time Out Market` as the event that it means.

A small grammar of our own, because the parsers that there are took seconds or read "Lunch" as noon. What it
takes for a part is shown before anything is saved, so it may guess; what it does not know stays in the title.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from events.rules.quick_add_dates import Days, take_span
from events.rules.quick_add_repeats import Repeat, take_repeat
from events.rules.quick_add_times import Times, in_part_of_day, part_of_day, take_length, take_times
from events.rules.quick_add_words import FLAGS, GAP, Sentence

DEFAULT_LENGTH = timedelta(hours=1)
DAY = timedelta(days=1)

END = rf"(?=$|{GAP}|\s+(?:with|mit|at|@)\s)"
PLACE = re.compile(rf"(?:^|(?<=[\s{GAP}]))(?:at\s|@)\s*(?P<place>[^\s{GAP}][^{GAP}]*?)\s*{END}", FLAGS)
PEOPLE = re.compile(rf"(?:^|(?<=[\s{GAP}]))(?:with|mit)\s+(?P<people>[^{GAP}]+?)\s*{END}", FLAGS)
BETWEEN_PEOPLE = re.compile(r"\s*(?:,|&|\+|(?<!\w)(?:and|und)(?!\w))\s*", FLAGS)


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What a sentence means. `starts` and `ends` are wall times, of whole days midnights.

    `names` are those after `with`, as they were written; they stay in the title. `is_dated` says whether the
    sentence names a date or a time at all; where it does not, the next full hour is meant.
    """

    title: str
    starts: datetime
    ends: datetime
    is_all_day: bool
    location: str
    names: tuple[str, ...]
    rrule: str
    is_dated: bool


def parse_quick_add(text: str, *, now: datetime) -> QuickAdd:
    """What the text means at the wall time `now` (naive, of the reader's zone). Reads any text."""
    sentence = Sentence(text)
    repeat = take_repeat(sentence, now.date())
    length = take_length(sentence)
    days = take_span(sentence, now.date())
    times = take_times(sentence)
    if days and days.part:
        times = _in_part(days, times, length, now)
    starts, ends, is_all_day = _span(now, days, times, length, repeat)
    location = sentence.take(PLACE, lambda match: _tidy(match["place"]) or None) or ""
    people = PEOPLE.search(sentence.left)
    return QuickAdd(
        title=_tidy(sentence.left),
        starts=starts,
        ends=ends,
        is_all_day=is_all_day,
        location=location,
        names=_names(people["people"]) if people else (),
        rrule=repeat.rrule if repeat else "",
        is_dated=bool(days or times or repeat),
    )


def _in_part(days: Days, times: Times | None, length: timedelta | None, now: datetime) -> Times | None:
    """The times within the part of the day that was named; what lasts for days has none by that alone."""
    if times:
        return in_part_of_day(times, days.part)
    if days.number > 1 or (length and length >= DAY):
        return None
    has_begun = days.first == now.date() and not days.is_weekday
    return part_of_day(days.part, not_before=(now.hour + 1) * 60 if has_begun else 0)


def _span(
    now: datetime, days: Days | None, times: Times | None, length: timedelta | None, repeat: Repeat | None
) -> tuple[datetime, datetime, bool]:
    """Start, end, and whether that is whole days."""
    if times is None and (days or repeat):
        first = _first_day(now.date(), days, repeat)
        count = length.days if length and length >= DAY else days.number if days else 1
        starts = datetime.combine(first, time())
        if length is None or length >= DAY:
            return starts, starts + count * DAY, True
    if times is None:
        starts = _next_full_hour(now) if not (days or repeat) else starts + timedelta(hours=9)
        return starts, starts + (length or DEFAULT_LENGTH), False
    starts = datetime.combine(_first_day(now.date(), days, repeat), time()) + timedelta(minutes=times.start)
    if starts < now and (days is None or days.is_weekday):
        # "9:00" said at ten o'clock is tomorrow's, "Fri 9:00" said on Friday at ten next week's
        starts = _later(starts, days, repeat)
    return starts, _end(starts, days, times, length), False


def _end(starts: datetime, days: Days | None, times: Times, length: timedelta | None) -> datetime:
    if times.end is None:
        return starts + (length or DEFAULT_LENGTH)
    ends = datetime.combine(starts.date(), time()) + timedelta(minutes=times.end)
    ends += (days.number - 1 if days else 0) * DAY
    return ends if ends > starts else ends + DAY


def _first_day(today: date, days: Days | None, repeat: Repeat | None) -> date:
    first = days.first if days else today
    if repeat and repeat.weekdays:
        first += min((day - first.weekday()) % 7 for day in repeat.weekdays) * DAY
    while repeat and repeat.month_day and first.day != repeat.month_day:
        first += DAY
    return first


def _later(starts: datetime, days: Days | None, repeat: Repeat | None) -> datetime:
    """The next time that would be meant as well."""
    if days:
        return starts + 7 * DAY
    starts += DAY
    return datetime.combine(_first_day(starts.date(), None, repeat), starts.time())


def _next_full_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _names(people: str) -> tuple[str, ...]:
    names = (_tidy(name) for name in BETWEEN_PEOPLE.split(people))
    return tuple(dict.fromkeys(name for name in names if name))


def _tidy(text: str) -> str:
    """The text without gaps, and without what is left of punctuation at its ends."""
    return " ".join(text.replace(GAP, " ").split()).strip(" ,;:-–")
