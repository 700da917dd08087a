"""What may be looked for as a common time, and the slots that are free."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from core.errors import Fault, Invalid
from events.rules.free_slots import next_free_starts
from events.rules.free_slots import weekends as weekends_of
from events.rules.overlap import Span, merged
from sharing.changes import WantedSlot

LONGEST_WINDOW = timedelta(days=62)
SHORTEST_SLOT = timedelta(minutes=1)
MOST_SUGGESTIONS = 10


def window_faults(after: datetime, before: datetime) -> list[Fault]:
    """What is wrong with a range of time, by the names that the wire has."""
    if before <= after:
        return [Fault("to", "range_empty", "The end of the range must be after its start.")]
    if before - after > LONGEST_WINDOW:
        return [Fault("to", "range_too_long", "The range has at most 62 days.")]
    return []


def slot_faults(wanted: WantedSlot, *, within_a_day: bool) -> list[Fault]:
    """What is wrong with the times of day and the length, which with `within_a_day` must fit between them."""
    faults = []
    day = _on_any_day(wanted)
    if day <= timedelta(0):
        faults.append(Fault("within.end", "end_before_start", "The end must be after the start."))
    if not SHORTEST_SLOT <= wanted.length <= LONGEST_WINDOW:
        faults.append(Fault("duration", "out_of_range", "A slot lasts from a minute to 62 days."))
    elif within_a_day and timedelta(0) < day < wanted.length:
        faults.append(Fault("duration", "too_long", "It does not fit between start and end of a day."))
    return faults


def refuse_faults(faults: list[Fault]) -> None:
    """Raises `Invalid` with the faults, if there are any."""
    if faults:
        raise Invalid(faults[0].message, faults=faults)


def free_slots(busy: Iterable[Span], wanted: WantedSlot) -> list[Span]:
    """The first ten slots in order that touch no busy time and do not overlap."""
    taken = list(busy)
    if not wanted.weekends:
        taken += weekends_of(wanted.after, wanted.before, wanted.timezone)
    starts = next_free_starts(
        merged(taken),
        wanted.length,
        wanted.after,
        wanted.timezone,
        day_start=wanted.day_start,
        day_end=wanted.day_end,
        count=MOST_SUGGESTIONS,
        until=wanted.before,
        horizon_days=LONGEST_WINDOW.days,
    )
    return [Span(start, start + wanted.length) for start in starts]


def _on_any_day(wanted: WantedSlot) -> timedelta:
    return datetime.combine(date.min, wanted.day_end) - datetime.combine(date.min, wanted.day_start)
