"""Times that the clocks of a zone skip, and what is said where one of them leaves an event no length."""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from core.errors import Fault
from events.rules.wall_time import to_utc, to_wall

_SECOND: Final = timedelta(seconds=1)


class Gap(NamedTuple):
    """What the clocks go from and to: naive times, of which the first is the first that is skipped."""

    first: datetime
    after: datetime


def find_gap(wall: datetime, tz: str) -> Gap | None:
    """The gap in the clocks of `tz` that a naive time lies in, or None for a time that they show."""
    at = to_utc(wall, tz)
    skipped = to_wall(at, tz) - wall
    if not skipped:
        return None
    offset = wall - at.replace(tzinfo=None)
    # the clocks change within so long before the instant; to the second, as the tz database has it
    before, after = at - skipped, at
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if to_wall(middle, tz) - middle.replace(tzinfo=None) == offset:
            before = middle
        else:
            after = middle
    change = after.replace(microsecond=0)
    return Gap(change.replace(tzinfo=None) + offset, to_wall(change.astimezone(UTC), tz))


def end_fault(start: object, end: object, tz: str) -> Fault:
    """What is wrong with an end that is not after its start, by the moments as they were given.

    A start that the clocks skip lies later by their gap (RFC 5545, section 3.3.5), perhaps after an end that
    looked later.
    """
    if (
        isinstance(start, datetime)
        and isinstance(end, datetime)
        and start.tzinfo is end.tzinfo is None
        and start < end
        and (gap := find_gap(start, tz))
    ):
        return Fault(
            "start_time",
            "time_skipped",
            f"{start:%H:%M} does not exist on that day in {tz}: "
            f"the clocks go from {gap.first:%H:%M} to {gap.after:%H:%M}.",
        )
    return Fault("end_time", "end_before_start", "The end must be after the start.")
