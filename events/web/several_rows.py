"""Several events in a list, and in words what would become of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from core.errors import DomainError, NotFound
from core.web.refusals import in_readers_words
from events.actions.plan_events import Outcome
from events.errors import ScheduleConflict, StaleVersion
from events.facts import EventContent
from events.models import Event, content_of
from events.rules.many_events import Chosen, ManyWish
from events.web.conflict_panel import conflict_panel
from events.web.words import STATUS_LABELS, TRANSPARENCY_LABELS, rule_in_words, when_in_words

State = Literal["done", "same", "clash", "refused"]


@dataclass(frozen=True, slots=True)
class SeveralRow:
    """One event. `title` is None for one that is not there; `state` is None before anything is foreseen."""

    event_id: int
    title: str | None
    when: str
    rule: str
    calendar: str
    state: State | None = None
    words: str = ""
    note: str = ""


def rows_of(
    chosen: Sequence[Chosen],
    contents: Mapping[int, EventContent],
    calendars: Mapping[int, str],
) -> list[SeveralRow]:
    """The events as they are."""
    return [_row(each.event_id, contents.get(each.event_id), calendars) for each in chosen]


def foreseen_rows(
    chosen: Sequence[Chosen],
    events: Mapping[int, Event],
    contents: Mapping[int, EventContent],
    calendars: Mapping[int, str],
    wish: ManyWish,
    outcomes: Sequence[Outcome],
) -> list[SeveralRow]:
    """The events with what would become of each."""
    titles = [contents[each.event_id].title if each.event_id in contents else "" for each in chosen]
    found = []
    for each, outcome in zip(chosen, outcomes, strict=True):
        before = contents.get(each.event_id)
        row = _row(each.event_id, before, calendars)
        if outcome.event is None or before is None:
            state, words = _refusal(outcome.error or NotFound("Event not found"), before, titles)
        elif wish.action == "delete":
            state, words = "done", _("goes to the trash")
        else:
            after = content_of(outcome.event)
            state, words = (
                ("same", _("stays as it is"))
                if after == before
                else ("done", _became(wish, after, calendars))
            )
        event = events.get(each.event_id)
        stale = event is not None and each.version not in (None, event.version) and state == "done"
        note = _("Somebody has changed it meanwhile; that stays.") if stale else ""
        found.append(
            SeveralRow(row.event_id, row.title, row.when, row.rule, row.calendar, state, words, note)
        )
    return found


def _row(event_id: int, content: EventContent | None, calendars: Mapping[int, str]) -> SeveralRow:
    if content is None:
        return SeveralRow(event_id, None, "", "", "")
    return SeveralRow(
        event_id,
        content.title,
        when_in_words(content.start_at, content.end_at, content.is_all_day),
        rule_in_words(content),
        calendars.get(content.calendar_id, ""),
    )


def _became(wish: ManyWish, after: EventContent, calendars: Mapping[int, str]) -> str:
    match wish.action:
        case "shift":
            return when_in_words(after.start_at, after.end_at, after.is_all_day)
        case "calendar":
            return calendars.get(after.calendar_id, "")
        case "status":
            return str(STATUS_LABELS[after.status])
        case "transparency":
            return str(TRANSPARENCY_LABELS[after.transparency])
    return ", ".join(after.tags) or _("no tags")


def _refusal(error: DomainError, content: EventContent | None, titles: Sequence[str]) -> tuple[State, str]:
    """Why not; `titles` are those of all that were chosen, of which one may be in the way of another."""
    if isinstance(error, ScheduleConflict) and content is not None:
        other = error.data["conflicts"][0].get("index")
        if other is not None:
            return "clash", _("Overlaps %(title)s of this selection") % {"title": titles[other]}
        panel = conflict_panel(
            error, content.start_at, content.end_at, is_all_day=content.is_all_day, with_slots=False
        )
        if panel.title is None:
            return "clash", _("Busy: %(when)s") % {"when": panel.when}
        return "clash", _("Overlaps %(title)s, %(when)s") % {"title": panel.title, "when": panel.when}
    if isinstance(error, StaleVersion):
        return "refused", _("Somebody has changed the same meanwhile.")
    if isinstance(error, NotFound):
        return "refused", _("This event is not there any more.")
    said = error.faults[0].message if error.faults else error.detail
    return "refused", in_readers_words(said)
