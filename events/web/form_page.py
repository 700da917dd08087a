"""What the pages with the form of an event share: an event opened for editing, and what a save would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from accounts.models import User
from core.errors import DomainError, Invalid
from events.access import get_event
from events.changes import EventChanges, Scope
from events.enums import Permission
from events.facts import EventContent
from events.models import Calendar, Event, content_of
from events.rules.first_starts import first_starts
from events.rules.form_fields import EventFields, changes_between, fields_of, moved_to, span_of, wall_of
from events.rules.instances import get_instance, shown_instance
from events.rules.recurrence import Instance
from events.selectors.calendars import calendars_to_move_to, calendars_to_write
from events.selectors.foresight import foresee_creation, foresee_edit
from events.selectors.versions import events_as_answered
from events.web.conflict_panel import ConflictPanel, conflict_panel
from events.web.event_form import EventForm, fields_of_form, form_values, has_seconds
from events.web.words import rule_in_words, when_in_words


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form is about: an event, or one instance of it, as it was when the form was opened.

    For a new event there is neither an event nor anything that it was before.
    """

    event: Event | None
    version: int | None
    recurrence_id: str | None
    content: EventContent | None
    before: EventFields | None
    calendars: Sequence[Calendar]

    @property
    def is_series(self) -> bool:
        """Whether one instance of a series was opened, so that a scope has to be said."""
        return self.recurrence_id is not None


@dataclass(frozen=True, slots=True)
class Preview:
    """What the draft in a form comes to: its rule in words, its first dates, and what it clashes with."""

    rule: str
    dates: Sequence[str]
    more: bool
    conflict: ConflictPanel | None
    is_checked: bool


def open_new(actor: User) -> Opened:
    """What the form of a new event is about."""
    return Opened(None, None, None, None, None, calendars_to_write(actor))


def open_event(actor: User, event_id: int, recurrence_id: str | None, version: int | None = None) -> Opened:
    """An event for editing, as its version of then had it; raises as `get_event` and `get_instance` do."""
    event = get_event(actor, event_id, Permission.CHANGE)
    calendars = calendars_to_move_to(actor, event)
    then = event
    if version not in (None, event.version):
        (then,) = events_as_answered(actor, [(event.pk, version or 0)])
    content = content_of(then)
    fields = _shown(content, recurrence_id)
    return Opened(event, then.version, recurrence_id, content, fields, calendars)


def present_fields(opened: Opened, event: Event) -> EventFields:
    """What the same form would show of the event as it is now."""
    return _shown(content_of(event), opened.recurrence_id)


def _shown(content: EventContent, recurrence_id: str | None) -> EventFields:
    if recurrence_id is None:
        return fields_of(content)
    return fields_of(content, shown_instance(content, get_instance(content, recurrence_id)))


def form_for(opened: Opened, fields: EventFields, data: QueryDict | None = None) -> EventForm:
    """The form, filled with the fields or with what was sent."""
    calendars = [(calendar.pk, calendar.name) for calendar in opened.calendars]
    if opened.event is not None and all(pk != opened.event.calendar_id for pk, _ in calendars):
        # it stays where it is: in a calendar of which one may not even know the name
        calendars.insert(0, (opened.event.calendar_id, "—"))
    initial = {
        **form_values(fields),
        "version": opened.version,
        "recurrence_id": opened.recurrence_id,
        "scope": "this",
    }
    zone, seconds = fields.when.timezone, has_seconds(fields.when)
    return EventForm(data, initial=initial, calendars=calendars, zone=zone, seconds=seconds)


def asked_scope(opened: Opened, form: EventForm) -> Scope:
    """Which instances the form is about; all where no single one was opened."""
    if opened.recurrence_id is None:
        return Scope()
    return Scope(form.cleaned_data["scope"] or "this", opened.recurrence_id)


def asked_changes(opened: Opened, form: EventForm, fields: EventFields) -> EventChanges:
    """The edit that a valid form asks for; raises `Invalid` for a rule that is not said in full."""
    reason = form.cleaned_data["change_reason"] or None
    return changes_between(opened.before, fields, version=opened.version, change_reason=reason)


def with_slot(fields: EventFields, value: str) -> EventFields:
    """The fields moved to a free time that was chosen; raises `Invalid` for what is no instant."""
    try:
        at = parse_datetime(value)
        if at is None or at.tzinfo is None:
            raise ValueError
        return moved_to(fields, wall_of(at, fields.when))
    except (ValueError, OverflowError):
        raise Invalid.of("start_time", "invalid", "A free time is an instant of RFC 3339.") from None


def preview_of(actor: User, opened: Opened, form: EventForm) -> Preview | None:
    """What the form comes to as it is; None where it cannot be read yet, and the form says why."""
    if not form.is_valid():
        return None
    fields = fields_of_form(form)
    scope = asked_scope(opened, form)
    try:
        changes = asked_changes(opened, form, fields)
        foreseen = (
            foresee_creation(actor, changes)
            if opened.event is None
            else foresee_edit(actor, opened.event.pk, changes, scope)
        )
    except DomainError as refusal:
        form.refuse(refusal)
        return None
    first = first_starts(foreseen.content, 6)
    return Preview(
        rule=rule_in_words(foreseen.content),
        dates=[_start_in_words(one, foreseen.content.is_all_day) for one in first[:5]] if first[1:] else [],
        more=len(first) > 5,
        conflict=None if foreseen.conflict is None else panel_of(opened, fields, scope, foreseen.conflict),
        is_checked=True,
    )


def panel_of(opened: Opened, fields: EventFields, scope: Scope, conflict: Any) -> ConflictPanel:
    """The panel of a double booking; free times are offered where they are times of what the form shows."""
    start_at, end_at = span_of(fields.when)
    return conflict_panel(
        conflict,
        start_at,
        end_at,
        is_all_day=fields.when.is_all_day,
        with_slots=opened.recurrence_id is None or scope.kind != "all",
    )


def _start_in_words(one: Instance, is_all_day: bool) -> str:
    return when_in_words(one.start_at, one.end_at, is_all_day)


def asked_reschedule(opened: Opened, slot: str) -> tuple[EventChanges, datetime, datetime, bool]:
    """The edit that moves what was opened to a free time, with the instants that it then has."""
    assert opened.before is not None
    moved = with_slot(opened.before, slot)
    changes = changes_between(opened.before, moved, version=opened.version)
    return changes, *span_of(moved.when), moved.when.is_all_day
