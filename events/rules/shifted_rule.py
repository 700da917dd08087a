"""A recurrence rule for a series that moves as a whole: all instances go as far as the start does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from core.errors import Invalid
from events.rules.rrule_canonical import last_start
from events.rules.rrule_text import Rule, parse_rule
from events.rules.wall_time import to_utc, to_wall

_SURE_OF_EVERY_MONTH: Final = 28
_DAY: Final = timedelta(days=1)


class _CannotShift(Exception):
    """The days that the rule names cannot be named so far away."""


def shifted_rule(rrule: str, start: datetime, new_start: datetime, *, tz: str, new_tz: str) -> str:
    """The canonical rule for a series whose start goes from one naive wall time to another, perhaps of
    another zone (all-day: midnights, "UTC").

    Weekdays, days of the month, hours and UNTIL move along. A day of the month that only the start names
    moves with the start. Raises Invalid (field `start_time`) where the parts cannot all move by the same
    days, as "the last Friday" by one.
    """
    rule, delta = parse_rule(rrule), new_start - start
    try:
        rule, days = _with_hours(rule, start, new_start)
        if days:
            rule = _with_days(rule, start, new_start, days)
    except _CannotShift:
        raise cannot_shift() from None
    return str(replace(rule, until=_shifted_until(rule, delta, tz, new_tz)))


def cannot_shift() -> Invalid:
    """The refusal where a rule cannot go along with its series."""
    message = (
        "The days that the rule names cannot all move like this. "
        "Send the new times together with a new rrule, without recurrence_id."
    )
    return Invalid.of("start_time", "rule_cannot_shift", message)


def _shifted_until(rule: Rule, delta: timedelta, tz: str, new_tz: str) -> date | datetime | None:
    is_date = rule.until is not None and not isinstance(rule.until, datetime)
    until = last_start(rule, tz, is_date)
    if until is None:
        return None
    try:
        wall = to_wall(until, tz) + delta
    except OverflowError:
        return rule.until
    if not 1 < wall.year < 9998:
        return rule.until  # so far away that it ends nothing
    return wall.date() if is_date else to_utc(wall, new_tz)


def _with_hours(rule: Rule, start: datetime, new_start: datetime) -> tuple[Rule, int]:
    """The rule with its hours moved, and by how many days all instances move."""
    days = (new_start.date() - start.date()).days
    delta = new_start - start
    if rule.freq == "HOURLY" and not rule.by_hour:
        if delta % _DAY and (rule.by_month or rule.by_year_day or rule.by_month_day or rule.by_day):
            raise _CannotShift  # the days that it picks would begin in the middle of a day
        return rule, delta // _DAY
    if not rule.by_hour:
        return rule, days
    moved = [start.replace(hour=hour) + delta for hour in rule.by_hour]
    steps = {(wall.date() - start.date()).days for wall in moved}
    if len(steps) > 1 or (rule.freq != "HOURLY" and steps != {days}):
        raise _CannotShift  # some would pass midnight and others not
    return replace(rule, by_hour=tuple(sorted(wall.hour for wall in moved))), steps.pop()


def _with_days(rule: Rule, start: datetime, new_start: datetime, days: int) -> Rule:
    match rule.freq:
        case "HOURLY" | "DAILY":
            if rule.by_month or rule.by_year_day or rule.by_month_day:
                raise _CannotShift
            return _with_weekdays(rule, days)
        case "WEEKLY":
            if rule.by_month:
                raise _CannotShift
            return _with_weeks(_with_weekdays(rule, days), start, days)
        case _:
            if rule.by_set_pos:
                raise _CannotShift
            if not (rule.by_week_no or rule.by_year_day or rule.by_day):
                return _by_date(rule, start, new_start, days)
            same = (new_start.year, rule.freq == "YEARLY" or new_start.month)
            if rule.interval > 1 and same != (start.year, rule.freq == "YEARLY" or start.month):
                raise _CannotShift  # the periods that are skipped would be others
            in_year = rule.by_week_no or rule.by_year_day
            return _in_year(rule, start, days) if in_year else _in_month(rule, days)


def _with_weekdays(rule: Rule, days: int) -> Rule:
    return replace(rule, by_day=tuple(sorted((n, (weekday + days) % 7) for n, weekday in rule.by_day)))


def _with_weeks(rule: Rule, start: datetime, days: int) -> Rule:
    """Where it matters which days belong to one week, the week begins as much later."""
    alone = not rule.by_day or rule.by_day == ((0, (start.weekday() + days) % 7),)
    if alone or (rule.interval == 1 and not rule.by_set_pos):
        return rule
    return replace(rule, week_start=(rule.week_start + days) % 7)


def _in_year(rule: Rule, start: datetime, days: int) -> Rule:
    """Days of numbered weeks within their week, numbered days of the year within the year."""
    if rule.by_month or rule.by_month_day or (rule.by_week_no and rule.by_year_day):
        raise _CannotShift
    if rule.by_year_day:
        if rule.by_day:
            raise _CannotShift
        return replace(rule, by_year_day=_moved(rule.by_year_day, days, 365))
    weekdays = [weekday for _, weekday in rule.by_day] or [start.weekday()]
    if not all(0 <= (weekday - rule.week_start) % 7 + days < 7 for weekday in weekdays):
        raise _CannotShift
    return _with_weekdays(rule, days)


def _in_month(rule: Rule, days: int) -> Rule:
    """Weekdays of months. "The third Tuesday", moved by a day, is the Wednesday from the 16th to the 22nd."""
    ordinals = {ordinal for ordinal, _ in rule.by_day}
    in_months = rule.freq == "MONTHLY" or rule.by_month
    if ordinals == {0} and not rule.by_month_day:
        if rule.by_month or rule.interval > 1:
            raise _CannotShift
        return _with_weekdays(rule, days)
    if ordinals == {0}:
        numbers: Sequence[int] = rule.by_month_day
    elif len(rule.by_day) == 1 and in_months and not rule.by_month_day and min(ordinals) > 0:
        last = 7 * min(ordinals)
        numbers = range(last - 6, last + 1)
    else:
        raise _CannotShift
    weekdays = tuple(sorted((0, (weekday + days) % 7) for _, weekday in rule.by_day))
    moved = _moved(numbers, days, _SURE_OF_EVERY_MONTH)
    if max(map(abs, numbers)) > _SURE_OF_EVERY_MONTH:
        raise _CannotShift
    return replace(rule, by_day=weekdays, by_month_day=moved)


def _by_date(rule: Rule, start: datetime, new_start: datetime, days: int) -> Rule:
    """Days by their number in the month; those beyond the 28th move as people mean it, month by month."""
    if not rule.by_month_day:
        if not rule.by_month or new_start.month == start.month:
            return rule
        if rule.freq == "YEARLY" and rule.by_month == (start.month,):
            return replace(rule, by_month=(new_start.month,))
        raise _CannotShift
    alone = rule.by_month in ((), (start.month,)) and rule.by_month_day == (start.day,)
    if alone and (rule.freq == "YEARLY" or not rule.by_month):
        months: dict[str, Any] = {"by_month": (new_start.month,)} if rule.by_month else {}
        return replace(rule, by_month_day=(new_start.day,), **months)
    if new_start.month != start.month:
        raise _CannotShift
    return replace(rule, by_month_day=_moved(rule.by_month_day, days, 31))


def _moved(numbers: Sequence[int], by: int, most: int) -> tuple[int, ...]:
    """Numbers of days from the beginning or from the end, none of which may change sides."""
    moved = tuple(sorted(number + by for number in numbers))
    if any(not 1 <= abs(n) <= most for n in moved) or any(
        (number > 0) != (number + by > 0) for number in numbers
    ):
        raise _CannotShift
    return moved
