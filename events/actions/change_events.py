"""Making, editing, moving and deleting many events at once, in a number of statements that does not grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.actors import Actor
from core.errors import DomainError, Fault, Invalid
from core.metrics import merges_total
from core.transactions import after_commit
from events.access import LockedEvent, lock_events, user_id_of
from events.actions.apply import Change
from events.actions.batch_conflicts import refused_writes
from events.actions.bounded_writes import refused_as_too_many
from events.actions.create_events import planned_creation
from events.actions.plan_events import (
    Calendars,
    Mode,
    Outcome,
    batch_failed,
    calendars_named,
    raise_malformed,
    uid_clashes,
)
from events.actions.road import on_the_road
from events.actions.update_event import check_destination, check_version, merged_content
from events.actions.write_events import Write, write_events
from events.changes import UNSET, EventChanges, OnConflict, Operation
from events.enums import Permission, Verb
from events.errors import StaleVersion
from events.facts import EventContent
from events.models import HistoricalEvent, content_of
from events.rules.content import edited_content
from events.rules.durations import Duration, shifted

_PERMISSIONS = {"update": Permission.CHANGE, "move": Permission.CHANGE, "delete": Permission.DELETE}
_Bases = Mapping[tuple[int, int], EventContent]


@on_the_road
def change_events(
    *,
    actor: Actor,
    operations: Sequence[Operation | Invalid],
    mode: Mode = "atomic",
    dry_run: bool = False,
    on_conflict: OnConflict = "refuse",
) -> list[Outcome]:
    """Does all of the operations, or with `each` those that can be done, as one write.

    Each follows the rules of the action for one event: roles, merge of stale versions, and no version where
    nothing changes. An event takes one operation a batch. Conflicts are judged on the state that the batch
    leaves: events may swap their times. `atomic` raises `Invalid` with the faults of all operations that are
    not valid, else `BatchFailed` with every refused one by index. An operation may be the `Invalid` that the
    door found. With `dry_run` nothing is written. Events of the outcomes bear the new version; those that
    were deleted have `deleted_at`.
    """
    outcomes, writes = _planned(actor, operations)
    if mode == "atomic":
        raise_malformed(outcomes, "operations")
    refused = {} if on_conflict == "allow" else refused_writes(actor, writes)
    outcomes.update({index: Outcome(error=error) for index, error in refused.items()})
    errors = {index: outcome.error for index, outcome in outcomes.items() if outcome.error is not None}
    if mode == "atomic" and errors:
        raise batch_failed(errors)
    accepted = [write for write in writes if write.index not in refused]
    write_events(actor, [write for write in accepted if not write.is_idle], dry_run=dry_run)
    merges = sum(write.change.verb is Verb.MERGED and not write.is_idle for write in accepted)
    if merges and not dry_run:
        after_commit(lambda: merges_total.inc(merges))
    outcomes.update({write.index: Outcome(event=write.event) for write in accepted})
    return [outcomes[index] for index in range(len(operations))]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the operations are planned with: read once for all of them."""

    calendars: Calendars
    events: Mapping[int, "LockedEvent | DomainError"]
    bases: _Bases


def _planned(
    actor: Actor, operations: Sequence[Operation | Invalid]
) -> tuple[dict[int, Outcome], list[Write]]:
    user_id_of(actor)
    outcomes: dict[int, Outcome] = {}
    asked: dict[int, Operation] = {}
    ids: set[int] = set()
    for index, operation in enumerate(operations):
        if isinstance(operation, Invalid):
            outcomes[index] = Outcome(error=operation)
        elif operation.op != "create" and operation.event_id in ids:
            error = Invalid.of("id", "duplicate", "Another operation of this batch is on this event.")
            outcomes[index] = Outcome(error=error)
        else:
            asked[index] = operation
            if operation.op != "create":
                ids.add(operation.event_id)
    known = _known(actor, list(asked.values()))
    writes: dict[int, Write] = {}
    for index, operation in asked.items():
        try:
            writes[index] = _write(actor, index, operation, known)
        except DomainError as error:
            outcomes[index] = Outcome(error=error)
    refused = {**_uid_clashes(asked, writes), **refused_as_too_many(list(writes.values()))}
    for index, refusal in refused.items():
        del writes[index]
        outcomes[index] = Outcome(error=refusal)
    return outcomes, list(writes.values())


def _known(actor: Actor, operations: Sequence[Operation]) -> _Known:
    """Calendars, events and older versions that the operations name, under the locks of all owners."""
    destinations = {o.changes.calendar_id for o in operations if isinstance(o.changes.calendar_id, int)}
    into_default = any(o.op == "create" and o.changes.calendar_id is UNSET for o in operations)

    def read() -> Calendars:
        if not destinations and not into_default:
            return {}
        return calendars_named(actor, destinations, with_default=into_default)

    owners = {calendar.owner_id for calendar in read().values()}
    wanted = {o.event_id: _PERMISSIONS[o.op] for o in operations if o.op != "create"}
    events = lock_events(actor, wanted, also_owners=owners)
    return _Known(read(), events, _bases(operations, events))


def _bases(operations: Sequence[Operation], events: Mapping[int, LockedEvent | DomainError]) -> _Bases:
    """The contents that stale edits started from; one query, or none where no edit is stale."""
    stale: set[tuple[int, int]] = set()
    for operation in operations:
        found, version = events.get(operation.event_id), operation.changes.version
        if isinstance(found, LockedEvent) and version is not None and version != found.event.version:
            stale.add((found.event.pk, version))
    if not stale:
        return {}
    rows = HistoricalEvent.objects.filter(
        id__in={event_id for event_id, _ in stale}, version__in={version for _, version in stale}
    )
    return {(row.id, row.version): content_of(row) for row in rows if (row.id, row.version) in stale}


def _write(actor: Actor, index: int, operation: Operation, known: _Known) -> Write:
    if operation.op == "create":
        return planned_creation(actor, index, operation.changes, known.calendars)
    locked = known.events[operation.event_id]
    if isinstance(locked, DomainError):
        raise locked
    event, version, reason = locked.event, operation.changes.version, operation.changes.change_reason
    check_version(event, version)
    current = content_of(event)
    is_stale = version is not None and version != event.version
    if operation.op == "delete":
        if is_stale:
            raise StaleVersion(
                "Somebody has changed this event meanwhile. It was not deleted.",
                faults=[Fault("version", "stale_version", f"The event is at version {event.version} now.")],
                data={"base_version": version, "current_version": event.version},
            )
        return Write(index, event, current, None, Change(verb=Verb.DELETED, reason=reason))
    if operation.changes.uid not in (event.uid, UNSET):
        raise Invalid.of("uid", "immutable", "The uid of an event never changes.")
    verb = Verb.UPDATED
    base = known.bases[event.pk, version] if is_stale and version is not None else current
    changes = operation.changes if operation.by is None else _moved(base, operation.changes, operation.by)
    if is_stale:
        after = merged_content(event, base, changes)
        if after != current:
            verb = Verb.MERGED
    else:
        after = edited_content(current, changes)
    if after.calendar_id != event.calendar_id:
        calendar = known.calendars.get(after.calendar_id)
        check_destination(locked, calendar is not None and calendar.owner_id == event.owner_id)
    return Write(index, event, current, after, Change(verb=verb, reason=reason))


def _moved(content: EventContent, changes: EventChanges, by: Duration) -> EventChanges:
    """The edit that makes an event later; raises `Invalid` where it cannot be that much later."""
    if content.is_all_day and by.exact:
        raise Invalid.of("by", "not_whole_days", "An all-day event moves by whole days or weeks.")
    tz = "UTC" if content.is_all_day else content.timezone
    try:
        start, end = shifted(content.start_at, by, tz), shifted(content.end_at, by, tz)
    except OverflowError:
        raise Invalid.of("by", "out_of_range", "Dates lie between the years 1900 and 2200.") from None
    if content.is_all_day:
        return replace(changes, start_time=start.date(), end_time=end.date())
    return replace(changes, start_time=start, end_time=end)


def _uid_clashes(asked: Mapping[int, Operation], writes: Mapping[int, Write]) -> dict[int, Invalid]:
    """Named uids of new events, and those of events that come into another calendar, that are taken."""
    wanted = {}
    for index, write in writes.items():
        if write.after is None:
            continue
        is_new = write.before is None
        if is_new and asked[index].changes.uid is UNSET:
            continue
        if is_new or (write.before and write.before.calendar_id != write.after.calendar_id):
            wanted[index] = write.after.calendar_id, write.event.uid
    leaving = [write.event.pk for write in writes.values() if write.after is None]
    return uid_clashes(wanted, leaving=leaving)
