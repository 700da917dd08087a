"""Creating events: one, or up to fifty at once in a constant number of statements."""

from collections.abc import Sequence

from accounts.actors import Actor
from core.errors import Invalid
from events.actions.apply import Change, refuse_taken_uids
from events.actions.batch_conflicts import refused_writes
from events.actions.bounded_writes import refused_as_too_many
from events.actions.conflicts import refuse_conflicts
from events.actions.plan_events import (
    Calendars,
    Mode,
    Outcome,
    batch_failed,
    locked_calendars,
    planned_event,
    raise_malformed,
    uid_clashes,
)
from events.actions.road import on_the_road
from events.actions.write_events import Write, write_events
from events.changes import UNSET, EventChanges, OnConflict
from events.enums import Verb
from events.models import Event
from events.selectors.schedule import Candidate


@on_the_road
def create_event(*, actor: Actor, changes: EventChanges, on_conflict: OnConflict = "refuse") -> Event:
    """Writes the event as version 1 into the calendar it names, else the actor's default one.

    Raises `Invalid` with every fault (also for a calendar that the actor may not write to, and a uid that is
    taken), and `ScheduleConflict` unless `on_conflict` allows it.
    """
    write = planned_creation(actor, 0, changes, locked_calendars(actor, [changes]))
    event = write.event
    if changes.uid is not UNSET:
        refuse_taken_uids({(event.calendar_id, event.uid)})
    if on_conflict == "refuse" and write.after is not None:
        candidate = Candidate(0, write.after, [span for span in write.has if span.is_busy])
        refuse_conflicts(actor, event.owner_id, [candidate], exclude=[])
    write_events(actor, [write])
    return event


@on_the_road
def create_events(
    *,
    actor: Actor,
    items: Sequence[EventChanges | Invalid],
    mode: Mode = "atomic",
    dry_run: bool = False,
    on_conflict: OnConflict = "refuse",
) -> list[Outcome]:
    """Writes a batch; siblings conflict with each other too, the earlier one wins.

    `atomic` writes all or raises: `Invalid` with the faults of all malformed items, else `BatchFailed` with
    every refused item by index. `each` writes what it can. An item may be the `Invalid` that the door found.
    With `dry_run` nothing is written, and the events of the outcomes have no id.
    """
    outcomes, writes = _planned(actor, items)
    if mode == "atomic":
        raise_malformed(outcomes, "events")
    refused = {} if on_conflict == "allow" else refused_writes(actor, writes)
    if mode == "atomic" and refused:
        raise batch_failed(refused, "start_time")
    accepted = [write for write in writes if write.index not in refused]
    write_events(actor, accepted, dry_run=dry_run)
    outcomes.update({write.index: Outcome(event=write.event) for write in accepted})
    outcomes.update({index: Outcome(error=error) for index, error in refused.items()})
    return [outcomes[index] for index in range(len(items))]


def planned_creation(actor: Actor, index: int, changes: EventChanges, calendars: Calendars) -> Write:
    """A new event as a write; raises `Invalid` with every fault."""
    event, content = planned_event(actor, changes, calendars)
    return Write(index, event, None, content, Change(verb=Verb.CREATED, reason=changes.change_reason))


def _planned(actor: Actor, items: Sequence[EventChanges | Invalid]) -> tuple[dict[int, Outcome], list[Write]]:
    calendars = locked_calendars(actor, [item for item in items if isinstance(item, EventChanges)])
    outcomes: dict[int, Outcome] = {}
    writes: dict[int, Write] = {}
    named: dict[int, tuple[int, str]] = {}
    for index, item in enumerate(items):
        try:
            if isinstance(item, Invalid):
                raise item
            write = writes[index] = planned_creation(actor, index, item, calendars)
            if item.uid is not UNSET:
                named[index] = write.event.calendar_id, write.event.uid
        except Invalid as error:
            outcomes[index] = Outcome(error=error)
    for index, refusal in {**uid_clashes(named), **refused_as_too_many(list(writes.values()))}.items():
        del writes[index]
        outcomes[index] = Outcome(error=refusal)
    return outcomes, list(writes.values())
