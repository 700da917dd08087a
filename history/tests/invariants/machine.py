"""Several people doing all that can be done to events, in any order: what the invariants are tried on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.factories import make_user
from accounts.models import User
from core.errors import DomainError
from events.actions.create_events import create_event
from events.actions.delete_event import delete_event
from events.actions.update_event import update_event
from events.changes import EventChanges, IfMatch
from events.enums import Role
from events.factories import START, grant, make_calendar
from events.facts import EventContent
from events.models import Event, HistoricalEvent, content_of
from history.actions.rollback_event import rollback_event
from history.rules.columns import COLUMN_OF
from history.selectors.flaws import find_flaws

PEOPLE = ("owner", "co_owner", "editor", "viewer", "stranger")
MOST_EVENTS = 2
ENOUGH = 6
SLOTS = [START + timedelta(hours=hour) for hour in (0, 1, 3)]

people = st.sampled_from([*PEOPLE, *PEOPLE[:3], *PEOPLE[:3]])
on_conflict = st.sampled_from(["allow", "refuse"])
rules = st.sampled_from([None, "FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=1;COUNT=3", "FREQ=WEEKLY"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["A", " A ", "B", "C"]),
    "description": st.sampled_from([None, "", "one\ntwo", "one\nthree"]),
    "location": st.sampled_from([None, "Room 1", "Room 2"]),
    "start_time": st.sampled_from([*SLOTS, START.date()]),
    "end_time": st.sampled_from([slot + timedelta(hours=1) for slot in SLOTS]),
    "timezone": st.sampled_from(["UTC", "Europe/Lisbon"]),
    "is_all_day": st.booleans(),
    "rrule": rules,
    "recurrence_overrides": st.sampled_from([{}, {"2031-03-11T09:00:00": {"excluded": True}}]),
    "tags": st.sampled_from([[], ["a"], ["a", "b"], ["a", "a"]]),
    "status": st.sampled_from(["confirmed", "cancelled"]),
    "transparency": st.sampled_from(["opaque", "transparent"]),
    "calendar_id": st.sampled_from(["home", "second", "elsewhere"]),
    "change_reason": st.sampled_from([None, "because"]),
}
# Few fields at once: of many, one is always refused.
edits = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])),
    min_size=1,
    max_size=3,
).map(dict)
fields = st.none() | st.lists(st.sampled_from(sorted(COLUMN_OF)), min_size=1, max_size=4, unique=True)


class Stored(NamedTuple):
    """An event as it stands, and how many versions there are of it."""

    number: int
    content: EventContent
    is_deleted: bool
    rows: int


class Accepted(NamedTuple):
    """A write that was answered with a new version."""

    event_id: int
    number: int
    author_id: int
    content: EventContent


class EventMachine(RuleBasedStateMachine):
    """Each run takes place in a transaction of its own, which is rolled back."""

    events = Bundle("events")

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[int] = []
        self.accepted: list[Accepted] = []
        self.block = transaction.atomic()
        # As the test cases' own transaction: what is written inside may insist on being outermost.
        self.block._from_testcase = True  # type: ignore[attr-defined]
        self.block.__enter__()

    def teardown(self) -> None:
        try:
            assert list(find_flaws()) == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @initialize()
    def gather(self) -> None:
        self.people: dict[str, User] = {name: make_user() for name in PEOPLE}
        owner = self.people["owner"]
        home, second = owner.calendars.get(), make_calendar(owner)
        elsewhere = self.people["editor"].calendars.get()
        grant(home, self.people["co_owner"], Role.OWNER)
        self.calendars = {"home": home.pk, "second": second.pk, "elsewhere": elsewhere.pk}

    @precondition(lambda self: len(self.ids) < MOST_EVENTS)
    @rule(target=events, title=st.sampled_from(["A", "B"]), slot=st.sampled_from(SLOTS), rrule=rules)
    def create(self, title: str, slot: Any, rrule: str | None) -> int:
        changes = EventChanges(
            title=title, start_time=slot, end_time=slot + timedelta(hours=1), timezone="UTC", rrule=rrule
        )
        event = create_event(actor=self.people["owner"], changes=changes, on_conflict="allow")
        grant(event, self.people["editor"], Role.EDITOR)
        grant(event, self.people["viewer"], Role.VIEWER)
        self.ids.append(event.pk)
        self.accepted.append(Accepted(event.pk, 1, self.people["owner"].pk, content_of(event)))
        return event.pk

    @rule(event=events, who=people, fields=edits, on_conflict=on_conflict)
    def update(self, event: int, who: str, fields: dict[str, Any], on_conflict: Any) -> None:
        changes = EventChanges(**self.wired(fields))
        self.attempt(
            event,
            who,
            lambda actor: update_event(actor=actor, event_id=event, changes=changes, on_conflict=on_conflict),
        )

    @rule(event=events, who=people, fields=edits, age=st.integers(0, 3), on_conflict=on_conflict)
    def update_what_is_old(
        self, event: int, who: str, fields: dict[str, Any], age: int, on_conflict: Any
    ) -> None:
        """Merged where only one side touched a field, else refused."""
        version = max(1, self.stored(event).number - age)
        changes = EventChanges(version=version, **self.wired(fields))
        self.attempt(
            event,
            who,
            lambda actor: update_event(actor=actor, event_id=event, changes=changes, on_conflict=on_conflict),
        )

    @rule(event=events, who=people, data=st.data(), fields=fields, dry_run=st.booleans(), match=st.booleans())
    def roll_back(
        self, event: int, who: str, data: Any, fields: list[str] | None, dry_run: bool, match: bool
    ) -> None:
        current = self.stored(event).number
        number = data.draw(st.integers(1, current + 1))
        condition = IfMatch(frozenset({data.draw(st.integers(current - 1, current))})) if match else None
        self.attempt(
            event,
            who,
            lambda actor: rollback_event(
                actor=actor,
                event_id=event,
                version=number,
                fields=fields,
                dry_run=dry_run,
                if_match=condition,
                on_conflict="allow",
            ),
            writes=not dry_run,
        )

    @precondition(lambda self: len(self.accepted) > ENOUGH)
    @rule(event=events, who=people)
    def delete(self, event: int, who: str) -> None:
        self.attempt(event, who, lambda actor: delete_event(actor=actor, event_id=event))

    def attempt(self, event_id: int, who: str, deed: Callable[[User], Event], *, writes: bool = True) -> None:
        """Does it, and sees that a refusal and a dry run write nothing, and a success at most one version."""
        before, actor = self.stored(event_id), self.people[who]
        try:
            answered = deed(actor)
        except DomainError:
            assert self.stored(event_id) == before
            return
        after = self.stored(event_id)
        if not writes:
            assert after == before
            return
        assert answered.version == after.number
        assert after.number - before.number == after.rows - before.rows
        changed = (after.content, after.is_deleted) != (before.content, before.is_deleted)
        assert after.number == before.number + changed
        if changed:
            self.accepted.append(Accepted(event_id, after.number, actor.pk, content_of(answered)))

    def wired(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields, with the calendar by its id."""
        if "calendar_id" not in fields:
            return fields
        return {**fields, "calendar_id": self.calendars[fields["calendar_id"]]}

    def stored(self, event_id: int) -> Stored:
        event = Event.objects.get(pk=event_id)
        rows = HistoricalEvent.objects.filter(id=event_id).count()
        return Stored(event.version, content_of(event), event.deleted_at is not None, rows)

    def rows(self, event_id: int) -> list[Any]:
        return list(HistoricalEvent.objects.filter(id=event_id).order_by("version"))

    @invariant()
    def holds(self) -> None:
        for event_id in self.ids:
            self.check(Event.objects.get(pk=event_id), self.rows(event_id))

    def check(self, event: Event, rows: list[Any]) -> None:
        """What must always be true of an event and the rows of its versions."""


def try_out(machine: type[EventMachine], examples: int) -> None:
    """Runs the machine so many times."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=15,
            phases=[__import__("hypothesis").Phase.generate],
        ),
    )
