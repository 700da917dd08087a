"""On which days a recurrence rule yields something, in words: "the third Tuesday of every second month"."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from events.rules.rrule_text import ByDay, Rule

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)

# Whole phrases with named places, so that a translation may put them in another order.
_EVERY: Final = {
    "HOURLY": ("every hour", "every {n} hours"),
    "DAILY": ("every day", "every {n} days"),
    "WEEKLY": ("every week", "every {n} weeks"),
    "YEARLY": ("every year", "every {n} years"),
}
_PERIOD: Final = {
    "HOURLY": "hour",
    "DAILY": "day",
    "WEEKLY": "week",
    "MONTHLY": "month",
    "YEARLY": "year",
}
_LIST_END: Final = "{items} and {last}"
_CHOICE_END: Final = "{items} or {last}"
_WEEKDAY: Final = "every weekday"
_WEEKDAYS_OF_WEEKS: Final = "{rule} from Monday to Friday"
_ON: Final = "{rule} on {days}"
_IN: Final = "{rule} in {months}"
_ON_OF_EVERY_MONTH: Final = "on {days} of every month"
_ON_OF_EVERY_NTH_MONTH: Final = "on {days} of every {nth} month"
_ON_OF: Final = "on {days} of {months}"
_YEARLY_ON_OF: Final = "{rule} on {days} of {months}"
_YEARLY_ON_DATES: Final = "{rule} on {days} {month}"
_OF_EVERY_MONTH: Final = "every month"
_OF_THE_YEAR: Final = "the year"
_NUMBERED_DAY: Final = "the {nth} {weekday}"
_EVERY_DAY: Final = "every {weekday}"
_FIRST_FROM: Final = "the first {weekday} from the {day}"
_DAY_NUMBERS: Final = "the {days}"
_LAST_DAY: Final = "the {nth} day"
_NTH_DAYS: Final = "the {nth} day"
_WEEKS: Final = "week {weeks}"
_LAST_WEEK: Final = "the {nth} week"
_ONLY_ON: Final = "only on {days}"
_ONLY_ON_OF_MONTH: Final = "only on {days} of the month"
_ONLY_ON_OF_YEAR: Final = "only on {days} of the year"
_ONLY_IN: Final = "only in {months}"
_ONLY_IF: Final = "only if it is {days}"
_ONLY_POSITIONS: Final = "of these only the {positions} of each {period}"
_A: Final = "a {weekday}"
_KINDS: Final = {
    (0, 1, 2, 3, 4): "weekday",
    (5, 6): "weekend day",
    (0, 1, 2, 3, 4, 5, 6): "day",
}


class Pattern(NamedTuple):
    """What a rule says without clock times and end: a phrase, and what narrows it down."""

    words: str
    limits: tuple[str, ...] = ()


def pattern_of(rule: Rule, start: datetime) -> Pattern:
    """On which days the rule yields something, for a series with this start in wall time."""
    match rule.freq:
        case "HOURLY":
            pattern = _limited(rule)
        case "DAILY":
            pattern = _daily(rule, start)
        case "WEEKLY":
            pattern = _weekly(rule, start)
        case "MONTHLY":
            pattern = _monthly(rule, start)
        case "YEARLY":
            pattern = _yearly(rule, start)
    if rule.by_set_pos and not _position_is_told(rule):
        positions = listed([numbered(position) for position in _signed(rule.by_set_pos)])
        limit = _ONLY_POSITIONS.format(positions=positions, period=_PERIOD[rule.freq])
        return Pattern(pattern.words, (*pattern.limits, limit))
    return pattern


def listed(items: Sequence[str], end: str = _LIST_END) -> str:
    """ "a", "a and b", "a, b and c"."""
    *head, last = items
    return end.format(items=", ".join(head), last=last) if head else last


def numbered(ordinal: int) -> str:
    """ "first" to "tenth", "11th", "last", "second to last"."""
    if ordinal == -1:
        return "last"
    number = abs(ordinal)
    word = _ORDINALS[number - 1] if number <= len(_ORDINALS) else nth(number)
    return word if ordinal > 0 else f"{word} to last"


def nth(number: int) -> str:
    """ "1st", "2nd", "11th", "23rd"."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _every(rule: Rule) -> str:
    one, many = _EVERY[rule.freq]
    return one if rule.interval == 1 else many.format(n=rule.interval)


def _limited(rule: Rule) -> Pattern:
    """A rule whose parts take days out of what the frequency gives."""
    words = _every(rule)
    if rule.by_month:
        words = _IN.format(rule=words, months=_months(rule))
    return Pattern(words, tuple(_day_limits(rule)))


def _day_limits(rule: Rule) -> Iterator[str]:
    if rule.by_year_day:
        yield _ONLY_ON_OF_YEAR.format(days=_year_days(rule))
    if rule.by_month_day:
        yield _ONLY_ON_OF_MONTH.format(days=_month_days(rule.by_month_day))
    if rule.by_day:
        yield _ONLY_ON.format(days=listed([WEEKDAYS[day] for _, day in rule.by_day]))


def _daily(rule: Rule, start: datetime) -> Pattern:
    if rule.interval == 1 and not rule.by_set_pos:
        # To pick days of every day is to pick days of every month or week.
        if rule.by_month_day:
            return _monthly(rule, start)
        if rule.by_day:
            return _weekly(rule, start)
    return _limited(rule)


def _weekly(rule: Rule, start: datetime) -> Pattern:
    days = tuple(day for _, day in rule.by_day) or (start.weekday(),)
    every = _EVERY["WEEKLY"][rule.interval > 1].format(n=rule.interval)
    kind = _KINDS.get(days)
    if kind == "weekday":
        words = _WEEKDAY if rule.interval == 1 else _WEEKDAYS_OF_WEEKS.format(rule=every)
    elif kind == "day" and rule.interval == 1:
        words = _EVERY["DAILY"][0]
    else:
        words = _ON.format(rule=every, days=listed([WEEKDAYS[day] for day in days]))
    return Pattern(_IN.format(rule=words, months=_months(rule)) if rule.by_month else words)


def _monthly(rule: Rule, start: datetime) -> Pattern:
    days, limits = _days_of_month(rule, start)
    if rule.interval > 1:
        words = _ON_OF_EVERY_NTH_MONTH.format(days=days, nth=numbered(rule.interval))
        if rule.by_month:
            limits = (*limits, _ONLY_IN.format(months=_months(rule)))
    elif rule.by_month:
        words = _ON_OF.format(days=days, months=_months(rule))
    else:
        words = _ON_OF_EVERY_MONTH.format(days=days)
    return Pattern(words, limits)


def _yearly(rule: Rule, start: datetime) -> Pattern:
    every = _every(rule)
    if rule.by_week_no or rule.by_year_day:
        return _by_week_or_day_of_year(rule, start, every)
    days, limits = _days_of_month(rule, start)
    if rule.by_day:
        plain = not rule.by_month_day
        months = _months(rule) if rule.by_month else _OF_THE_YEAR if plain else _OF_EVERY_MONTH
        return Pattern(_YEARLY_ON_OF.format(rule=every, days=days, months=months), limits)
    named = rule.by_month or (start.month,)
    numbers = rule.by_month_day or (start.day,)
    if len(named) == 1 and numbers[0] > 0:
        dates = listed([str(day) for day in numbers])
        return Pattern(_YEARLY_ON_DATES.format(rule=every, days=dates, month=MONTHS[named[0] - 1]))
    months = listed([MONTHS[month - 1] for month in named])
    return Pattern(_YEARLY_ON_OF.format(rule=every, days=days, months=months))


def _by_week_or_day_of_year(rule: Rule, start: datetime, every: str) -> Pattern:
    limits: list[str] = []
    if rule.by_year_day:
        words = _YEARLY_ON_OF.format(rule=every, days=_year_days(rule), months=_OF_THE_YEAR)
        if rule.by_week_no:
            limits.append(_ONLY_IN.format(months=_weeks(rule)))
    else:
        weekdays = [WEEKDAYS[day] for _, day in rule.by_day]
        if rule.by_month_day and not weekdays:
            words = _IN.format(rule=every, months=_weeks(rule))
        else:
            days = listed(weekdays or [WEEKDAYS[start.weekday()]])
            words = _YEARLY_ON_OF.format(rule=every, days=days, months=_weeks(rule))
    if rule.by_month_day:
        limits.append(_ONLY_ON_OF_MONTH.format(days=_month_days(rule.by_month_day)))
    if rule.by_month:
        limits.append(_ONLY_IN.format(months=_months(rule)))
    if rule.by_year_day and rule.by_day:
        limits.append(_only_if(rule.by_day))
    return Pattern(words, tuple(limits))


def _days_of_month(rule: Rule, start: datetime) -> tuple[str, tuple[str, ...]]:
    """The days, and what narrows them down; the month, or the year, is for the caller to say."""
    plain = all(ordinal == 0 for ordinal, _ in rule.by_day)
    if not rule.by_day:
        return _month_days(rule.by_month_day or (start.day,)), ()
    if rule.by_month_day:
        first, *rest = rule.by_month_day
        is_a_week = first > 0 and rest == list(range(first + 1, first + 7))
        if is_a_week and plain and len(rule.by_day) == 1:
            return _FIRST_FROM.format(weekday=WEEKDAYS[rule.by_day[0][1]], day=nth(first)), ()
        return _month_days(rule.by_month_day), (_only_if(rule.by_day),)
    if _position_is_told(rule):
        days = tuple(day for _, day in rule.by_day)
        kind = _KINDS.get(days) or listed([WEEKDAYS[day] for day in days], _CHOICE_END)
        positions = listed([numbered(position) for position in _signed(rule.by_set_pos)])
        return _NUMBERED_DAY.format(nth=positions, weekday=kind), ()
    numbered_first = sorted(rule.by_day, key=lambda day: (day[0] <= 0, day))
    return listed([_numbered_day(day) for day in numbered_first]), ()


def _position_is_told(rule: Rule) -> bool:
    """Whether BYSETPOS can be said with the weekdays ("the last weekday of March"): where they alone make up
    the set that it chooses from."""
    if rule.freq not in ("MONTHLY", "YEARLY") or (rule.freq == "YEARLY" and len(rule.by_month) > 1):
        return False
    others = rule.by_month_day or rule.by_week_no or rule.by_year_day or len(rule.by_hour) > 1
    return bool(rule.by_set_pos and rule.by_day and not others and not any(n for n, _ in rule.by_day))


def _numbered_day(day: ByDay) -> str:
    ordinal, weekday = day
    if ordinal == 0:
        return _EVERY_DAY.format(weekday=WEEKDAYS[weekday])
    return _NUMBERED_DAY.format(nth=numbered(ordinal), weekday=WEEKDAYS[weekday])


def _only_if(days: Sequence[ByDay]) -> str:
    named = [
        _NUMBERED_DAY.format(nth=numbered(ordinal), weekday=WEEKDAYS[day])
        if ordinal
        else _A.format(weekday=WEEKDAYS[day])
        for ordinal, day in days
    ]
    return _ONLY_IF.format(days=listed(named, _CHOICE_END))


def _month_days(numbers: Sequence[int]) -> str:
    forward = [nth(number) for number in numbers if number > 0]
    backward = [_LAST_DAY.format(nth=numbered(number)) for number in _signed(numbers) if number < 0]
    if not backward:
        return _DAY_NUMBERS.format(days=listed(forward))
    return listed([*(_DAY_NUMBERS.format(days=number) for number in forward), *backward])


def _year_days(rule: Rule) -> str:
    return listed(
        [
            _NTH_DAYS.format(nth=nth(number) if number > 0 else numbered(number))
            for number in _signed(rule.by_year_day)
        ]
    )


def _weeks(rule: Rule) -> str:
    forward = [str(number) for number in rule.by_week_no if number > 0]
    named = [_WEEKS.format(weeks=listed(forward))] if forward else []
    named += [_LAST_WEEK.format(nth=numbered(n)) for n in _signed(rule.by_week_no) if n < 0]
    return listed(named)


def _months(rule: Rule) -> str:
    return listed([MONTHS[month - 1] for month in rule.by_month])


def _signed(numbers: Sequence[int]) -> list[int]:
    """Those that count from the beginning, then those that count from the end, the earlier ones first."""
    return [*(n for n in numbers if n > 0), *(n for n in numbers if n < 0)]
