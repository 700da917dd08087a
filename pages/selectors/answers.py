"""What the command box answers to what is typed into it."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from accounts.models import User
from events.changes import EventFilters
from events.rules.time_search import read_time_search
from events.selectors.events import Row, list_events
from pages.facts import Proposal
from pages.selectors.proposal import people_called, proposal_of
from sharing.facts import FoundUser

MOST = 6
BEFORE_PEOPLE = re.compile(r"\s(?:with|mit)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a text may mean: an event to make, events with words of it, a day to go to, a time to find with
    people (None where no such time is asked for).
    """

    proposal: Proposal | None
    words: str
    events: tuple[Row, ...]
    day: date | None
    time_with: tuple[FoundUser, ...] | None = None


def answers_to(actor: User, text: str, now: datetime) -> Answers:
    """The event that the text proposes, events that it finds, and the day that it names.

    What is still to come stands before what is over.
    """
    if not text.strip():
        return Answers(proposal=None, words="", events=(), day=None)
    proposal = proposal_of(actor, text, now)
    read = proposal.read if proposal else None
    # what is found beside "Lunch with Priya" is every lunch
    words = BEFORE_PEOPLE.split(read.title)[0] if read and read.is_dated else text.strip()
    asked = read_time_search(text)
    return Answers(
        proposal=proposal,
        words=words,
        events=tuple(_found(actor, words, now)),
        day=read.starts.date() if read and read.is_dated else None,
        time_with=None if asked is None else tuple(people_called(actor, asked)),
    )


def _found(actor: User, words: str, now: datetime) -> list[Row]:
    coming = EventFilters(q=words, from_=now, limit=MOST)
    rows = list_events(actor, coming)[:MOST]
    if len(rows) == MOST:
        return rows
    ids = {row.id for row in rows}
    over = list_events(actor, replace(coming, from_=None, ordering="-start_time"))
    return [*rows, *(row for row in over if row.id not in ids)][:MOST]
