"""Between rows and content: an event or one of its versions as `EventContent`, and back."""

from typing import Any, Final

from events.facts import EventContent
from events.models.event import Event

CONTENT_COLUMNS: Final = (
    "title",
    "description",
    "location",
    "start_at",
    "end_at",
    "timezone",
    "is_all_day",
    "rrule",
    "recurrence_overrides",
    "tags",
    "status",
    "transparency",
    "calendar_id",
    "ical_properties",
)


def content_of(row: Any) -> EventContent:
    """The content of an event row, a version row, or any row with the same columns."""
    values = {name: getattr(row, name) for name in CONTENT_COLUMNS}
    values["tags"] = tuple(values["tags"])
    return EventContent(**values)


def write_content(event: Event, content: EventContent) -> None:
    """Sets the columns of `event` to the content, and the text that searches read; saves nothing."""
    for name in CONTENT_COLUMNS:
        setattr(event, name, getattr(content, name))
    event.tags = list(content.tags)
    event.recurrence_overrides = {key: dict(patch) for key, patch in content.recurrence_overrides.items()}
    event.ical_properties = {key: list(lines) for key, lines in content.ical_properties.items()}
    event.search_text = search_text(content)


def search_text(content: EventContent) -> str:
    """What `q` is looked for in: title, description, location and tags, case-folded, one a line."""
    return "\n".join((content.title, content.description, content.location, *content.tags)).casefold()
