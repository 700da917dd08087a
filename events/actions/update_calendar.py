"""Renaming a calendar, or changing its colour or zone."""

from accounts.actors import Actor
from core.transactions import LockClass, lock_keys, write_atomic
from events.access import get_calendar
from events.actions.create_calendar import calendar_fact
from events.changes import CalendarChanges
from events.enums import Permission
from events.models import Calendar
from events.rules.calendar import checked_calendar
from journal.actions.record import record


def update_calendar(*, actor: Actor, calendar_id: int, changes: CalendarChanges) -> Calendar:
    """Saves what differs; raises `NotFound`, `Forbidden` for all but owners, `Invalid` with every fault."""
    with write_atomic():
        owner_id = get_calendar(actor, calendar_id, Permission.DELETE).owner_id
        lock_keys(LockClass.OWNER_SCHEDULE, {owner_id})
        # read and authorised again: it may have been deleted, or the role taken away, while this one waited
        calendar = get_calendar(actor, calendar_id, Permission.DELETE)
        values = checked_calendar(changes)
        changed = [name for name, value in values.items() if getattr(calendar, name) != value]
        if changed:
            for name in changed:
                setattr(calendar, name, values[name])
            calendar.save(update_fields=[*changed, "updated_at"])
            record([calendar_fact("updated", calendar, changed)], actor_id=actor.id)
    return calendar
