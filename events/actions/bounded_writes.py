"""How much one write of many events may do: whoever writes to the same schedule waits for it."""

from collections.abc import Iterator, Sequence

from core.errors import Invalid
from events.actions.write_events import Write
from events.rules.content import is_recurring
from events.rules.limits import OCCURRENCES_AT_ONCE


def refused_as_too_many(writes: Sequence[Write]) -> dict[int, Invalid]:
    """The series that a batch has no room for, by index; those that happen once always find some."""
    kept = {write.index for write in fitting_writes(writes)}
    return {write.index: _refusal(write) for write in writes if write.index not in kept}


def fitting_writes(writes: Sequence[Write]) -> Iterator[Write]:
    """The writes until all occurrences that come or go are `OCCURRENCES_AT_ONCE`, and of the others those
    of events that happen once, or do not move. The first always fits: a series has a limit of its own.

    Nothing is expanded beyond the first that does not fit.
    """
    room, is_full = OCCURRENCES_AT_ONCE, False
    for number, write in enumerate(writes):
        if not write.is_idle and write.moves and _recurs(write):
            if is_full:
                continue
            size = max(len(write.had), len(write.has))
            if size > room and number:
                is_full = True
                continue
            room -= size
        yield write


def _recurs(write: Write) -> bool:
    return any(content is not None and is_recurring(content) for content in (write.before, write.after))


def _refusal(write: Write) -> Invalid:
    return Invalid.of(
        "id" if write.after is None else "rrule",
        "too_many_occurrences",
        f"The series of one batch have at most {OCCURRENCES_AT_ONCE:,} occurrences. "
        "Send this one in another batch.",
    )
