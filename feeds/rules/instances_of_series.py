"""The exceptions of a series, sorted into what the formats for exchange have for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from events.facts import EventContent
from events.rules.content import series_of
from events.rules.recurrence import Series, yields
from events.rules.wall_time import to_utc


@dataclass(frozen=True, slots=True)
class Exceptions:
    """By their original starts in wall time of the series: dates taken out, dates put in that its rule lacks,
    and the instances that differ, as the content that each of them has.
    """

    excluded: list[datetime]
    added: list[datetime]
    changed: list[tuple[datetime, EventContent]]


def exceptions_of(content: EventContent) -> Exceptions:
    """The exceptions of an event, each list in the order of time."""
    series = series_of(content)
    found = Exceptions([], [], [])
    for recurrence_id, patch in content.recurrence_overrides.items():
        wall = datetime.fromisoformat(recurrence_id)
        if patch.get("excluded"):
            found.excluded.append(wall)
            continue
        if not yields(series, wall):
            found.added.append(wall)
        if patch or recurrence_id in content.ical_properties:
            found.changed.append((wall, instance_content(content, series, wall, patch)))
    return found


def instance_content(
    content: EventContent, series: Series, wall: datetime, patch: Mapping[str, Any]
) -> EventContent:
    """One instance as an event of its own, without a rule."""
    start_at = to_utc(_moment(patch, "start_time") or wall, series.tz)
    end = _moment(patch, "end_time")
    words: dict[str, Any] = {
        name: patch[name] or "" for name in ("title", "description", "location") if name in patch
    }
    choices: dict[str, Any] = {name: patch[name] for name in ("status", "transparency") if name in patch}
    return replace(
        content,
        **words,
        **choices,
        tags=tuple(patch["tags"]) if "tags" in patch else content.tags,
        start_at=start_at,
        end_at=start_at + series.duration if end is None else to_utc(end, series.tz),
        rrule="",
        recurrence_overrides={},
    )


def length_of(content: EventContent) -> timedelta:
    """The exact time that an event, or each instance of a series, takes."""
    return series_of(content).duration if content.rrule else content.end_at - content.start_at


def _moment(patch: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(patch[name]) if name in patch else None
