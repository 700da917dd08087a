"""A double booking as a page shows it: with what, and which times are free instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from events.errors import ScheduleConflict
from events.rules.wire import is_date, moment_from_text
from events.web.words import clocks_in_words, when_in_words


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time; `value` is its start as an instant of RFC 3339."""

    value: str
    words: str
    is_same_day: bool


@dataclass(frozen=True, slots=True)
class ConflictPanel:
    """`title` and `event_id` are None where the reader may not see the event: it is busy, and no more."""

    title: str | None
    event_id: int | None
    when: str
    more: int
    slots: list[Slot]


def conflict_panel(
    conflict: ScheduleConflict,
    start_at: datetime,
    end_at: datetime,
    *,
    is_all_day: bool,
    with_slots: bool = True,
) -> ConflictPanel:
    """The panel for an event at these instants that clashes."""
    clashes: list[Mapping[str, Any]] = conflict.data["conflicts"]
    shown = next((clash for clash in clashes if "title" in clash), clashes[0])
    at, until = (moment_from_text(shown[name]) for name in ("start_time", "end_time"))
    by_days = is_date(shown["start_time"])
    begins = timezone.localtime(start_at).date()
    by_clock = not is_all_day and not by_days
    same_day = by_clock and {begins} == {timezone.localtime(each).date() for each in (at, until)}
    starts = [moment_from_text(text) for text in conflict.data["suggestions"]] if with_slots else []
    return ConflictPanel(
        title=shown.get("title"),
        event_id=shown.get("event_id"),
        when=clocks_in_words(at, until) if same_day else when_in_words(at, until, is_all_day=by_days),
        more=len(clashes) - 1,
        slots=[
            Slot(
                value=start.isoformat().replace("+00:00", "Z"),
                words=when_in_words(start, start + (end_at - start_at), is_all_day),
                is_same_day=not is_all_day and timezone.localtime(start).date() == begins,
            )
            for start in starts
        ],
    )
