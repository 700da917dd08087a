"""Giving a calendar with all its events to another owner, as happens when a person leaves."""

from django.utils.timezone import now

from accounts.models import User
from core.actors import System
from core.transactions import LockClass, lock_keys, write_atomic
from events.actions.apply import Change, count_written, event_fact
from events.actions.create_calendar import calendar_fact
from events.enums import Verb
from events.models import Calendar, CalendarUserPermission, Event, EventUserPermission, Occurrence, Schedule
from journal.actions.record import record


def hand_over_calendar(*, actor: System, calendar_id: int, heir: User) -> int:
    """Makes the heir the owner of the calendar and its events, those in the trash too; how many those were.

    Each event gets a version. Conflicts with the heir's own events are allowed, as refusing would lose one of
    the two. What others may do with the events stays as it is; the heir's own grants on them end.
    """
    with write_atomic():
        owner_id = Calendar.objects.values_list("owner_id", flat=True).get(pk=calendar_id)
        lock_keys(LockClass.OWNER_SCHEDULE, {owner_id, heir.pk})
        calendar = Calendar.objects.select_for_update().get(pk=calendar_id)
        calendar.owner, calendar.is_default = heir, False
        calendar.save(update_fields=["owner", "is_default", "updated_at"])
        change = Change(verb=Verb.TRANSFERRED, payload={"owner_id": heir.pk, "previous_owner_id": owner_id})
        events = list(Event.objects.select_for_update().filter(calendar=calendar).order_by("pk"))
        for event in events:
            _hand_over(event, heir, change)
        Occurrence.objects.filter(event__calendar=calendar).update(owner=heir)
        _keep_longest(owner_id, heir)
        EventUserPermission.objects.filter(user=heir, content_object__calendar=calendar).delete()
        CalendarUserPermission.objects.filter(user=heir, content_object=calendar).delete()
        facts = [event_fact(event, change, []) for event in events]
        record([calendar_fact("transferred", calendar), *facts], actor_id=actor.id)
        count_written(Verb.TRANSFERRED, len(events))
    return len(events)


def _hand_over(event: Event, heir: User, change: Change) -> None:
    moment = now()
    event.owner = heir
    event.version += 1
    event.updated_at = moment
    event._history_date = moment  # type: ignore[attr-defined]
    event._history_user = None  # type: ignore[attr-defined]
    event._version_facts = {"verb": change.verb, "restored_from": None}  # type: ignore[attr-defined]
    event.save(force_update=True)


def _keep_longest(owner_id: int, heir: User) -> None:
    """What bounds searches in the heir's time holds for what he has got, too."""
    old = Schedule.objects.filter(owner_id=owner_id).first()
    if old is None:
        return
    own = Schedule.objects.filter(owner=heir).first() or Schedule(owner=heir)
    longer = {name: max(getattr(old, name), getattr(own, name)) for name in ("longest", "longest_busy")}
    Schedule.objects.update_or_create(owner=heir, defaults=longer)
