"""On which days a recurrence rule yields something, in words: "the third Tuesday of every second month"."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from events.rules.rrule_text import ByDay, Rule
from events.rules.rule_vocabulary import ALL_DAYS, WORKDAYS, Vocabulary


class Pattern(NamedTuple):
    """What a rule says without clock times and end: a phrase, and what narrows it down."""

    phrase: str
    limits: tuple[str, ...] = ()


def pattern_of(rule: Rule, start: datetime, words: Vocabulary) -> Pattern:
    """On which days the rule yields something, for a series with this start in wall time."""
    match rule.freq:
        case "HOURLY":
            pattern = _limited(rule, words)
        case "DAILY":
            pattern = _daily(rule, start, words)
        case "WEEKLY":
            pattern = _weekly(rule, start, words)
        case "MONTHLY":
            pattern = _monthly(rule, start, words)
        case "YEARLY":
            pattern = _yearly(rule, start, words)
    if rule.by_set_pos and not _position_is_told(rule):
        positions = words.listed([words.numbered(position) for position in _signed(rule.by_set_pos)])
        limit = words.only_positions.format(positions=positions, period=words.period[rule.freq])
        return Pattern(pattern.phrase, (*pattern.limits, limit))
    return pattern


def _every(rule: Rule, words: Vocabulary) -> str:
    one, many = words.every[rule.freq]
    return one if rule.interval == 1 else many.format(n=rule.interval)


def _limited(rule: Rule, words: Vocabulary) -> Pattern:
    """A rule whose parts take days out of what the frequency gives."""
    said = _every(rule, words)
    if rule.by_month:
        said = words.within.format(rule=said, months=_months(rule, words))
    return Pattern(said, tuple(_day_limits(rule, words)))


def _day_limits(rule: Rule, words: Vocabulary) -> Iterator[str]:
    if rule.by_year_day:
        yield words.only_on_of_year.format(days=_year_days(rule, words))
    if rule.by_month_day:
        yield words.only_on_of_month.format(days=_month_days(rule.by_month_day, words))
    if rule.by_day:
        yield words.only_on.format(days=words.listed([words.weekdays[day] for _, day in rule.by_day]))


def _daily(rule: Rule, start: datetime, words: Vocabulary) -> Pattern:
    if rule.interval == 1 and not rule.by_set_pos:
        # To pick days of every day is to pick days of every month or week.
        if rule.by_month_day:
            return _monthly(rule, start, words)
        if rule.by_day:
            return _weekly(rule, start, words)
    return _limited(rule, words)


def _weekly(rule: Rule, start: datetime, words: Vocabulary) -> Pattern:
    days = tuple(day for _, day in rule.by_day) or (start.weekday(),)
    every = words.every["WEEKLY"][rule.interval > 1].format(n=rule.interval)
    if days == WORKDAYS:
        said = words.weekday if rule.interval == 1 else words.weekdays_of_weeks.format(rule=every)
    elif days == ALL_DAYS and rule.interval == 1:
        said = words.every["DAILY"][0]
    else:
        said = words.on.format(rule=every, days=words.listed([words.weekdays[day] for day in days]))
    return Pattern(words.within.format(rule=said, months=_months(rule, words)) if rule.by_month else said)


def _monthly(rule: Rule, start: datetime, words: Vocabulary) -> Pattern:
    days, limits = _days_of_month(rule, start, words)
    if rule.interval > 1:
        said = words.on_of_every_nth_month.format(days=days, nth=words.numbered(rule.interval))
        if rule.by_month:
            limits = (*limits, words.only_in.format(months=_months(rule, words)))
    elif rule.by_month:
        said = words.on_of.format(days=days, months=_months(rule, words))
    else:
        said = words.on_of_every_month.format(days=days)
    return Pattern(said, limits)


def _yearly(rule: Rule, start: datetime, words: Vocabulary) -> Pattern:
    if rule.by_week_no or rule.by_year_day:
        return _by_week_or_day_of_year(rule, start, words)
    every = _every(rule, words)
    days, limits = _days_of_month(rule, start, words)
    if rule.by_day:
        plain = not rule.by_month_day
        if rule.by_month:
            months = words.of_months.format(months=_months(rule, words))
        else:
            months = words.of_the_year if plain else words.of_every_month
        return Pattern(words.yearly_on_of.format(rule=every, days=days, months=months), limits)
    named = rule.by_month or (start.month,)
    numbers = rule.by_month_day or (start.day,)
    if len(named) == 1 and numbers[0] > 0:
        dates = words.listed([words.date_number.format(day=day) for day in numbers])
        return Pattern(words.yearly_on_dates.format(rule=every, days=dates, month=words.months[named[0] - 1]))
    months = words.of_months.format(months=words.listed([words.months[month - 1] for month in named]))
    return Pattern(words.yearly_on_of.format(rule=every, days=days, months=months))


def _by_week_or_day_of_year(rule: Rule, start: datetime, words: Vocabulary) -> Pattern:
    limits: list[str] = []
    every = _every(rule, words)
    if rule.by_year_day:
        said = words.yearly_on_of.format(rule=every, days=_year_days(rule, words), months=words.of_the_year)
        if rule.by_week_no:
            limits.append(words.only_in_weeks.format(weeks=_weeks(rule, words)))
    else:
        weekdays = [words.weekdays[day] for _, day in rule.by_day]
        if rule.by_month_day and not weekdays:
            said = words.in_weeks.format(rule=every, weeks=_weeks(rule, words))
        else:
            days = words.listed(weekdays or [words.weekdays[start.weekday()]])
            said = words.on_of_weeks.format(rule=every, days=days, weeks=_weeks(rule, words))
    if rule.by_month_day:
        limits.append(words.only_on_of_month.format(days=_month_days(rule.by_month_day, words)))
    if rule.by_month:
        limits.append(words.only_in.format(months=_months(rule, words)))
    if rule.by_year_day and rule.by_day:
        limits.append(_only_if(rule.by_day, words))
    return Pattern(said, tuple(limits))


def _days_of_month(rule: Rule, start: datetime, words: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The days, and what narrows them down; the month, or the year, is for the caller to say."""
    plain = all(ordinal == 0 for ordinal, _ in rule.by_day)
    if not rule.by_day:
        return _month_days(rule.by_month_day or (start.day,), words), ()
    if rule.by_month_day:
        first, *rest = rule.by_month_day
        is_a_week = first > 0 and rest == list(range(first + 1, first + 7))
        if is_a_week and plain and len(rule.by_day) == 1:
            return words.first_from.format(
                weekday=words.weekdays[rule.by_day[0][1]], day=words.nth(first)
            ), ()
        return _month_days(rule.by_month_day, words), (_only_if(rule.by_day, words),)
    if _position_is_told(rule):
        days = tuple(day for _, day in rule.by_day)
        kind = words.kinds.get(days) or words.choice([words.weekdays[day] for day in days])
        positions = words.listed([words.numbered(position) for position in _signed(rule.by_set_pos)])
        return words.numbered_day.format(nth=positions, weekday=kind), ()
    numbered_first = sorted(rule.by_day, key=lambda day: (day[0] <= 0, day))
    return words.listed([_numbered_day(day, words) for day in numbered_first]), ()


def _position_is_told(rule: Rule) -> bool:
    """Whether BYSETPOS can be said with the weekdays ("the last weekday of March"): where they alone make up
    the set that it chooses from."""
    if rule.freq not in ("MONTHLY", "YEARLY") or (rule.freq == "YEARLY" and len(rule.by_month) > 1):
        return False
    others = rule.by_month_day or rule.by_week_no or rule.by_year_day or len(rule.by_hour) > 1
    return bool(rule.by_set_pos and rule.by_day and not others and not any(n for n, _ in rule.by_day))


def _numbered_day(day: ByDay, words: Vocabulary) -> str:
    ordinal, weekday = day
    if ordinal == 0:
        return words.every_day.format(weekday=words.weekdays[weekday])
    return words.numbered_day.format(nth=words.numbered(ordinal), weekday=words.weekdays[weekday])


def _only_if(days: Sequence[ByDay], words: Vocabulary) -> str:
    named = [
        words.numbered_day.format(nth=words.numbered(ordinal), weekday=words.weekdays[day])
        if ordinal
        else words.a_weekday.format(weekday=words.weekdays[day])
        for ordinal, day in days
    ]
    return words.only_if.format(days=words.choice(named))


def _month_days(numbers: Sequence[int], words: Vocabulary) -> str:
    forward = [words.nth(number) for number in numbers if number > 0]
    backward = [
        words.last_day.format(nth=words.numbered(number)) for number in _signed(numbers) if number < 0
    ]
    if not backward:
        return words.day_numbers.format(days=words.listed(forward))
    return words.listed([*(words.day_numbers.format(days=number) for number in forward), *backward])


def _year_days(rule: Rule, words: Vocabulary) -> str:
    return words.listed(
        [
            words.nth_day.format(nth=words.nth(number) if number > 0 else words.numbered(number))
            for number in _signed(rule.by_year_day)
        ]
    )


def _weeks(rule: Rule, words: Vocabulary) -> str:
    forward = [str(number) for number in rule.by_week_no if number > 0]
    named = [words.weeks.format(weeks=words.listed(forward))] if forward else []
    named += [words.last_week.format(nth=words.numbered(n)) for n in _signed(rule.by_week_no) if n < 0]
    return words.listed(named)


def _months(rule: Rule, words: Vocabulary) -> str:
    return words.listed([words.months[month - 1] for month in rule.by_month])


def _signed(numbers: Sequence[int]) -> list[int]:
    """Those that count from the beginning, then those that count from the end, the earlier ones first."""
    return [*(n for n in numbers if n > 0), *(n for n in numbers if n < 0)]
