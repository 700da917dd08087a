"""Making a calendar, and the default one that every user has."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from core.transactions import write_atomic
from events.access import user_id_of
from events.changes import UNSET, CalendarChanges
from events.enums import Color, Role
from events.models import Calendar
from events.rules.calendar import checked_calendar
from journal.actions.record import record
from journal.facts import Fact

DEFAULT_NAME = "My calendar"


def create_calendar(*, actor: Actor, changes: CalendarChanges) -> Calendar:
    """Writes a calendar of the actor's own. Raises `Invalid` with every fault; the name is required."""
    owner_id = user_id_of(actor)
    tz = actor.timezone if isinstance(actor, User) else "UTC"
    values = checked_calendar(
        CalendarChanges(
            name=changes.name if changes.name is not UNSET else "",
            color=changes.color if changes.color is not UNSET else Color.COBALT,
            timezone=changes.timezone if changes.timezone is not UNSET else tz,
        )
    )
    with write_atomic():
        calendar = Calendar.objects.create(owner_id=owner_id, **values)
        record([calendar_fact("created", calendar)], actor_id=owner_id)
    calendar.rank = Role.OWNER.rank
    return calendar


def create_default_calendar(*, owner: User) -> Calendar:
    """Writes the calendar that a new user starts with, in the transaction that makes the user."""
    # Plain `atomic`, because Django's own machinery (the admin) may have opened the transaction already.
    with transaction.atomic():
        calendar = Calendar.objects.create(
            owner=owner, name=DEFAULT_NAME, timezone=owner.timezone, is_default=True
        )
        record([calendar_fact("created", calendar)], actor_id=owner.pk)
    return calendar


def calendar_fact(
    verb: str, calendar: Calendar, *, before: Mapping[str, str] | None = None, undoes: int | None = None
) -> Fact:
    """The journal entry of what happened to a calendar.

    `before` has the values that have changed, and `undoes` is the entry that is taken back.
    """
    payload: dict[str, Any] = {}
    if before:
        after = {name: getattr(calendar, name) for name in before}
        payload = {"fields": list(before), "before": dict(before), "after": after}
    if verb == "created" and calendar.is_default:
        payload["is_default"] = True
    if undoes:
        payload["undoes"] = undoes
    return Fact(
        verb=f"calendar.{verb}",
        subject_kind="calendar",
        subject_id=calendar.pk,
        calendar_id=calendar.pk,
        payload=payload,
    )
