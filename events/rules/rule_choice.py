"""The recurrence rules that a form can ask for by its fields, and the way back from a rule to the fields."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from core.errors import Fault, Invalid
from events.rules.rrule_canonical import last_start
from events.rules.rrule_pattern import WORKDAYS
from events.rules.rrule_text import WEEKDAYS, Rule, parse_rule
from events.rules.wall_time import to_wall

NEVER: Final = "never"
ON_A_DAY: Final = "until"
AFTER: Final = "count"
BY_DAY: Final = "day"
BY_WEEKDAY: Final = "weekday"
LAST: Final = -1
ORDINALS: Final = (1, 2, 3, 4, 5, LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChoice:
    """What the fields of a form say about a recurrence.

    `repeats` is none, daily, weekly, monthly, yearly, or custom, where `text` has the rule. Where `weekdays`,
    `month_day` or `ordinal` are not said they are those of the start. `until` is the last day, `count` the
    number of instances; `ends` says which of them is meant.
    """

    repeats: str = "none"
    interval: int | None = 1
    weekdays: tuple[str, ...] = ()
    month_by: str = BY_DAY
    month_day: int | None = None
    ordinal: int | None = None
    weekday: str | None = None
    ends: str = NEVER
    until: date | None = None
    count: int | None = None
    text: str = ""


def rule_text(choice: RuleChoice, start: date) -> str:
    """The rule that is asked for, "" for none; it is not canonical yet.

    What only repeats the start is left out, so that the rule goes along when the start moves. Raises
    `Invalid` for what has to be said and is not: fields are those of `RuleChoice`.
    """
    if choice.repeats == "none":
        return ""
    if choice.repeats == "custom":
        if not choice.text.strip():
            raise Invalid.of("text", "required", "Write the rule, such as FREQ=DAILY;COUNT=5.")
        return choice.text.strip()
    faults = []
    if choice.interval is None:
        faults.append(Fault("interval", "required", "Say how often: 1 means every time."))
    if choice.ends == ON_A_DAY and choice.until is None:
        faults.append(Fault("until", "required", "Say on which day it ends."))
    if choice.ends == AFTER and choice.count is None:
        faults.append(Fault("count", "required", "Say how many times it takes place."))
    if faults:
        raise Invalid(faults[0].message, faults=faults)
    parts = [f"FREQ={choice.repeats.upper()}", f"INTERVAL={choice.interval}"]
    if choice.repeats == "weekly":
        parts += _of_week(choice, start)
    elif choice.repeats == "monthly":
        parts += _of_month(choice, start)
    if choice.ends == ON_A_DAY and choice.until is not None:
        parts.append(f"UNTIL={choice.until:%Y%m%d}")
    elif choice.ends == AFTER:
        parts.append(f"COUNT={choice.count}")
    return ";".join(parts)


def choice_of(rrule: str, *, start: datetime, tz: str, is_all_day: bool) -> RuleChoice:
    """What the fields of a form show of a canonical rule, for a series that starts at this wall time of `tz`.

    A rule that the fields cannot say is custom.
    """
    own = _of_start(start)
    if not rrule:
        return RuleChoice(**own, weekdays=(WEEKDAYS[start.weekday()],))
    rule = parse_rule(rrule)
    known = _fields_of(rule, start)
    if known is None:
        return RuleChoice(**own, repeats="custom", weekdays=(WEEKDAYS[start.weekday()],), text=rrule)
    until = _last_day(rule, start, tz, is_all_day)
    return RuleChoice(
        **{**own, "weekdays": (WEEKDAYS[start.weekday()],), **known},
        interval=rule.interval,
        ends=ON_A_DAY if until else AFTER if rule.count is not None else NEVER,
        until=until,
        count=rule.count,
    )


def ordinal_of(day: date) -> int:
    """Which of its weekday a day is in its month, from 1 to 5."""
    return (day.day - 1) // 7 + 1


def _of_week(choice: RuleChoice, start: date) -> list[str]:
    days = [day for day in WEEKDAYS if day in choice.weekdays]
    return [f"BYDAY={','.join(days)}"] if days and days != [WEEKDAYS[start.weekday()]] else []


def _of_month(choice: RuleChoice, start: date) -> list[str]:
    if choice.month_by == BY_WEEKDAY:
        ordinal = choice.ordinal or ordinal_of(start)
        return [f"BYDAY={ordinal}{choice.weekday or WEEKDAYS[start.weekday()]}"]
    if choice.month_day in (None, start.day):
        return []
    return [f"BYMONTHDAY={choice.month_day}"]


def _of_start(start: date) -> dict[str, Any]:
    return {
        "month_day": start.day,
        "ordinal": ordinal_of(start),
        "weekday": WEEKDAYS[start.weekday()],
    }


def _fields_of(rule: Rule, start: date) -> dict[str, Any] | None:
    """What a rule says by fields, its end aside; None where it says more than they can."""
    others = (rule.by_month, rule.by_week_no, rule.by_year_day, rule.by_hour, rule.by_set_pos)
    if rule.freq == "HOURLY" or any(others) or rule.week_start:
        return None
    plain_days = tuple(WEEKDAYS[weekday] for ordinal, weekday in rule.by_day if not ordinal)
    match rule.freq:
        case "DAILY" if rule.by_day == WORKDAYS and rule.interval == 1 and not rule.by_month_day:
            return {"repeats": "weekly", "weekdays": plain_days}
        case "WEEKLY" if rule.by_day:
            return {"repeats": "weekly", "weekdays": plain_days}
        case "MONTHLY" if len(rule.by_day) == 1 and not rule.by_month_day:
            ordinal, weekday = rule.by_day[0]
            if ordinal not in ORDINALS:
                return None
            by = {"month_by": BY_WEEKDAY, "ordinal": ordinal, "weekday": WEEKDAYS[weekday]}
            return {"repeats": "monthly", **by}
        case "MONTHLY" if len(rule.by_month_day) == 1 and not rule.by_day:
            return {"repeats": "monthly", "month_day": rule.by_month_day[0]}
        case _ if rule.by_day or rule.by_month_day:
            return None
    return {"repeats": rule.freq.lower()}


def _last_day(rule: Rule, start: datetime, tz: str, is_all_day: bool) -> date | None:
    """The last day on which an instance can start."""
    until = last_start(rule, tz, is_all_day)
    if until is None:
        return None
    wall = to_wall(until, tz)
    return wall.date() - timedelta(days=wall.time() < start.time())
