"""Events as JSCalendar (RFC 8984): one Group, piece by piece."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import orjson

from events.enums import Transparency
from events.facts import EventContent
from events.rules.content import series_of
from events.rules.rrule_canonical import last_start
from events.rules.rrule_text import WEEKDAYS, Rule, parse_rule
from events.rules.wall_time import to_utc, to_wall
from events.rules.wire import instant_text
from feeds.facts import Outgoing, OutgoingEvent
from feeds.rules.ical_text import duration_value
from feeds.rules.instances_of_series import length_of

PRODUCT: Final = "EventHub"
MEDIA_TYPE: Final = "application/jscalendar+json;type=group"
_LOCATION: Final = "1"


def write_jscalendar(outgoing: Outgoing) -> Iterator[bytes]:
    """A Group (RFC 8984, section 5.3) of the events, as JSON text in pieces."""
    group = {
        "@type": "Group",
        "uid": str(uuid5(NAMESPACE_OID, f"{outgoing.name} {outgoing.updated_at}")),
        "prodId": PRODUCT,
        "updated": _utc(outgoing.updated_at),
        "title": outgoing.name,
    }
    yield orjson.dumps(group).removesuffix(b"}") + b',"entries":['
    before = b""
    for event in outgoing.events:
        yield before + orjson.dumps(jscalendar_event(event))
        before = b","
    yield b"]}"


def jscalendar_event(event: OutgoingEvent) -> dict[str, Any]:
    """The event as a JSCalendar Event (RFC 8984, section 5.1); an all-day one floats, as it does there."""
    content = event.content
    found: dict[str, Any] = {
        "@type": "Event",
        "uid": event.uid,
        "created": _utc(event.created_at),
        "updated": _utc(event.updated_at),
        "sequence": event.version - 1,
        **_words(content),
        **_times(content),
        "status": content.status,
        "freeBusyStatus": _free_busy(content.transparency),
    }
    if content.rrule:
        found["recurrenceRules"] = [_rule(content)]
    if content.recurrence_overrides:
        found["recurrenceOverrides"] = {
            _local(datetime.fromisoformat(recurrence_id)): _patch(content, recurrence_id, patch)
            for recurrence_id, patch in content.recurrence_overrides.items()
        }
    return found


def _words(content: EventContent) -> dict[str, Any]:
    found: dict[str, Any] = {"title": content.title}
    if content.description:
        found["description"] = content.description
    if content.location:
        found["locations"] = _locations(content.location)
    if content.tags:
        found["keywords"] = dict.fromkeys(content.tags, True)
    return found


def _locations(name: str) -> dict[str, Any]:
    return {_LOCATION: {"@type": "Location", "name": name}}


def _free_busy(transparency: str) -> str:
    return "free" if transparency == Transparency.TRANSPARENT else "busy"


def _times(content: EventContent) -> dict[str, Any]:
    if content.is_all_day:
        wall, days = to_wall(content.start_at, "UTC"), (content.end_at - content.start_at).days
        return {"start": _local(wall), "timeZone": None, "showWithoutTime": True, "duration": f"P{days}D"}
    tz = "Etc/UTC" if content.timezone == "UTC" else content.timezone
    wall = to_wall(content.start_at, content.timezone)
    if not content.rrule and to_utc(wall, content.timezone) != content.start_at:
        # The second of two equal wall times, when clocks go back, has no other name than in UTC.
        tz, wall = "Etc/UTC", to_wall(content.start_at, "UTC")
    return {"start": _local(wall), "timeZone": tz, "duration": duration_value(length_of(content))}


def _patch(content: EventContent, recurrence_id: str, patch: Mapping[str, Any]) -> dict[str, Any]:
    """A PatchObject (RFC 8984, section 1.4.9) of the fields that are so named there."""
    if patch.get("excluded"):
        return {"excluded": True}
    found: dict[str, Any] = {name: patch[name] for name in ("title", "status") if name in patch}
    if "description" in patch:
        found["description"] = patch["description"]
    if "location" in patch:
        found["locations"] = _locations(patch["location"]) if patch["location"] else None
    if "transparency" in patch:
        found["freeBusyStatus"] = _free_busy(patch["transparency"])
    if "tags" in patch:
        found["keywords"] = dict.fromkeys(patch["tags"], True) or None
    if "start_time" in patch:
        found["start"] = _local(datetime.fromisoformat(patch["start_time"]))
    if "end_time" in patch:
        tz = series_of(content).tz
        start_at = to_utc(datetime.fromisoformat(patch.get("start_time", recurrence_id)), tz)
        length = to_utc(datetime.fromisoformat(patch["end_time"]), tz) - start_at
        found["duration"] = f"P{length.days}D" if content.is_all_day else duration_value(length)
    return found


def _rule(content: EventContent) -> dict[str, Any]:
    """A RecurrenceRule (RFC 8984, section 4.3.3); what is its default is left out."""
    rule = parse_rule(content.rrule)
    found: dict[str, Any] = {"@type": "RecurrenceRule", "frequency": rule.freq.lower()}
    if rule.interval != 1:
        found["interval"] = rule.interval
    if rule.week_start:
        found["firstDayOfWeek"] = WEEKDAYS[rule.week_start].lower()
    if rule.by_day:
        found["byDay"] = [_day(ordinal, weekday) for ordinal, weekday in rule.by_day]
    if rule.by_month:
        found["byMonth"] = [str(month) for month in rule.by_month]
    for name, numbers in (
        ("byMonthDay", rule.by_month_day),
        ("byYearDay", rule.by_year_day),
        ("byWeekNo", rule.by_week_no),
        ("byHour", rule.by_hour),
        ("bySetPosition", rule.by_set_pos),
    ):
        if numbers:
            found[name] = list(numbers)
    if rule.count is not None:
        found["count"] = rule.count
    if (until := _until(rule, content)) is not None:
        found["until"] = until
    return found


def _day(ordinal: int, weekday: int) -> dict[str, Any]:
    day: dict[str, Any] = {"@type": "NDay", "day": WEEKDAYS[weekday].lower()}
    return {**day, "nthOfPeriod": ordinal} if ordinal else day


def _until(rule: Rule, content: EventContent) -> str | None:
    """Local time of the event, where RFC 5545 has UTC."""
    tz = series_of(content).tz
    until = last_start(rule, tz, content.is_all_day)
    return None if until is None else _local(to_wall(until, tz))


def _local(wall: datetime) -> str:
    """A LocalDateTime (RFC 8984, section 1.4.4)."""
    return wall.isoformat(timespec="seconds")


def _utc(at: datetime) -> str:
    """A UTCDateTime (RFC 8984, section 1.4.3)."""
    return instant_text(at.replace(microsecond=0))
