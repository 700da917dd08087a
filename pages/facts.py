"""What a sentence in the command box proposes."""

from dataclasses import dataclass
from datetime import datetime

from events.rules.quick_add import QuickAdd
from sharing.facts import FoundUser


@dataclass(frozen=True, slots=True)
class Proposal:
    """An event that a sentence proposes: what was read, and what is known about it.

    `start_at` and `end_at` are instants, midnights of UTC where it is all day; `rrule` is canonical. Of the
    people who are invited `busy` have no time then, and `hidden` do not let the actor know.
    """

    read: QuickAdd
    zone: str
    start_at: datetime
    end_at: datetime
    rrule: str
    invited: tuple[FoundUser, ...]
    busy: tuple[FoundUser, ...]
    hidden: tuple[FoundUser, ...]
    is_taken: bool
