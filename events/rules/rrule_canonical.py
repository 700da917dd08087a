"""A rule checked as a whole for an event, and written in its one canonical spelling."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Final

from events.rules.rrule_text import PartFault, Rule, RuleFaults, parse_rule
from events.rules.rrule_walk import Walk
from events.rules.wall_time import to_utc, to_wall

MOST_IN_TWO_YEARS: Final = 5_000
MOST_IN_ALL: Final = 20_000
TWO_YEARS: Final = timedelta(days=731)


def canonical_rrule(text: str, *, start: datetime, tz: str, is_all_day: bool) -> str:
    """The canonical spelling of a rule for an event that starts at the naive wall time `start` of `tz`.

    An empty text stays "". UNTIL comes out as RFC 5545 (section 3.3.10) requires: a date for an all-day
    event, else an instant in UTC; a time without zone is read in `tz`, a date means the end of that day.
    Raises Invalid with every fault, field `rrule`.
    """
    if not text.strip():
        return ""
    try:
        return str(checked_rule(text, start=start, tz=tz, is_all_day=is_all_day))
    except RuleFaults as error:
        raise error.as_invalid(lambda part: "rrule") from None


def checked_rule(text: str, *, start: datetime, tz: str, is_all_day: bool) -> Rule:
    """As `canonical_rrule`, as a Rule; raises RuleFaults, which name the parts."""
    rule = parse_rule(text)
    faults = list(_clashes(rule, is_all_day))
    until = last_start(rule, tz, is_all_day)
    if until is not None:
        if until < to_utc(start, tz):
            message = "UNTIL lies before the start, so there would be nothing to repeat."
            faults.append(PartFault("UNTIL", "rrule_until_before_start", message))
        rule = replace(rule, until=until.date() if is_all_day else until)
    if not faults:
        faults.extend(_excess(rule, start, to_wall(until, tz) if until else None))
    if faults:
        raise RuleFaults(faults)
    return rule


def last_start(rule: Rule, tz: str, is_all_day: bool) -> datetime | None:
    """The instant (UTC) after which UNTIL lets no instance start; None without UNTIL."""
    until = rule.until
    if until is None:
        return None
    if is_all_day:
        return datetime(until.year, until.month, until.day, tzinfo=UTC)
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    return until.astimezone(UTC) if until.tzinfo else to_utc(until, tz)


def _clashes(rule: Rule, is_all_day: bool) -> Iterator[PartFault]:
    """Parts that do not go with the frequency, the event or each other (RFC 5545, section 3.3.10)."""
    freq = rule.freq
    if rule.count is not None and rule.until is not None:
        message = "COUNT and UNTIL both say where the rule ends: leave one of them out."
        yield PartFault("COUNT", "rrule_count_and_until", message)
    if is_all_day and freq == "HOURLY":
        message = "An all-day event cannot repeat by the hour: use DAILY or a longer period."
        yield PartFault("FREQ", "rrule_part_not_allowed", message)
    if is_all_day and rule.by_hour:
        yield PartFault("BYHOUR", "rrule_part_not_allowed", "BYHOUR does not go with an all-day event.")
    if rule.by_week_no and freq != "YEARLY":
        yield PartFault("BYWEEKNO", "rrule_part_not_allowed", "BYWEEKNO goes with FREQ=YEARLY only.")
    if rule.by_year_day and freq in ("DAILY", "WEEKLY", "MONTHLY"):
        yield PartFault("BYYEARDAY", "rrule_part_not_allowed", f"BYYEARDAY does not go with FREQ={freq}.")
    if rule.by_month_day and freq == "WEEKLY":
        yield PartFault("BYMONTHDAY", "rrule_part_not_allowed", "BYMONTHDAY does not go with FREQ=WEEKLY.")
    yield from _ordinal_clashes(rule)
    others = (rule.by_month, rule.by_week_no, rule.by_year_day, rule.by_month_day, rule.by_day, rule.by_hour)
    if rule.by_set_pos and not any(others):
        message = "BYSETPOS chooses from what another BY part gives: add one, such as BYDAY."
        yield PartFault("BYSETPOS", "rrule_part_not_allowed", message)


def _ordinal_clashes(rule: Rule) -> Iterator[PartFault]:
    ordinals = [abs(ordinal) for ordinal, _ in rule.by_day if ordinal]
    if not ordinals:
        return
    if rule.freq not in ("MONTHLY", "YEARLY"):
        message = f"Numbers in BYDAY, such as 2MO, do not go with FREQ={rule.freq}."
        yield PartFault("BYDAY", "rrule_part_not_allowed", message)
    elif rule.by_week_no:
        message = "Numbers in BYDAY, such as 2MO, do not go with BYWEEKNO."
        yield PartFault("BYDAY", "rrule_part_not_allowed", message)
    elif max(ordinals) > 5 and (rule.freq == "MONTHLY" or rule.by_month):
        message = "A month has at most five of each weekday: numbers in BYDAY go from 1 to 5 or -5 to -1."
        yield PartFault("BYDAY", "rrule_value_invalid", message)


def _excess(rule: Rule, start: datetime, until: datetime | None) -> Iterator[PartFault]:
    """Whether the rule yields more than a calendar can hold; looks at one more than it allows."""
    # Without its COUNT: where that matters, the first so many are looked at anyway.
    walk = Walk(replace(rule, count=None), start)
    end = min(until, walk.last) if until else walk.last
    most = rule.count or MOST_IN_ALL + 1
    # The first years tell, but of a yearly rule the first period may be cut short and a later one not.
    begins = [start]
    if rule.freq == "YEARLY" and start.year + rule.interval < end.year:
        begins.append(datetime(start.year + rule.interval, 1, 1))
    if most > MOST_IN_TWO_YEARS and any(
        _exceeds(walk, begin, begin + min(TWO_YEARS, end - begin), MOST_IN_TWO_YEARS) for begin in begins
    ):
        message = (
            f"The rule gives more than {MOST_IN_TWO_YEARS:,} occurrences in two years: "
            "use a longer period, a larger INTERVAL or fewer BY parts."
        )
        yield PartFault("", "rrule_too_many", message)
    elif (rule.count or until) and most > MOST_IN_ALL and _exceeds(walk, start, end, MOST_IN_ALL):
        message = (
            f"The rule gives more than {MOST_IN_ALL:,} occurrences in all: "
            "end it sooner, or leave out COUNT and UNTIL for a rule without end."
        )
        yield PartFault("COUNT" if rule.count else "UNTIL", "rrule_too_many", message)


def _exceeds(walk: Walk, low: datetime, high: datetime, most: int) -> bool:
    return next(islice(walk.between(low, high), most, None), None) is not None
