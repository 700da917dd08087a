"""Hypothesis strategies for the content of events: words of any kind, and times and series in many zones."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from core.errors import Invalid
from events.changes import EventChanges
from events.enums import Status, Transparency
from events.facts import EventContent
from events.rules.content import new_content, series_of
from events.rules.recurrence import expand, yields
from events.rules.wall_time import to_wall
from events.tests.rules.rules_of_all_kinds import rules

ZONES = (
    "UTC",
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
)
# All that a text may hold and a file can say: no controls but the tab and the break, no half of a pair.
letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\\;,:\"'^")
words = st.text(letters, max_size=120)
titles = st.text(letters, min_size=1, max_size=80).map(str.strip).filter(bool)
tags = st.lists(
    st.text(letters, min_size=1, max_size=20).map(str.strip).filter(bool), max_size=3, unique=True
)
in_lines = st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(' \\;,:"')
lines = st.lists(
    st.tuples(
        st.sampled_from(["X-A", "X-APPLE-B;C=d", 'ATTENDEE;CN="x, y"', "COMMENT"]),
        st.text(in_lines, max_size=90),
    ).map(":".join),
    max_size=3,
)
walls = st.datetimes(datetime(1995, 1, 1), datetime(2045, 1, 1)).map(lambda wall: wall.replace(microsecond=0))


@st.composite
def contents(draw: st.DrawFn) -> EventContent:
    """The content of an event as the core would store it."""
    all_day = draw(st.booleans())
    tz = draw(st.sampled_from(ZONES))
    wall = draw(walls)
    start: datetime | date = wall.date() if all_day else wall
    length = timedelta(days=draw(st.integers(1, 4))) if all_day else draw(lengths)
    rule = draw(
        st.none() | rules(("DAILY", "WEEKLY", "MONTHLY", "YEARLY") if all_day else ("DAILY", "YEARLY"))
    )
    kept = draw(lines)
    changes = EventChanges(
        title=draw(titles),
        description=draw(words),
        location=draw(words),
        tags=draw(tags),
        status=draw(st.sampled_from([*Status])),
        transparency=draw(st.sampled_from([*Transparency])),
        start_time=start,
        end_time=start + length,
        timezone=tz,
        is_all_day=all_day,
        rrule=None if all_day and rule and "BYHOUR" in rule else rule,
        ical_properties={"": kept} if kept else {},
    )
    try:
        content = new_content(changes, timezone="UTC", calendar_id=0)
        overrides, kept_of = draw(overrides_of(content))
        kept_of |= {key: list(own) for key, own in content.ical_properties.items()}
        return new_content(
            EventChanges(
                **{**_fields(changes), "recurrence_overrides": overrides, "ical_properties": kept_of}
            ),
            timezone="UTC",
            calendar_id=0,
        )
    except Invalid:  # a rule of too many instances, a time in a gap that ends before it starts, and the like
        assume(False)
        raise


lengths = st.integers(1, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def overrides_of(draw: st.DrawFn, content: EventContent) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Exceptions of a series: of its first instances, and of a date that it lacks; and what they keep."""
    series = series_of(content)
    before = content.start_at + timedelta(days=800)
    ids = [each.recurrence_id for each in expand(series, None, before, limit=6)] if content.rrule else []
    other = to_wall(datetime.combine(content.start_at, time(), UTC), "UTC") + timedelta(
        days=draw(st.integers(1, 90))
    )
    ids.append(other.date().isoformat() if content.is_all_day else other.isoformat())
    if not content.rrule and draw(st.booleans()):
        return {}, {}
    overrides: dict[str, Any] = {}
    kept: dict[str, list[str]] = {}
    for recurrence_id in draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)):
        patch = draw(patches(content, recurrence_id))
        if patch or not yields(series, datetime.fromisoformat(recurrence_id)):
            overrides[recurrence_id] = patch
        own = draw(st.none() | lines)
        if (
            own is not None
            and patch
            and "excluded" not in patch
            and own != content.ical_properties.get("", [])
        ):
            kept[recurrence_id] = own
    return overrides, kept


@st.composite
def patches(draw: st.DrawFn, content: EventContent, recurrence_id: str) -> dict[str, Any]:
    """What an instance changes; only what is other than in the series, as edits leave it."""
    if draw(st.integers(0, 2)) == 0:
        return {"excluded": True}
    patch: dict[str, Any] = {}
    if draw(st.booleans()) and (title := draw(titles)) != content.title:
        patch["title"] = title
    if draw(st.booleans()) and (location := draw(words).strip()) != content.location:
        patch["location"] = location or None
    if draw(st.booleans()) and (found := draw(tags)) != list(content.tags):
        patch["tags"] = found
    if draw(st.booleans()) and (status := draw(st.sampled_from([*Status]))) != content.status:
        patch["status"] = status
    if draw(st.booleans()):
        start = datetime.fromisoformat(recurrence_id) + timedelta(days=draw(st.integers(1, 9)))
        patch["start_time"] = start.date().isoformat() if content.is_all_day else start.isoformat()
    return patch


def _fields(changes: EventChanges) -> dict[str, Any]:
    return {name: getattr(changes, name) for name in EventChanges.__dataclass_fields__}
