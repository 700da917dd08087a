"""The JSON of events and calendars, by plain functions: a ModelSerializer would cost more than the query."""

from typing import Any

from events.enums import Role
from events.models import Calendar, Event
from events.rules.rrule_pattern import to_pattern
from events.rules.rule_words import content_in_words
from events.rules.wire import moment_text
from events.selectors.events import Row
from events.selectors.occurrences import SeenOccurrence


def event_json(event: Event | Row) -> dict[str, Any]:
    """One event as the contract writes it; instants are left to the renderer, dates are text."""
    recurrence_type, pattern = to_pattern(event.rrule)
    all_day = event.is_all_day
    return {
        "id": event.pk if isinstance(event, Event) else event.id,
        "title": event.title,
        "description": event.description or None,
        "location": event.location or None,
        "start_time": moment_text(event.start_at, True) if all_day else event.start_at,
        "end_time": moment_text(event.end_at, True) if all_day else event.end_at,
        "is_recurring": bool(event.rrule),
        "recurrence_type": recurrence_type,
        "recurrence_pattern": pattern,
        "owner_id": event.owner_id,
        "version": event.version,
        "created_at": event.created_at,
        "updated_at": event.updated_at,
        "uid": event.uid,
        "calendar_id": event.calendar_id,
        "timezone": event.timezone,
        "is_all_day": all_day,
        "rrule": event.rrule or None,
        "recurrence_text": content_in_words(
            event.rrule, event.start_at, event.timezone, all_day, event.recurrence_overrides
        ),
        "recurrence_overrides": event.recurrence_overrides,
        "tags": event.tags,
        "status": event.status,
        "transparency": event.transparency,
        "split_from_id": event.split_from_id,
        "my_role": Role.of_rank(event.rank),
    }


def occurrence_json(one: SeenOccurrence) -> dict[str, Any]:
    """One occurrence; instants are left to the renderer, dates are text."""
    # taken apart at once: a month has a thousand
    (
        start_at,
        event_id,
        recurrence_id,
        title,
        end_at,
        all_day,
        timezone,
        location,
        status,
        transparency,
        calendar_id,
        version,
        rank,
        is_override,
    ) = one
    return {
        "event_id": event_id,
        "recurrence_id": recurrence_id,
        "title": title,
        "start_time": moment_text(start_at, True) if all_day else start_at,
        "end_time": moment_text(end_at, True) if all_day else end_at,
        "is_all_day": all_day,
        "timezone": timezone,
        "location": location or None,
        "status": status,
        "transparency": transparency,
        "calendar_id": calendar_id,
        "version": version,
        "my_role": Role.of_rank(rank),
        "is_override": is_override,
    }


def calendar_json(calendar: Calendar, event_count: int) -> dict[str, Any]:
    """One calendar as the contract writes it."""
    return {
        "id": calendar.pk,
        "name": calendar.name,
        "color": calendar.color,
        "timezone": calendar.timezone,
        "is_default": calendar.is_default,
        "owner_id": calendar.owner_id,
        "my_role": Role.of_rank(calendar.rank),
        "event_count": event_count,
    }
