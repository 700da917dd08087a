"""What an edit makes of an event: every field checked, every fault named, nothing touched unasked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any

from core.errors import Fault, Invalid
from events.changes import UNSET, EventChanges, Moment
from events.enums import Status, Transparency
from events.facts import EventContent
from events.rules.asked_rule import asked_rule
from events.rules.ical_properties import checked_ical_properties
from events.rules.limits import (
    DESCRIPTION_MAX,
    EARLIEST,
    LATEST,
    LOCATION_MAX,
    TAG_MAX,
    TAGS_MAX,
    TITLE_MAX,
)
from events.rules.overrides import canonical_overrides, carried_overrides
from events.rules.recurrence import Series, canonical_rrule
from events.rules.skipped_time import end_fault
from events.rules.wall_time import to_utc, to_wall, zone


def new_content(changes: EventChanges, *, timezone: str, calendar_id: int) -> EventContent:
    """The content of a new event. `timezone` is the user's, for an event that names none.

    Raises `Invalid` with every fault; title, start_time and end_time are required.
    """
    faults = [
        Fault(name, "required", "This field is required.")
        for name in ("title", "start_time", "end_time")
        if getattr(changes, name) is UNSET
    ]
    start = changes.start_time
    all_day = changes.is_all_day
    if all_day is UNSET:
        all_day = start is not UNSET and not isinstance(start, datetime)
    blank = blank_content(timezone=timezone, calendar_id=calendar_id, is_all_day=bool(all_day))
    return _edited(blank, changes, faults)


def blank_content(*, timezone: str, calendar_id: int, is_all_day: bool = False) -> EventContent:
    """What a new event is before anything is known of it; its times stand for none."""
    then = datetime(2000, 1, 1, tzinfo=UTC)
    return EventContent(
        title="",
        start_at=then,
        end_at=then + timedelta(days=1),
        timezone=timezone,
        is_all_day=is_all_day,
        recurrence_overrides={},
        transparency=Transparency.TRANSPARENT if is_all_day else Transparency.OPAQUE,
        calendar_id=calendar_id,
    )


def edited_content(current: EventContent, changes: EventChanges) -> EventContent:
    """The content after an edit; raises `Invalid` with every fault.

    Times given without an offset are read in the event's zone. Exceptions of a series that moves go with it
    where they still mean something (`carried_overrides`). What becomes all-day stays as busy as it is, since
    nobody knows whether that was chosen.
    """
    return _edited(current, changes, [])


def series_of(content: EventContent) -> Series:
    """The recurrence of an event in wall time of its zone (all-day: dates, zone UTC)."""
    tz = "UTC" if content.is_all_day else content.timezone
    return Series(
        start=to_wall(content.start_at, tz),
        end=to_wall(content.end_at, tz),
        tz=tz,
        is_all_day=content.is_all_day,
        rrule=content.rrule,
        overrides=content.recurrence_overrides,
        length=content.end_at - content.start_at,
    )


def is_recurring(content: EventContent) -> bool:
    """Whether there is a rule, or there are dates beside the start."""
    return bool(content.rrule or content.recurrence_overrides)


def _edited(current: EventContent, changes: EventChanges, faults: list[Fault]) -> EventContent:
    after = _with_words(current, changes, faults)
    after = _with_times(current, after, changes, faults)
    # what recurs is judged by the times
    if {"start_time", "end_time", "timezone"}.isdisjoint(fault.field for fault in faults):
        after = _with_recurrence(current, after, changes, faults)
    if faults:
        raise _invalid(faults)
    return after


def _invalid(faults: Sequence[Fault]) -> Invalid:
    detail = faults[0].message if len(faults) == 1 else f"{len(faults)} fields are not valid."
    return Invalid(detail, faults=faults)


def _with_words(current: EventContent, changes: EventChanges, faults: list[Fault]) -> EventContent:
    new: dict[str, Any] = {}
    if changes.title is not UNSET:
        new["title"] = changes.title.strip()
        if not new["title"]:
            faults.append(Fault("title", "blank", "The title must not be empty."))
        elif len(new["title"]) > TITLE_MAX:
            faults.append(
                Fault(
                    "title",
                    "max_length",
                    f"The title has at most {TITLE_MAX} characters.",
                )
            )
    for name, most in (("description", DESCRIPTION_MAX), ("location", LOCATION_MAX)):
        value = getattr(changes, name)
        if value is not UNSET:
            new[name] = (value or "").strip() if name == "location" else (value or "")
            if len(new[name]) > most:
                faults.append(
                    Fault(
                        name,
                        "max_length",
                        f"This field has at most {most:,} characters.",
                    )
                )
    if changes.tags is not UNSET:
        new["tags"] = _tags(changes.tags or (), faults)
    for name, choices in (("status", Status), ("transparency", Transparency)):
        value = getattr(changes, name)
        if value is not UNSET:
            if value in set(choices):
                new[name] = str(value)
            else:
                known = ", ".join(choices)
                faults.append(Fault(name, "invalid_choice", f"{name} is one of {known}."))
    if changes.calendar_id is not UNSET:
        new["calendar_id"] = changes.calendar_id
    if changes.ical_properties is not UNSET:
        new["ical_properties"] = checked_ical_properties(changes.ical_properties, faults)
    return replace(current, **new)


def _tags(tags: Sequence[str], faults: list[Fault]) -> tuple[str, ...]:
    first_at: dict[str, int] = {}
    for index, tag in enumerate(tags):
        first_at.setdefault(tag.strip(), index)
    if len(first_at) > TAGS_MAX:
        faults.append(Fault("tags", "max_length", f"An event has at most {TAGS_MAX} tags."))
    for tag, index in islice(first_at.items(), TAGS_MAX):
        if not 0 < len(tag) <= TAG_MAX:
            faults.append(Fault(f"tags.{index}", "invalid", f"A tag has 1 to {TAG_MAX} characters."))
    return tuple(first_at)


def _with_times(
    current: EventContent,
    after: EventContent,
    changes: EventChanges,
    faults: list[Fault],
) -> EventContent:
    if changes.timezone is not UNSET:
        try:
            zone(changes.timezone)
        except Invalid as error:
            faults.extend(error.faults)
            return after
        after = replace(after, timezone=changes.timezone)
    if changes.is_all_day is not UNSET:
        after = replace(after, is_all_day=changes.is_all_day)
    if not changes.asks("start_time", "end_time", "is_all_day"):
        return after
    start = _stored("start_time", changes.start_time, current.start_at, current, after, faults)
    end = _stored("end_time", changes.end_time, current.end_at, current, after, faults)
    known = {"start_time", "end_time"}.isdisjoint(fault.field for fault in faults)
    if known and end <= start:
        faults.append(end_fault(changes.start_time, changes.end_time, after.timezone))
    return replace(after, start_at=start, end_at=end)


def _stored(
    name: str,
    given: Any,
    kept: datetime,
    current: EventContent,
    after: EventContent,
    faults: list[Fault],
) -> datetime:
    """The instant to store for a given moment, or for the one that was there when all-day is toggled."""
    moment: Moment = given
    if given is UNSET:
        if after.is_all_day == current.is_all_day:
            return kept
        moment = kept.date() if current.is_all_day else kept
    try:
        at = (
            _as_date(moment, after.timezone, name)
            if after.is_all_day
            else _as_instant(moment, after.timezone)
        )
        if not EARLIEST <= at <= LATEST:
            raise OverflowError
    except OverflowError:
        faults.append(Fault(name, "out_of_range", "Dates lie between the years 1900 and 2200."))
        return kept
    return at


def _as_instant(moment: Moment, tz: str) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return to_utc(moment, tz) if moment.tzinfo is None else moment.astimezone(UTC)


def _as_date(moment: Moment, tz: str, name: str) -> datetime:
    """Midnight UTC of a date; of an instant, its day in the zone, for an end the day that follows it."""
    if isinstance(moment, datetime):
        wall = moment if moment.tzinfo is None else to_wall(moment.astimezone(UTC), tz)
        day = wall.date()
        if name == "end_time" and wall.time() != time():
            day += timedelta(days=1)
    else:
        day = moment
    return datetime.combine(day, time(), UTC)


def _with_recurrence(
    current: EventContent,
    after: EventContent,
    changes: EventChanges,
    faults: list[Fault],
) -> EventContent:
    series = series_of(after)
    context: dict[str, Any] = {"start": series.start, "tz": series.tz, "is_all_day": series.is_all_day}
    try:
        rrule = asked_rule(current.rrule, changes, context)
        if rrule is None:
            rrule = current.rrule
            if rrule and _moved(current, after):
                rrule = canonical_rrule(rrule, **context)
    except Invalid as error:
        faults.extend(error.faults)
        return after
    after = replace(after, rrule=rrule)
    if changes.recurrence_overrides is not UNSET:
        try:
            overrides = canonical_overrides(
                changes.recurrence_overrides or {},
                series_start=series.start,
                series_end=series.end,
                tz=series.tz,
                is_all_day=series.is_all_day,
            )
        except Invalid as error:
            faults.extend(error.faults)
            return after
        return replace(after, recurrence_overrides=overrides)
    if current.recurrence_overrides and (_moved(current, after) or rrule != current.rrule):
        kept, _ = carried_overrides(series_of(current), series_of(after))
        return replace(after, recurrence_overrides=kept)
    return after


def _moved(current: EventContent, after: EventContent) -> bool:
    return (current.start_at, current.end_at, current.timezone, current.is_all_day) != (
        after.start_at,
        after.end_at,
        after.timezone,
        after.is_all_day,
    )


def revalidated(content: EventContent) -> EventContent:
    """Content whose fields are valid one by one, checked together; raises `Invalid` where they do not fit."""
    if content.end_at <= content.start_at:
        raise Invalid.of("end_time", "end_before_start", "The end must be after the start.")
    midnight = time()
    if content.is_all_day and (content.start_at.timetz(), content.end_at.timetz()) != (
        midnight.replace(tzinfo=UTC),
        midnight.replace(tzinfo=UTC),
    ):
        raise Invalid.of("is_all_day", "not_dates", "An all-day event starts and ends with a date.")
    series = series_of(content)
    rrule = content.rrule and canonical_rrule(
        content.rrule, start=series.start, tz=series.tz, is_all_day=series.is_all_day
    )
    overrides = canonical_overrides(
        content.recurrence_overrides,
        series_start=series.start,
        series_end=series.end,
        tz=series.tz,
        is_all_day=series.is_all_day,
    )
    return replace(content, rrule=rrule, recurrence_overrides=overrides)
