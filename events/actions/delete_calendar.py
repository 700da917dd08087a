"""Deleting a calendar that holds no events."""

from django.utils.timezone import now

from accounts.actors import Actor
from core.transactions import write_atomic
from events.access import lock_calendar
from events.actions.create_calendar import calendar_fact
from events.enums import Permission
from events.errors import CalendarIsDefault, CalendarNotEmpty
from events.models import Event
from journal.actions.record import record


def delete_calendar(*, actor: Actor, calendar_id: int, undoes: int | None = None) -> None:
    """Marks the calendar as deleted; events of it that lie in the trash keep it.

    `undoes` is the entry of the journal that this takes back. Raises `NotFound`,
    `Forbidden` for anyone but owners, `CalendarIsDefault`, `CalendarNotEmpty`.
    """
    with write_atomic():
        calendar = lock_calendar(actor, calendar_id, Permission.DELETE)
        if calendar.is_default:
            raise CalendarIsDefault("This is the owner's default calendar, which is always there.")
        if Event.objects.filter(calendar=calendar, deleted_at=None).exists():
            raise CalendarNotEmpty("The calendar holds events. Move or delete them first.")
        calendar.deleted_at = now()
        calendar.save(update_fields=["deleted_at", "updated_at"])
        record([calendar_fact("deleted", calendar, undoes=undoes)], actor_id=actor.id)
