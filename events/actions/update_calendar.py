"""Renaming a calendar, or changing its colour or zone."""

from accounts.actors import Actor
from core.transactions import write_atomic
from events.access import lock_calendar
from events.actions.create_calendar import calendar_fact
from events.changes import CalendarChanges
from events.enums import Permission
from events.models import Calendar
from events.rules.calendar import checked_calendar
from journal.actions.record import record


def update_calendar(
    *, actor: Actor, calendar_id: int, changes: CalendarChanges, undoes: int | None = None
) -> Calendar:
    """Saves what differs; `undoes` is the entry of the journal that this takes back.

    Raises `NotFound`, `Forbidden` for all but owners, `Invalid` with every fault.
    """
    with write_atomic():
        calendar = lock_calendar(actor, calendar_id, Permission.DELETE)
        values = checked_calendar(changes)
        changed = [name for name, value in values.items() if getattr(calendar, name) != value]
        if changed:
            before = {name: getattr(calendar, name) for name in changed}
            for name in changed:
                setattr(calendar, name, values[name])
            calendar.save(update_fields=[*changed, "updated_at"])
            fact = calendar_fact("updated", calendar, before=before, undoes=undoes)
            record([fact], actor_id=actor.id)
    return calendar
