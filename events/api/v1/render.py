"""The JSON of events and calendars, by plain functions: a ModelSerializer would cost more than the query."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
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
    # a row goes by position: a list has a hundred
    return _event_json(*(event if isinstance(event, Row) else _values_of(event)))


_values_of: Callable[[Event], tuple[Any, ...]] = attrgetter(*Row._fields)


def _event_json(
    id: int,
    uid: str,
    title: str,
    description: str,
    location: str,
    start_at: datetime,
    end_at: datetime,
    timezone: str,
    all_day: bool,
    rrule: str,
    overrides: dict[str, dict[str, Any]],
    tags: list[str],
    status: str,
    transparency: str,
    calendar_id: int,
    owner_id: int,
    version: int,
    created_at: datetime,
    updated_at: datetime,
    split_from_id: int | None,
    rank: int | None,
) -> dict[str, Any]:
    recurrence_type, pattern = to_pattern(rrule)
    return {
        "id": id,
        "title": title,
        "description": description or None,
        "location": location or None,
        "start_time": moment_text(start_at, True) if all_day else start_at,
        "end_time": moment_text(end_at, True) if all_day else end_at,
        "is_recurring": bool(rrule),
        "recurrence_type": recurrence_type,
        "recurrence_pattern": pattern,
        "owner_id": owner_id,
        "version": version,
        "created_at": created_at,
        "updated_at": updated_at,
        "uid": uid,
        "calendar_id": calendar_id,
        "timezone": timezone,
        "is_all_day": all_day,
        "rrule": rrule or None,
        "recurrence_text": content_in_words(rrule, start_at, timezone, all_day, overrides),
        "recurrence_overrides": overrides,
        "tags": tags,
        "status": status,
        "transparency": transparency,
        "split_from_id": split_from_id,
        "my_role": Role.word_of_rank(rank),
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
        "my_role": Role.word_of_rank(rank),
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
        "my_role": Role.word_of_rank(calendar.rank),
        "event_count": event_count,
    }
