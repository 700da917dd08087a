"""Events and their occurrences as rows, written a few thousand at a time."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from events.actions.apply import expanded, horizon
from events.facts import EventContent, OccurrenceFact
from events.models import Calendar, Event, Occurrence, write_content

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Planned:
    """An event to be: whose, and what."""

    event: Event
    spans: Sequence[OccurrenceFact]


def planned(calendar: Calendar, title: str, start: datetime, rng: random.Random, rrule: str = "") -> Planned:
    """An hour's meeting, with a text of usual length."""
    content = EventContent(
        title=title,
        description="What was decided last time, what is open, and who brings the figures.",
        location="Room 2, second floor",
        start_at=start,
        end_at=start + timedelta(hours=1),
        timezone="Europe/Lisbon",
        rrule=rrule,
        recurrence_overrides={},
        tags=("planning",),
        calendar_id=calendar.pk,
    )
    event = Event(
        owner_id=calendar.owner_id,
        uid=str(UUID(int=rng.getrandbits(128), version=4)),
        occurrences_until=horizon(content),
    )
    write_content(event, content)
    return Planned(event, expanded(content))


def insert(plans: Iterable[Planned]) -> None:
    """Writes the events and what takes place of them."""
    rest = iter(plans)
    while chunk := list(islice(rest, ROWS_AT_ONCE)):
        Event.objects.bulk_create(plan.event for plan in chunk)
        Occurrence.objects.bulk_create(
            (
                Occurrence(
                    event_id=plan.event.pk,
                    owner_id=plan.event.owner_id,
                    recurrence_id=span.recurrence_id,
                    start_at=span.start_at,
                    end_at=span.end_at,
                    is_busy=span.is_busy,
                )
                for plan in chunk
                for span in plan.spans
            ),
            batch_size=ROWS_AT_ONCE,
        )
