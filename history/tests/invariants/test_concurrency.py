"""Of any set of concurrent accepted edits every one is in the history."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, NamedTuple, TypeVar

import pytest
from django.db import connections
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.factories import make_user
from accounts.models import User
from core.errors import DomainError
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import grant, make_event
from events.models import HistoricalEvent
from history.actions.rollback_event import rollback_event
from history.selectors.flaws import find_flaws

WRITERS = 4
T = TypeVar("T")


class Edit(NamedTuple):
    """What one asks for: a new value, with or without the version that it started from, or a rollback."""

    field: str
    names_version: bool
    rolls_back: bool


class Answer(NamedTuple):
    """What was answered with a version."""

    author_id: int
    version: int
    field: str | None
    value: str | None


edits = st.builds(
    Edit,
    field=st.sampled_from(["title", "location", "description"]),
    names_version=st.booleans(),
    rolls_back=st.sampled_from([False, False, False, True]),
)


def in_thread(deed: Callable[[], T]) -> T:
    """Runs it in a thread of its own, which has its own connection and closes it."""
    return together([deed])[0]


def together(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Runs all of them at once."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], T]) -> T:
        try:
            barrier.wait(timeout=30)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


class Crowd(RuleBasedStateMachine):
    """Several people write one event at the same moment, again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[Answer] = []
        self.asked = 0

    @initialize()
    def gather(self) -> None:
        in_thread(self._gather)

    def _gather(self) -> None:
        self.people: list[User] = [make_user() for _ in range(WRITERS)]
        event = make_event(self.people[0])
        for person in self.people[1:]:
            grant(event, person, Role.EDITOR)
        self.event_id, self.version = event.pk, event.version

    @rule(asked=st.lists(edits, min_size=2, max_size=WRITERS))
    def write_together(self, asked: list[Edit]) -> None:
        deeds = []
        for person, edit in zip(self.people, asked, strict=False):
            self.asked += 1
            deeds.append(self.deed_of(person, edit, f"value {self.asked}", self.version))
        answers = [answer for answer in together(deeds) if answer is not None]
        self.accepted += [answer for answer in answers if answer.version > self.version]
        self.version = max([self.version, *(answer.version for answer in answers)])

    def deed_of(self, person: User, edit: Edit, value: str, version: int) -> Callable[[], Answer | None]:
        def deed() -> Answer | None:
            try:
                if edit.rolls_back:
                    event = rollback_event(actor=person, event_id=self.event_id, version=1)
                    return Answer(person.pk, event.version, None, None)
                changes: dict[str, Any] = {edit.field: value}
                if edit.names_version:
                    changes["version"] = version
                event = update_event(actor=person, event_id=self.event_id, changes=EventChanges(**changes))
                return Answer(person.pk, event.version, edit.field, value)
            except DomainError:
                return None

        return deed

    @invariant()
    def every_accepted_edit_is_there(self) -> None:
        rows, flaws = in_thread(
            lambda: (
                list(HistoricalEvent.objects.filter(id=self.event_id).order_by("version")),
                list(find_flaws()),
            )
        )
        assert flaws == []
        assert [row.version for row in rows] == list(range(1, len(rows) + 1))
        by_version = {row.version: row for row in rows}
        for answer in self.accepted:
            row = by_version[answer.version]
            if answer.field is not None:
                assert (row.history_user_id, getattr(row, answer.field)) == (answer.author_id, answer.value)
        # Each edit has a version of its own; of rollbacks at once only the first changes anything.
        edits_made = [answer.version for answer in self.accepted if answer.field is not None]
        assert len(edits_made) == len(set(edits_made))
        assert {answer.version for answer in self.accepted} == by_version.keys() - {1}


@pytest.mark.parametrize("examples", [5, pytest.param(100, marks=pytest.mark.long)])
def test_every_concurrent_accepted_edit_is_in_the_history(shared_database: None, examples: int) -> None:
    run_state_machine_as_test(Crowd, settings=settings(max_examples=examples, stateful_step_count=6))
