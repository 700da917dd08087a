"""An edit of a whole series: what becomes of its exceptions, and the edit as seen from one instance."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from events.changes import UNSET, EventChanges
from events.facts import EventContent
from events.rules.content import edited_content, series_of
from events.rules.instances import get_instance, shown_instance, wall_text, with_its_length
from events.rules.overrides import carried_overrides
from events.rules.recurrence import Instance, expand, yields
from events.rules.shifted_rule import cannot_shift, shifted_rule
from events.rules.wall_time import to_utc, to_wall

RULE_FIELDS = ("rrule", "recurrence_type", "recurrence_pattern", "is_recurring")


@dataclass(frozen=True, slots=True)
class SeriesEdit:
    """A series after an edit, and the recurrence ids of the exceptions that mean nothing any more.

    `dropped` is None where there was no exception that could have been dropped. `overrides` are what the edit
    leaves of the exceptions, not yet carried along with the series: by their days, or as far as its start
    (`with_start`).
    """

    content: EventContent
    dropped: list[str] | None
    overrides: Mapping[str, Mapping[str, Any]]
    with_start: bool = False


def edited_series(
    content: EventContent, changes: EventChanges, recurrence_id: str | None = None
) -> SeriesEdit:
    """The series after an edit.

    With `recurrence_id` start and end are understood as the new ones of that instance (a start alone takes
    the end along), and the whole series, its rule and exceptions included, moves as far in wall time; of the
    fields that the edit names the instance keeps no patch, so that it is itself as the edit says. Raises
    Invalid with every fault, and NotFound where there is no such instance.
    """
    if recurrence_id is None:
        return _edited(content, changes, with_start=False)
    instance = get_instance(content, recurrence_id)
    wanted, of_series = _wanted(content, changes, instance), changes
    times, keeps = changes.asks("start_time", "end_time"), changes.recurrence_overrides is UNSET
    if times:
        of_series = _of_series(content, changes, instance, wanted)
    base = _without_patch(content, changes, instance, wanted) if keeps else content
    edit = _edited(base, of_series, with_start=True)
    if times and keeps and not changes.asks(*RULE_FIELDS):
        _refuse_elsewhere(edit.content, wanted)
    return edit


def _edited(content: EventContent, changes: EventChanges, *, with_start: bool) -> SeriesEdit:
    after = edited_content(content, changes)
    if changes.recurrence_overrides is not UNSET or not content.recurrence_overrides:
        return SeriesEdit(after, None, after.recurrence_overrides)
    dropped = dropped_overrides(content, after, changes, with_start)
    if with_start and dropped is not None:
        kept, _ = carried_overrides(series_of(content), series_of(after), with_start=True)
        after = replace(after, recurrence_overrides=kept)
    return SeriesEdit(after, dropped, content.recurrence_overrides, with_start)


def dropped_overrides(
    before: EventContent, after: EventContent, changes: EventChanges, with_start: bool
) -> list[str] | None:
    """The recurrence ids of exceptions that an edit could not keep; None where it moved none."""
    if changes.recurrence_overrides is not UNSET or not before.recurrence_overrides:
        return None
    old, new = series_of(before), series_of(after)
    if replace(new, overrides=old.overrides) == old:
        return None
    _, left = carried_overrides(old, new, with_start=with_start)
    return left


def _wanted(content: EventContent, changes: EventChanges, instance: Instance) -> EventContent:
    """The instance after the edit, as an event of its own."""
    shown = shown_instance(content, instance)
    if not changes.asks("start_time", "end_time"):
        return shown
    unset: dict[str, Any] = dict.fromkeys((*RULE_FIELDS, "recurrence_overrides"), UNSET)
    own = replace(changes, **unset)
    return edited_content(with_its_length(shown, own), own)


def _without_patch(
    content: EventContent, changes: EventChanges, instance: Instance, wanted: EventContent
) -> EventContent:
    if not instance.patch:
        return content
    series = series_of(content)
    patch = {key: value for key, value in instance.patch.items() if not changes.asks(key)}
    if changes.asks("start_time", "end_time"):
        # An instance that was moved stays moved, but to where the edit puts it.
        moved = {"start_time": wanted.start_at, "end_time": wanted.end_at}
        patch |= {key: wall_text(at, series) for key, at in moved.items() if key in instance.patch}
    overrides = {key: value for key, value in series.overrides.items() if key != instance.recurrence_id}
    if patch or not yields(series, datetime.fromisoformat(instance.recurrence_id)):
        overrides[instance.recurrence_id] = patch
    return replace(content, recurrence_overrides=dict(sorted(overrides.items())))


def _of_series(
    content: EventContent, changes: EventChanges, instance: Instance, wanted: EventContent
) -> EventChanges:
    """The edit with the times of the series instead of those of its instance."""
    shown = shown_instance(content, instance)
    if (wanted.start_at, wanted.end_at, _zone(wanted)) == (shown.start_at, shown.end_at, _zone(shown)):
        return replace(changes, start_time=UNSET, end_time=UNSET)
    alone = replace(content, rrule="", recurrence_overrides={})
    # Whether the event is all-day, and then its zone, decides what wall time is compared.
    kind = EventChanges(is_all_day=wanted.is_all_day)
    old, seen = edited_content(alone, kind), edited_content(shown, kind)
    seen_at = _wall(seen, seen.start_at)
    if "start_time" not in instance.patch and wanted.is_all_day == content.is_all_day:
        seen_at = datetime.fromisoformat(instance.recurrence_id)  # also where the clocks skip that time
    first = _wall(old, old.start_at)
    start = first + (_wall(wanted, wanted.start_at) - seen_at)
    length = _length(old) + _length(wanted) - _length(seen)
    if content.rrule and not changes.asks(*RULE_FIELDS):
        rrule = shifted_rule(content.rrule, first, start, tz=_zone(old), new_tz=_zone(wanted))
        changes = replace(changes, rrule=rrule)
    if wanted.is_all_day:
        return replace(changes, start_time=start.date(), end_time=(start + length).date())
    return replace(changes, start_time=start, end_time=to_utc(start, wanted.timezone) + length)


def _refuse_elsewhere(after: EventContent, wanted: EventContent) -> None:
    """Raises Invalid where the series moved, but its rule did not take the instance to where it was put."""
    at = to_utc(_wall(wanted, wanted.start_at), _zone(wanted))
    if not any(one.start_at == at for one in expand(series_of(after), at, at + datetime.resolution)):
        raise cannot_shift()


def _zone(content: EventContent) -> str:
    return "UTC" if content.is_all_day else content.timezone


def _wall(content: EventContent, at: datetime) -> datetime:
    return to_wall(at, _zone(content))


def _length(content: EventContent) -> timedelta:
    return content.end_at - content.start_at
