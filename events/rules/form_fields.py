"""An event as the fields of a form have it, and the edit that lies between two states of them."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from events.changes import EventChanges, Moment
from events.enums import Status, Transparency
from events.facts import EventContent
from events.rules.content import series_of
from events.rules.rule_choice import RuleChoice, choice_of, rule_text
from events.rules.text_merge import merge_lists, merge_texts
from events.rules.wall_time import to_utc, to_wall

_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """Wall times of the zone; the last day of an all-day event is `end_day` itself, its clocks are None."""

    is_all_day: bool
    start_day: date
    start_clock: time | None
    end_day: date
    end_clock: time | None
    timezone: str


@dataclass(frozen=True, slots=True)
class EventFields:
    """What people see and set of an event. Each field is one thing to them: its times are one."""

    title: str
    when: When
    location: str
    description: str
    rule: RuleChoice
    tags: tuple[str, ...]
    status: str
    transparency: str
    calendar_id: int

    def with_field(self, name: str, value: Any) -> "EventFields":
        """The same with another value of that field."""
        values: dict[str, Any] = {name: value}
        return replace(self, **values)


FIELDS: Final = tuple(field.name for field in fields(EventFields))
_SAME_NAME: Final = ("title", "location", "description", "tags", "status", "transparency", "calendar_id")


def fields_of(content: EventContent, shown: EventContent | None = None) -> EventFields:
    """The fields of an event; `shown` is the instance of it that a form is about: the rule is the event's."""
    series = series_of(content)
    rule = choice_of(content.rrule, start=series.start, tz=series.tz, is_all_day=series.is_all_day)
    one = content if shown is None else shown
    return EventFields(
        title=one.title,
        when=_when(one),
        location=one.location,
        description=one.description.replace("\r\n", "\n"),
        rule=rule,
        tags=one.tags,
        status=str(one.status),
        transparency=str(one.transparency),
        calendar_id=one.calendar_id,
    )


def changes_between(before: EventFields | None, after: EventFields, **rest: Any) -> EventChanges:
    """The edit that a person has made in a form; without `before`, the content of a new event.

    Only what differs is asked for, so that nothing is written that nobody touched. Raises `Invalid` as
    `rule_text`. `rest` are the version and the reason.
    """
    asked: dict[str, Any] = {
        name: getattr(after, name)
        for name in _SAME_NAME
        if before is None or getattr(before, name) != getattr(after, name)
    }
    if before is None or before.when != after.when:
        asked["start_time"], asked["end_time"] = _moments(after.when)
        for name in ("is_all_day", "timezone"):
            if before is None or getattr(before.when, name) != getattr(after.when, name):
                asked[name] = getattr(after.when, name)
    rule = rule_text(after.rule, after.when.start_day)
    if before is None:
        asked |= {"rrule": rule} if rule else {}
    elif before.rule != after.rule:
        # seen from one start, or a moved one would look like another rule
        start = before.when.start_day
        if rule_text(before.rule, start) != rule_text(after.rule, start):
            asked["rrule"] = rule or None
    return EventChanges(**asked, **rest)


def blank_fields(
    *,
    start: datetime,
    end: datetime | None,
    timezone: str,
    calendar_id: int,
    is_all_day: bool = False,
    title: str = "",
    location: str = "",
) -> EventFields:
    """The fields of an event that is to be made, at wall times of the zone: an hour long, or a day."""
    end = end or start + (timedelta() if is_all_day else timedelta(hours=1))
    clocks = (None, None) if is_all_day else (start.time(), end.time())
    transparency = Transparency.TRANSPARENT if is_all_day else Transparency.OPAQUE
    return EventFields(
        title=title,
        when=When(is_all_day, start.date(), clocks[0], end.date(), clocks[1], timezone),
        location=location,
        description="",
        rule=choice_of("", start=start, tz=timezone, is_all_day=is_all_day),
        tags=(),
        status=str(Status.CONFIRMED),
        transparency=str(transparency),
        calendar_id=calendar_id,
    )


def span_of(when: When) -> tuple[datetime, datetime]:
    """The instants of the times, of an all-day event midnights of UTC; raises `Invalid` for no such zone."""
    tz = "UTC" if when.is_all_day else when.timezone
    start, end = (
        moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        for moment in _moments(when)
    )
    return to_utc(start, tz), to_utc(end, tz)


def wall_of(instant: datetime, when: When) -> datetime:
    """What the clocks of the times show at an instant, naive: a midnight for an all-day event."""
    return to_wall(instant, "UTC" if when.is_all_day else when.timezone)


def moved_to(fields: EventFields, start: datetime) -> EventFields:
    """The fields with the start at this naive wall time and the same length by the clock."""
    when = fields.when
    days = when.end_day - when.start_day
    if when.is_all_day or when.start_clock is None or when.end_clock is None:
        day = start.date()
        return replace(fields, when=replace(when, start_day=day, end_day=day + days))
    length = datetime.combine(when.end_day, when.end_clock) - datetime.combine(
        when.start_day, when.start_clock
    )
    end = start + length
    moved = replace(
        when, start_day=start.date(), start_clock=start.time(), end_day=end.date(), end_clock=end.time()
    )
    return replace(fields, when=moved)


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that two people changed differently. `merged` is both in one where there is such a thing."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    merged: Any = None
    is_clean: bool = False


def merge_fields(
    base: EventFields, mine: EventFields, theirs: EventFields, also: frozenset[str] = frozenset()
) -> tuple[EventFields, list[FieldChoice]]:
    """Two edits of `base` in one, and the fields that somebody has to decide, which are as `theirs` has them.

    `also` are fields that are to be decided where they differ, though one side alone changed them.
    """
    merged: dict[str, Any] = {}
    choices = []
    for name in FIELDS:
        was, my, their = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        merged[name] = their if my == was else my
        differ = my != their and (name in also or (my != was and their != was))
        if differ:
            choices.append(_choice(name, was, my, their))
            merged[name] = their
    return EventFields(**merged), choices


def _choice(name: str, base: Any, mine: Any, theirs: Any) -> FieldChoice:
    if name in ("title", "location", "description"):
        both = merge_texts(base, mine, theirs)
        return FieldChoice(name, base, mine, theirs, both.text, both.is_clean)
    if name == "tags":
        return FieldChoice(name, base, mine, theirs, tuple(merge_lists(base, mine, theirs)), True)
    return FieldChoice(name, base, mine, theirs)


def _when(content: EventContent) -> When:
    series = series_of(content)
    if content.is_all_day:
        last = max(series.start, series.end - _A_DAY)
        return When(True, series.start.date(), None, last.date(), None, content.timezone)
    start, end = series.start.replace(microsecond=0), series.end.replace(microsecond=0)
    return When(False, start.date(), start.time(), end.date(), end.time(), content.timezone)


def _moments(when: When) -> tuple[Moment, Moment]:
    """Start and end as an edit has them: dates, the end exclusive, or wall times."""
    if when.is_all_day:
        return when.start_day, min(when.end_day, date.max - _A_DAY) + _A_DAY
    start, end = when.start_clock or time(), when.end_clock or time()
    return datetime.combine(when.start_day, start), datetime.combine(when.end_day, end)
