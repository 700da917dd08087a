"""Hypothesis strategies for recurring events of any kind, with exceptions, in zones that change clocks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from core.errors import Invalid
from events.facts import EventContent
from events.rules.content import series_of
from events.rules.overrides import canonical_overrides
from events.rules.recurrence import Instance, canonical_rrule, expand, is_finite
from events.rules.wall_time import to_utc, to_wall
from events.tests.rules.rules_of_all_kinds import rules

ZONES = ("UTC", "America/New_York", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
HORIZON = timedelta(days=800)

# Days before changes of the clocks, so that windows hold some: Apia's skipped day, and New York's and Lord
# Howe's in spring and autumn.
STARTS = (datetime(2011, 12, 20), datetime(2030, 3, 1), datetime(2030, 9, 25), datetime(2030, 10, 25))


def window_end(content: EventContent) -> datetime | None:
    """None where the series ends by itself."""
    return None if is_finite(content.rrule) else content.start_at + HORIZON


def instances(content: EventContent, before: datetime | None) -> list[Instance]:
    """All instances up to the end of a window."""
    return expand(series_of(content), None, before)


@st.composite
def series(draw: st.DrawFn, *, rule: st.SearchStrategy[str] | None = None) -> EventContent:
    """A recurring event of any kind of rule, and with overrides of all kinds."""
    is_all_day = draw(st.integers(0, 5)) == 0
    tz = draw(st.sampled_from(ZONES))
    zone = "UTC" if is_all_day else tz
    clock = (
        timedelta(0) if is_all_day else timedelta(minutes=draw(st.sampled_from([0, 90, 135, 150, 540, 1410])))
    )
    day = timedelta(days=draw(st.integers(0, 20)))
    start_at = to_utc(draw(st.sampled_from(STARTS)) + day + clock, zone)
    length = (
        timedelta(days=draw(st.integers(1, 2)))
        if is_all_day
        else timedelta(minutes=draw(st.sampled_from([30, 90, 1500])))
    )
    content = EventContent(
        title="Planning",
        start_at=start_at,
        end_at=start_at + length,
        timezone=tz,
        is_all_day=is_all_day,
        recurrence_overrides={},
        calendar_id=1,
    )
    start = to_wall(start_at, zone)
    try:
        rrule = canonical_rrule(draw(rule or rules()), start=start, tz=zone, is_all_day=is_all_day)
    except Invalid:
        assume(False)
    content = replace(content, rrule=rrule)
    return replace(content, recurrence_overrides=draw(_overrides(content)))


@st.composite
def _overrides(draw: st.DrawFn, content: EventContent) -> dict[str, dict[str, Any]]:
    here = series_of(content)
    known = [i.recurrence_id for i in expand(here, None, content.start_at + HORIZON, limit=12)]
    chosen: dict[str, Any] = {}
    for recurrence_id in draw(st.lists(st.sampled_from(known), max_size=4, unique=True)) if known else []:
        chosen[recurrence_id] = draw(_patches(content, datetime.fromisoformat(recurrence_id)))
    for days in draw(st.lists(st.integers(1, 60), max_size=2, unique=True)):
        added = here.start + timedelta(days=days, hours=0 if content.is_all_day else draw(st.integers(0, 3)))
        chosen.setdefault(_text(added, content), draw(st.sampled_from([{}, {"title": "Added"}])))
    return canonical_overrides(
        chosen, series_start=here.start, series_end=here.end, tz=here.tz, is_all_day=here.is_all_day
    )


@st.composite
def _patches(draw: st.DrawFn, content: EventContent, wall: datetime) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"excluded": True}
    patch: dict[str, Any] = draw(st.sampled_from([{}, {"title": "Other"}, {"status": "cancelled"}]))
    if draw(st.booleans()):
        step = timedelta(days=draw(st.integers(-3, 3)))
        moved = wall + step if content.is_all_day else wall + step + timedelta(hours=draw(st.integers(-2, 2)))
        patch = {**patch, "start_time": _text(moved, content)}
    return patch


def _text(wall: datetime, content: EventContent) -> str:
    return wall.date().isoformat() if content.is_all_day else wall.isoformat()


def utc(*parts: int) -> datetime:
    """An instant in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]
