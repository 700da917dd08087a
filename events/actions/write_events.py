"""Steps 4 to 6 of the road for many events at once; the number of statements does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from django.utils.timezone import now
from simple_history.utils import bulk_update_with_history

from accounts.actors import Actor
from accounts.models import User
from core.actors import current_source
from events.actions.apply import (
    TIMES,
    Change,
    changed_fields,
    count_written,
    event_fact,
    expanded,
    horizon,
    insert_occurrences,
)
from events.actions.delete_event import mark_deleted
from events.actions.write_versions import VersionFacts, insert_with_versions
from events.enums import Verb
from events.facts import EventContent, OccurrenceFact
from events.models import Event, Occurrence, write_content
from journal.actions.record import record
from journal.facts import Fact

_COLUMNS = tuple(field for field in Event._meta.concrete_fields if not field.primary_key)
_FREEING_FIRST = {Verb.DELETED: 0, Verb.CREATED: 2}


@dataclass
class Write:
    """The next version of one event, planned and not saved.

    `before` is None for an event that takes no time yet: a new one, or one that lies in the trash. `after` is
    None for one that goes to the trash.
    """

    index: int
    event: Event
    before: EventContent | None
    after: EventContent | None
    change: Change

    @property
    def is_idle(self) -> bool:
        """Whether nothing would be different."""
        return self.before is not None and self.before == self.after

    @cached_property
    def moves(self) -> bool:
        """Whether occurrences come, go, or change."""
        if self.before is None or self.after is None:
            return True
        return any(getattr(self.before, name) != getattr(self.after, name) for name in TIMES)

    @cached_property
    def had(self) -> list[OccurrenceFact]:
        """The occurrences of before."""
        return [] if self.before is None else expanded(self.before)

    @cached_property
    def has(self) -> list[OccurrenceFact]:
        """The occurrences of afterwards."""
        return [] if self.after is None else expanded(self.after)


def write_events(actor: Actor, writes: Sequence[Write], *, dry_run: bool = False) -> None:
    """Writes a version of each event: rows, history rows, occurrences, and one call of the journal.

    The owners' schedules and the rows are locked, conflicts and uids are judged. What frees a uid goes before
    what may want it. With `dry_run` the events only look as they would.
    """
    moment = now()
    writes = sorted(writes, key=lambda write: (_FREEING_FIRST.get(write.change.verb, 1), *_kind(write)))
    changed = [_set(actor, write, moment) for write in writes]
    if dry_run or not writes:
        return
    facts: dict[int, Fact] = {}
    for _, group in groupby(zip(writes, changed, strict=True), key=lambda pair: _kind(pair[0])):
        pairs = list(group)
        columns = sorted({name for _, names in pairs for name in names})
        _save(actor, pairs[0][0].change, [write.event for write, _ in pairs], columns, moment)
        count_written(pairs[0][0].change.verb, len(pairs))
    for write in writes:
        write.event.written_by = actor.id
        fields = changed_fields(write.before, write.after) if write.after is not None else []
        facts[write.index] = event_fact(write.event, write.change, fields)
    moved = [write for write in writes if write.moves]
    Occurrence.objects.filter(event__in=[write.event.pk for write in moved if write.before]).delete()
    insert_occurrences([(write.event, write.has) for write in moved])
    record([facts[index] for index in sorted(facts)], actor_id=actor.id, at=moment)


def _kind(write: Write) -> tuple[str, int]:
    """What version rows that are inserted together share."""
    return write.change.verb, write.change.restored_from or 0


def _set(actor: Actor, write: Write, moment: datetime) -> list[str]:
    """Sets the next version on the event, unsaved, and names the columns that have become different."""
    event = write.event
    old = {field.name: getattr(event, field.attname) for field in _COLUMNS}
    is_new = event.pk is None
    if is_new:
        event.created_at = moment
    else:
        event.version += 1
    event.updated_at = moment
    event._change_reason = write.change.reason or None  # type: ignore[attr-defined]
    if write.after is None:
        mark_deleted(event, actor, moment)
    else:
        event.deleted_at = event.deleted_by = None
        write_content(event, write.after)
        if write.moves:
            event.occurrences_until = horizon(write.after)
    return [] if is_new else [f.name for f in _COLUMNS if getattr(event, f.attname) != old[f.name]]


def _save(actor: Actor, change: Change, events: list[Event], columns: list[str], moment: datetime) -> None:
    if change.verb is Verb.CREATED:
        insert_with_versions(events, VersionFacts(actor, change.verb, moment, change.restored_from))
        return
    bulk_update_with_history(
        events,
        Event,
        columns,
        default_user=actor if isinstance(actor, User) else None,
        default_date=moment,
        custom_historical_attrs={
            "verb": change.verb,
            "source": current_source(),
            "restored_from": change.restored_from,
        },
    )
