"""The invariants of the history, each tried by people who do whatever can be done."""

from itertools import pairwise
from typing import Any

import pytest

from events.enums import Verb
from events.models import CONTENT_COLUMNS, Event, HistoricalEvent, content_of
from events.rules.wire import to_wire
from history.rules.diff import apply, field_changes
from history.selectors.versions import versions_of
from history.tests.invariants.machine import EventMachine, try_out

pytestmark = pytest.mark.django_db

often = pytest.mark.parametrize(
    "examples", [pytest.param(10, marks=pytest.mark.slow), pytest.param(300, marks=pytest.mark.long)]
)
TRACKED = [field.attname for field in HistoricalEvent.tracked_fields]


class Numbers(EventMachine):
    def check(self, event: Event, rows: list[Any]) -> None:
        assert [row.version for row in rows] == list(range(1, event.version + 1))


class Newest(EventMachine):
    def check(self, event: Event, rows: list[Any]) -> None:
        newest = rows[-1]
        assert {name: getattr(newest, name) for name in TRACKED} == {
            name: getattr(event, name) for name in TRACKED
        }


class Replay(EventMachine):
    def check(self, event: Event, rows: list[Any]) -> None:
        state: dict[str, Any] = {}
        for before, after in pairwise([{}, *(to_wire(content_of(row)) for row in rows)]):
            state = apply(state, field_changes(before, after))
        assert field_changes(state, to_wire(content_of(event))) == {}
        if event.deleted_at is None:
            told: dict[str, Any] = {}
            for version in reversed(versions_of(self.people["viewer"], event.pk, limit=100).versions):
                told = apply(told, version.changes)
            assert told == state


class NothingMakesNothing(EventMachine):
    """Every attempt checks that a version is made where something changes and only there; so do the rows."""

    def check(self, event: Event, rows: list[Any]) -> None:
        for before, after in pairwise(rows):
            differing = [name for name in CONTENT_COLUMNS if getattr(before, name) != getattr(after, name)]
            assert bool(differing) is (after.verb != Verb.DELETED)


class Accepted(EventMachine):
    def check(self, event: Event, rows: list[Any]) -> None:
        accepted = [each for each in self.accepted if each.event_id == event.pk]
        assert [(row.version, row.history_user_id, content_of(row)) for row in rows] == [
            (each.number, each.author_id, each.content) for each in accepted
        ]


@often
def test_version_numbers_have_no_gaps(examples: int) -> None:
    try_out(Numbers, examples)


@often
def test_the_newest_row_equals_the_live_event(examples: int) -> None:
    try_out(Newest, examples)


@often
def test_replaying_the_diffs_from_1_gives_the_current_state(examples: int) -> None:
    try_out(Replay, examples)


@often
def test_an_edit_that_changes_nothing_makes_nothing(examples: int) -> None:
    try_out(NothingMakesNothing, examples)


@often
def test_every_accepted_edit_is_in_the_history(examples: int) -> None:
    try_out(Accepted, examples)
