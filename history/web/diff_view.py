"""The rows of a difference as a page shows them, in the reader's words and zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.templatetags.page import clock, day
from core.web.reader import language_read
from events.rules.wire import moment_from_text
from events.web.words import (
    FIELD_LABELS,
    STATUS_LABELS,
    TRANSPARENCY_LABELS,
    clocks_in_words,
    when_in_words,
    zone_in_words,
)
from history.rules.diff import Change
from history.rules.diff_rows import (
    Run,
    changed_overrides,
    changed_rows,
    list_changes,
    one_side,
    text_runs,
)
from history.rules.recurrence_words import rules_in_words
from history.rules.time_bars import WIDTH, TimeBars, time_bars
from history.web.words import delta_in_words

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TickShown:
    """A line of the scale of time, with what stands at it."""

    x: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """One changed thing. `kind` says how it is drawn: when, text, tags, dates, or plain.

    `before` and `after` are what is struck out and put in. Of a text `runs` are both in one, `left` and
    `right` what either side has. `head` is what both times share, `delta` how far they lie apart.
    """

    name: str
    label: str
    kind: str
    before: str = ""
    after: str = ""
    head: str = ""
    delta: str = ""
    bars: TimeBars | None = None
    ticks: Sequence[TickShown] = ()
    runs: Sequence[Run] = ()
    left: Sequence[Run] = ()
    right: Sequence[Run] = ()
    gone: Sequence[str] = ()
    kept: Sequence[str] = ()
    added: Sequence[str] = ()
    dates: Sequence[tuple[str, str, str]] = field(default=())


def diff_rows(
    before: State, after: State, changes: Mapping[str, Change], calendars: Mapping[int, str]
) -> list[DiffRow]:
    """The rows of what differs between two states of an event; `calendars` are the names that may be said."""
    return [_row(name, before, after, changes, calendars) for name in changed_rows(changes)]


def calendars_named(changes: Mapping[str, Change]) -> list[int]:
    """The ids of calendars that the rows will want to name."""
    change = changes.get("calendar_id")
    return [] if change is None else [pk for pk in (change.before, change.after) if pk is not None]


def _row(
    name: str, before: State, after: State, changes: Mapping[str, Change], calendars: Mapping[int, str]
) -> DiffRow:
    label = str(FIELD_LABELS[name])
    match name:
        case "when":
            return _when(label, before, after, changes)
        case "title" | "location" | "description":
            return _text(name, label, before.get(name) or "", after.get(name) or "")
        case "rule":
            was, now = rules_in_words(before, after, changes, language_read()).get("rrule", ("", ""))
            return _text(name, label, was or _("Does not repeat"), now or _("Does not repeat"))
        case "tags":
            gone, kept, added = list_changes(before.get(name) or [], after.get(name) or [])
            return DiffRow(name=name, label=label, kind="tags", gone=gone, kept=kept, added=added)
        case "recurrence_overrides":
            dates = [
                (_date_in_words(key), _patch_in_words(was), _patch_in_words(now))
                for key, was, now in changed_overrides(before.get(name), after.get(name))
            ]
            return DiffRow(name=name, label=label, kind="dates", head=_zone_note(after), dates=dates)
    words = _labels(name, calendars)
    return DiffRow(
        name=name,
        label=label,
        kind="plain",
        before=words(before.get(name)),
        after=words(after.get(name)),
    )


def _text(name: str, label: str, before: str, after: str) -> DiffRow:
    runs = text_runs(before, after)
    return DiffRow(
        name=name,
        label=label,
        kind="text",
        runs=runs,
        left=one_side(runs, "-"),
        right=one_side(runs, "+"),
    )


def _when(label: str, before: State, after: State, changes: Mapping[str, Change]) -> DiffRow:
    old, new = _span(before), _span(after)
    if old is None or new is None:
        words = "" if new is None else _span_words(new, after)
        return DiffRow(name="when", label=label, kind="when", after=words)
    was, now, head = _span_words(old, before), _span_words(new, after), ""
    timed = not before["is_all_day"] and not after["is_all_day"]
    days = {timezone.localtime(at).date() for at in (*old, *new)}
    if timed and len(days) == 1 and "timezone" not in changes:
        head = day(old[0])
        was, now = clocks_in_words(*old), clocks_in_words(*new)
    if "timezone" in changes:
        was, now = (
            _("%(when)s (time zone %(zone)s)") % {"when": words, "zone": zone_in_words(state["timezone"])}
            for words, state in ((was, before), (now, after))
        )
    bars = time_bars(_wall(old, before), _wall(new, after)) if old != new else None
    return DiffRow(
        name="when",
        label=label,
        kind="when",
        before=was,
        after=now,
        head=head,
        delta=delta_in_words(changes, after["timezone"]),
        bars=bars,
        ticks=() if bars is None else _ticks(bars),
    )


def _ticks(bars: TimeBars) -> list[TickShown]:
    """What stands at the lines of the scale, as far as there is room for it."""
    room = 62 if bars.by_day else 40
    shown: list[TickShown] = []
    for tick in bars.ticks:
        if tick.x <= WIDTH - room and (not shown or tick.x - shown[-1].x >= room):
            words = day(tick.at.date()) if bars.by_day else clock(tick.at)
            shown.append(TickShown(tick.x, words))
    return shown


def _span(state: State) -> tuple[datetime, datetime] | None:
    if not state.get("start_time"):
        return None
    return moment_from_text(state["start_time"]), moment_from_text(state["end_time"])


def _span_words(span: tuple[datetime, datetime], state: State) -> str:
    return when_in_words(*span, state["is_all_day"])


def _wall(span: tuple[datetime, datetime], state: State) -> tuple[datetime, datetime]:
    """Wall times of the reader, of an all-day event the midnights of its days."""
    zone = UTC if state["is_all_day"] else timezone.get_current_timezone()
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in span)
    # across the hour that comes twice a clock may run backwards
    return start, max(end, start + datetime.resolution)


def _labels(name: str, calendars: Mapping[int, str]) -> Any:
    def words(value: Any) -> str:
        if value is None:
            return ""
        if name == "calendar_id":
            return calendars.get(value) or _("another calendar")
        labels = STATUS_LABELS if name == "status" else TRANSPARENCY_LABELS
        return str(labels.get(value, value))

    return words


def _zone_note(state: State) -> str:
    """In which zone times are said that are no instants, where it is not the reader's."""
    tz = state["timezone"]
    if state["is_all_day"] or tz == timezone.get_current_timezone_name():
        return ""
    return _("Times of %(zone)s") % {"zone": zone_in_words(tz)}


def _date_in_words(recurrence_id: str) -> str:
    """The day of an instance, and its time where it has one; both are those of the event's zone."""
    wall = datetime.fromisoformat(recurrence_id)
    if len(recurrence_id) == len("2026-03-29"):
        return day(wall.date())
    return _("%(day)s, %(time)s") % {"day": day(wall.date()), "time": clock(wall)}


def _patch_in_words(patch: Mapping[str, Any] | None) -> str:
    """What is special about one date: `at 15:00; title “Kick-off”`."""
    if patch is None:
        return _("as the series")
    if patch.get("excluded"):
        return _("does not take place")
    parts = [_patched_in_words(key, value) for key, value in patch.items()]
    return "; ".join(parts) or _("takes place as well")


def _patched_in_words(key: str, value: Any) -> str:
    match key:
        case "start_time":
            return _("begins %(moment)s") % {"moment": _date_in_words(value)}
        case "end_time":
            return _("ends %(moment)s") % {"moment": _date_in_words(value)}
        case "status":
            text = str(STATUS_LABELS.get(value, value))
        case "transparency":
            text = str(TRANSPARENCY_LABELS.get(value, value))
        case "tags":
            text = ", ".join(value)
        case _:
            text = _("“%(text)s”") % {"text": value} if value else _("(empty)")
    return _("%(field)s: %(value)s") % {"field": FIELD_LABELS.get(key, key), "value": text}
