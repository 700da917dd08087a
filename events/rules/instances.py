"""One instance of a series, found by its recurrence id: shown, edited alone, or taken out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.errors import Fault, Invalid, NotFound
from events.changes import CONTENT_CHANGES, UNSET, EventChanges
from events.facts import EventContent
from events.rules.content import edited_content, is_recurring, series_of
from events.rules.limits import LATEST
from events.rules.overrides import KEYS, canonical_overrides, recurrence_start
from events.rules.recurrence import Instance, Series, find_instance, yields
from events.rules.wall_time import to_utc, to_wall

EXCLUDED: Final[Mapping[str, Any]] = {"excluded": True}


def get_instance(content: EventContent, recurrence_id: str) -> Instance:
    """The instance with this original start (local in the event's zone, a date for an all-day event).

    Raises Invalid (field `recurrence_id`) for what is no recurrence id, and NotFound where the event has no
    such instance, or has it no more.
    """
    series = series_of(content)
    wall = recurrence_start(recurrence_id, series)
    found = find_instance(series, wall) if is_recurring(content) else None
    if found is None:
        raise NotFound("No such occurrence")
    return found


def shown_instance(content: EventContent, instance: Instance) -> EventContent:
    """The instance as an event of its own that does not recur: the series' fields, changed by its patch."""
    patch = instance.patch
    new: dict[str, Any] = {key: patch[key] for key in ("title", "status", "transparency") if key in patch}
    new |= {key: patch[key] or "" for key in ("description", "location") if key in patch}
    if "tags" in patch:
        new["tags"] = tuple(patch["tags"])
    return replace(
        content,
        **new,
        start_at=instance.start_at,
        end_at=instance.end_at,
        rrule="",
        recurrence_overrides={},
    )


def edited_instance(content: EventContent, recurrence_id: str, changes: EventChanges) -> EventContent:
    """The series after an edit of this instance alone, which becomes a patch, or joins the one that it has.

    A `start_time` without `end_time` moves the instance as long as it is. What is set to the series' own
    value is patched no more. Raises as `get_instance`, and Invalid with every fault, fields as in `changes`:
    only those of overrides (`KEYS`) belong to one instance.
    """
    instance = get_instance(content, recurrence_id)
    series = series_of(content)
    shown = shown_instance(content, instance)
    wanted = _wanted(shown, changes)
    wall = datetime.fromisoformat(instance.recurrence_id)
    start_at = to_utc(wall, series.tz)
    bare = replace(instance, start_at=start_at, end_at=start_at + series.duration, patch={})
    patch = _patch(instance, shown_instance(content, bare), wanted, changes, series)
    overrides = {key: value for key, value in series.overrides.items() if key != instance.recurrence_id}
    if patch or not yields(series, wall):
        overrides[instance.recurrence_id] = patch
    return replace(content, recurrence_overrides=_canonical(overrides, series, instance.recurrence_id))


def without_instance(content: EventContent, recurrence_id: str) -> EventContent:
    """The series without this instance; raises as `get_instance`."""
    instance = get_instance(content, recurrence_id)
    series = series_of(content)
    overrides = {**series.overrides, instance.recurrence_id: EXCLUDED}
    return replace(content, recurrence_overrides=_canonical(overrides, series, instance.recurrence_id))


def _wanted(shown: EventContent, changes: EventChanges) -> EventContent:
    """The instance after the edit."""
    others = [name for name in (*CONTENT_CHANGES, "uid") if name not in KEYS and changes.asks(name)]
    faults = [
        Fault(name, "not_of_one_occurrence", f"{name} belongs to the whole series: edit it with scope=all.")
        for name in others
    ]
    unset: dict[str, Any] = dict.fromkeys(others, UNSET)
    own = replace(changes, **unset)
    try:
        wanted = edited_content(with_its_length(shown, own), own)
    except Invalid as error:
        faults += error.faults
        wanted = shown
    if faults:
        raise Invalid(
            faults[0].message if len(faults) == 1 else f"{len(faults)} fields are not valid.", faults=faults
        )
    return wanted


def with_its_length(shown: EventContent, changes: EventChanges) -> EventContent:
    """The instance, its end moved along where the edit names a start alone."""
    if changes.start_time is UNSET or changes.end_time is not UNSET:
        return shown
    after_all = replace(shown, end_at=LATEST + timedelta(days=1))
    try:
        moved = edited_content(after_all, EventChanges(start_time=changes.start_time))
        return replace(shown, end_at=moved.start_at + (shown.end_at - shown.start_at))
    except (Invalid, OverflowError):
        return shown  # the edit as a whole says what is wrong with it


def _patch(
    instance: Instance, bare: EventContent, wanted: EventContent, changes: EventChanges, series: Series
) -> dict[str, Any]:
    """The patch that makes `wanted` of the instance; what the edit does not name stays as it was."""
    patch = dict(instance.patch)
    for key in ("title", "description", "location", "status", "transparency", "tags"):
        if changes.asks(key):
            patch.pop(key, None)
            value = getattr(wanted, key)
            if value != getattr(bare, key):
                patch[key] = list(value) if key == "tags" else value or None
    if changes.asks("start_time", "end_time"):
        patch.pop("start_time", None)
        patch.pop("end_time", None)
        if wanted.start_at != bare.start_at:
            patch["start_time"] = wall_text(wanted.start_at, series)
        if wanted.end_at - wanted.start_at != series.duration:
            patch["end_time"] = wall_text(wanted.end_at, series)
    return patch


def wall_text(at: datetime, series: Series) -> str:
    """An instant as the overrides of a series spell it."""
    wall = to_wall(at, series.tz)
    return wall.date().isoformat() if series.is_all_day else wall.isoformat()


def _canonical(overrides: Mapping[str, Any], series: Series, recurrence_id: str) -> dict[str, dict[str, Any]]:
    """The overrides, valid as a whole; a fault of the one instance is named as a field of the edit."""
    try:
        return canonical_overrides(
            overrides,
            series_start=series.start,
            series_end=series.end,
            tz=series.tz,
            is_all_day=series.is_all_day,
        )
    except Invalid as error:
        prefix = f"recurrence_overrides.{recurrence_id}."
        faults = [replace(fault, field=fault.field.removeprefix(prefix)) for fault in error.faults]
        raise Invalid(error.detail, faults=faults) from None
