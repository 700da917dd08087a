"""Taking several events out of the trash as one write."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.actors import Actor
from core.errors import DomainError
from events.access import LockedEvent, lock_events
from events.actions.apply import Change
from events.actions.batch_conflicts import refused_writes
from events.actions.plan_events import Outcome, uid_clashes
from events.actions.restore_event import homes_of
from events.actions.road import on_the_road
from events.actions.write_events import Write, write_events
from events.enums import Permission, Verb
from events.models import content_of


@on_the_road
def restore_events(*, actor: Actor, event_ids: Sequence[int]) -> list[Outcome]:
    """Puts back, each as `restore_event` does, those of the events that can be; the others are left.

    What became of each is told in the order given, of which the earlier gets a time that two of them want.
    The number of statements does not depend on that of the events.
    """
    found = lock_events(actor, dict.fromkeys(event_ids, Permission.DELETE), trashed=True)
    homes = homes_of([each.event for each in found.values() if isinstance(each, LockedEvent)])
    writes, errors = [], dict[int, DomainError]()
    for index, event_id in enumerate(event_ids):
        locked = found[event_id]
        if isinstance(locked, LockedEvent):
            content = replace(content_of(locked.event), calendar_id=homes[event_id])
            writes.append(Write(index, locked.event, None, content, Change(verb=Verb.RESTORED)))
        else:
            errors[index] = locked
    errors |= refused_writes(actor, writes)
    errors |= uid_clashes({write.index: (homes[write.event.pk], write.event.uid) for write in writes})
    write_events(actor, [write for write in writes if write.index not in errors])
    events = {write.index: write.event for write in writes}
    return [
        Outcome(error=errors[index]) if index in errors else Outcome(event=events[index])
        for index in range(len(event_ids))
    ]
