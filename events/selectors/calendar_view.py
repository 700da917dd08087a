"""What a page of the calendar shows: occurrences, calendars, what overlaps, and how many people come."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import CharField, Value

from accounts.actors import Actor
from events.access import user_id_of, visible_calendars, visible_to
from events.access.permission_ids import permission_for
from events.changes import EventFilters
from events.enums import Permission, Status, Transparency
from events.models import Calendar, CalendarUserPermission, EventUserPermission
from events.rules.calendar_days import Days
from events.rules.overlap import Span, clashing
from events.selectors.occurrences import SeenOccurrence, list_occurrences

# No zone is further from UTC, so that the dates of all-day events are found too.
_MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarView:
    """What there is on some days, a little more around them included.

    `overlapping` has the event and recurrence id of what takes busy time twice; `people`, where asked for, is
    how many people can open an event, its owner included.
    """

    occurrences: Sequence[SeenOccurrence]
    calendars: Sequence[Calendar]
    overlapping: Collection[tuple[int, str | None]]
    people: dict[int, int]


def get_calendar_view(actor: Actor, days: Days, *, q: str | None, with_people: bool = False) -> CalendarView:
    """All on these days that the actor may see and `q` finds; two queries, three `with_people`.

    Raises as `list_occurrences`.
    """
    begin, end = _midnight(days.first) - _MARGIN, _midnight(days.last) + 2 * _MARGIN
    occurrences = list_occurrences(actor, EventFilters(from_=begin, to=end, q=q))
    calendars = list(visible_calendars(user_id_of(actor)).select_related("owner"))
    people = _people(occurrences) if with_people else {}
    return CalendarView(occurrences, calendars, _overlapping(occurrences, calendars), people)


def sees_events(actor: Actor) -> bool:
    """Whether there is anything at all that the actor may see; one query."""
    return visible_to(user_id_of(actor)).exists()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _overlapping(
    occurrences: Sequence[SeenOccurrence], calendars: Sequence[Calendar]
) -> set[tuple[int, str | None]]:
    """Those that take an owner's time twice; a calendar that is not known stands for an owner of its own."""
    owners = {calendar.pk: calendar.owner_id for calendar in calendars}
    schedules: dict[int, list[SeenOccurrence]] = defaultdict(list)
    for one in occurrences:
        if one.status != Status.CANCELLED and one.transparency == Transparency.OPAQUE:
            schedules[owners.get(one.calendar_id, -one.calendar_id)].append(one)
    found = set()
    for schedule in schedules.values():
        spans = {Span(one.start_at, one.end_at, one.event_id): one for one in schedule}
        found |= {(spans[span].event_id, spans[span].recurrence_id) for span in clashing(spans)}
    return found


def _people(occurrences: Sequence[SeenOccurrence]) -> dict[int, int]:
    calendar_of = {one.event_id: one.calendar_id for one in occurrences}
    arms = [
        model._default_manager.filter(
            content_object__in=set(ids),
            permission=permission_for(f"{Permission.VIEW}_{kind}", compiled=False),
        )
        .annotate(kind=Value(kind, CharField()))
        .values_list("kind", "content_object_id", "user_id")
        for model, kind, ids in (
            (EventUserPermission, "event", calendar_of.keys()),
            (CalendarUserPermission, "calendar", calendar_of.values()),
        )
    ]
    holders: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, pk, user_id in arms[0].union(arms[1]):
        holders[kind, pk].add(user_id)
    return {
        event_id: 1 + len(holders["event", event_id] | holders["calendar", calendar_id])
        for event_id, calendar_id in calendar_of.items()
    }
