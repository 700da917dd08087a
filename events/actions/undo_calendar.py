"""Taking back what was done to a calendar itself: making, changing or deleting it."""

from accounts.actors import Actor
from core.transactions import write_atomic
from events.access import lock_calendar, user_id_of
from events.actions.create_calendar import calendar_fact
from events.actions.delete_calendar import delete_calendar
from events.actions.update_calendar import update_calendar
from events.changes import CalendarChanges
from events.enums import Permission
from journal.actions.record import record
from journal.errors import UndoConflict
from journal.models import Entry
from journal.selectors import entries_to_undo, later_entries

MADE = frozenset({"calendar.created", "calendar.restored"})
CHANGED = "calendar.updated"
DELETED = "calendar.deleted"
CALENDAR_VERBS = MADE | {CHANGED, DELETED}
"""What is taken back here."""


def undo_calendar(*, actor: Actor, token: str) -> None:
    """Reverses what the token stands for.

    A new calendar is deleted, a deleted one comes back with those who had roles on it, and fields that were
    changed go back. Raises `NotFound` for a token that is old or another's and for calendars that the actor
    no longer sees, `Forbidden` where his role has become too low, `UndoConflict` where somebody has changed
    the same since, and `CalendarNotEmpty` where a new one holds events by now.
    """
    with write_atomic():
        (entry,) = entries_to_undo(user_id_of(actor), token, CALENDAR_VERBS)
        if entry.verb in MADE:
            _unmake(actor, entry)
        elif entry.verb == DELETED:
            _bring_back(actor, entry)
        else:
            _set_back(actor, entry)


def _unmake(actor: Actor, entry: Entry) -> None:
    calendar = lock_calendar(actor, entry.subject_id or 0, Permission.DELETE)
    if later_entries(entry).exclude(actor_id=actor.id).exists():
        raise UndoConflict("Somebody has changed this calendar since. Nothing was undone.")
    delete_calendar(actor=actor, calendar_id=calendar.pk, undoes=entry.pk)


def _bring_back(actor: Actor, entry: Entry) -> None:
    calendar = lock_calendar(actor, entry.subject_id or 0, Permission.DELETE, deleted=True)
    if later_entries(entry).exists():
        raise UndoConflict("Somebody has changed this calendar since. Nothing was undone.")
    calendar.deleted_at = None
    calendar.save(update_fields=["deleted_at", "updated_at"])
    record([calendar_fact("restored", calendar, undoes=entry.pk)], actor_id=actor.id)


def _set_back(actor: Actor, entry: Entry) -> None:
    """The fields go back; what others changed beside them stays."""
    calendar = lock_calendar(actor, entry.subject_id or 0, Permission.DELETE)
    told = entry.payload or {}
    differing = [name for name, value in told["after"].items() if getattr(calendar, name) != value]
    if differing:
        names = ", ".join(differing)
        raise UndoConflict(f"Somebody has changed the same since: {names}. Nothing was undone.")
    changes = CalendarChanges(**told["before"])
    update_calendar(actor=actor, calendar_id=calendar.pk, changes=changes, undoes=entry.pk)
