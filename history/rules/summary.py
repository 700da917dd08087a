"""One short sentence about a change, for the history and for logs: it never repeats what the event says."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from events.enums import Verb
from history.rules.diff import Change
from history.rules.field_names import name_of

# Several spellings of one rule, which is one thing to people.
_RECURRENCE: Final = frozenset({"is_recurring", "recurrence_type", "recurrence_pattern", "rrule"})

_SHOWN_BY_VERB: Final = {
    Verb.CREATED: "Created",
    Verb.MERGED: "Merged",
    Verb.DELETED: "Moved to trash",
    Verb.RESTORED: "Restored",
    Verb.TRANSFERRED: "Transferred to another owner",
    Verb.PURGED: "Deleted for good",
}
_WITHOUT_DETAILS: Final = frozenset({Verb.CREATED, Verb.DELETED, Verb.TRANSFERRED, Verb.PURGED})
_UNITS: Final = ((86_400, "day", "days"), (3_600, "h", "h"), (60, "min", "min"), (1, "s", "s"))


def summary_of(
    changes: Mapping[str, Change],
    *,
    verb: Verb = Verb.UPDATED,
    version: int | None = None,
    tz: str | None = None,
) -> str:
    """What a change did, in one sentence without a full stop: "Title, location changed; moved 1 h later".

    It holds names of fields and amounts of time and never a value, because summaries go to logs. `version` is
    the one rolled back to; `tz` is the event's zone, as for `time_shift_in_words`.
    """
    head = _SHOWN_BY_VERB.get(verb, "")
    if verb is Verb.UNDONE:
        head = "Undone" if version is None else f"Version {version} undone"
    if verb is Verb.ROLLED_BACK:
        head = "Rolled back" if version is None else f"Rolled back to version {version}"
    if verb in _WITHOUT_DETAILS:
        return head
    details = "; ".join(_details(changes, verb, tz))
    if head:
        return f"{head}: {details}" if details else head
    # what changed then are the properties that EventHub keeps of imported files without a field for them
    return details[:1].upper() + details[1:] or "Other properties changed"


def time_shift_in_words(
    before_start: str, before_end: str, after_start: str, after_end: str, *, tz: str | None = None
) -> str:
    """How far a time moved and how its length changed: "1 h later, 30 min longer".

    Takes wire values: RFC 3339 instants or dates. It is "" where nothing moved, and where dates became
    instants, which no amount describes. With `tz` amounts are those of that zone's wall clock, so that the
    same time on the next day is "1 day later" even when the clocks change in between; without it they are
    elapsed time.
    """
    moved = _distance(before_start, after_start, tz)
    end_moved = _distance(before_end, after_end, tz)
    if moved is None or end_moved is None:
        return ""
    return ", ".join(_shift(moved, end_moved - moved))


def _details(changes: Mapping[str, Change], verb: Verb, tz: str | None) -> Iterator[str]:
    shift = time_shift(changes, tz)
    all_day = changes.get("is_all_day")
    told = {"is_all_day", "is_deleted"}
    if shift is not None or all_day:
        told |= {"start_time", "end_time"}
    names = [
        "recurrence" if field in _RECURRENCE else name_of(field) for field in changes if field not in told
    ]
    if names:
        yield f"{', '.join(dict.fromkeys(names))} changed"
    if all_day:
        yield "now all day" if all_day.after else "no longer all day"
    if shift:
        moved, longer = shift
        yield ("moved " if moved else "") + ", ".join(_shift(moved, longer))
    deleted = changes.get("is_deleted")
    if deleted and verb is not Verb.RESTORED:
        yield "moved to trash" if deleted.after else "restored"


def time_shift(changes: Mapping[str, Change], tz: str | None) -> tuple[timedelta, timedelta] | None:
    """How far the start moved and how the length changed; None where there is no saying, or nothing moved.

    `tz` is as for `time_shift_in_words`.
    """
    if "timezone" in changes:
        tz = None  # The wall clocks before and after are not the same one.
    distances = []
    for field in ("start_time", "end_time"):
        change = changes.get(field)
        distances.append(_distance(change.before, change.after, tz) if change else timedelta(0))
    moved, end_moved = distances
    if moved is None or end_moved is None or not (moved or end_moved):
        return None
    return moved, end_moved - moved


def _shift(moved: timedelta, longer: timedelta) -> Iterator[str]:
    if moved:
        yield f"{_amount(moved)} {'later' if moved > timedelta(0) else 'earlier'}"
    if longer:
        yield f"{_amount(longer)} {'longer' if longer > timedelta(0) else 'shorter'}"


def _amount(delta: timedelta) -> str:
    seconds = int(abs(delta).total_seconds())
    words = []
    for size, one, many in _UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            words.append(f"{number} {one if number == 1 else many}")
    return " ".join(words) or "less than 1 s"


def _distance(before: Any, after: Any, tz: str | None) -> timedelta | None:
    """From one wire value to another; None where they are not both instants or both dates."""
    first, second = _moment(before), _moment(after)
    if isinstance(first, datetime) and isinstance(second, datetime):
        elapsed = second - first
        if tz is None:
            return elapsed
        zone = ZoneInfo(tz)
        wall = second.astimezone(zone).replace(tzinfo=None) - first.astimezone(zone).replace(tzinfo=None)
        # The hour that comes twice has one wall time for two instants.
        return wall or elapsed
    if first is None or second is None or isinstance(first, datetime) or isinstance(second, datetime):
        return None
    return second - first


def _moment(value: Any) -> datetime | date | None:
    """An aware instant or a date, or None for anything else."""
    try:
        if len(value) == len("2026-03-29"):
            return date.fromisoformat(value)
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return instant if instant.tzinfo else None
