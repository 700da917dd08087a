"""What an edit in a scope makes of a series, as far as the schedule is concerned."""

from events.changes import EventChanges, Scope
from events.facts import EventContent
from events.rules.instances import edited_instance, get_instance, shown_instance
from events.rules.series_edit import edited_series
from events.rules.split import split_series


def scoped_edit(
    content: EventContent, changes: EventChanges, scope: Scope
) -> tuple[EventContent, EventContent]:
    """The part of the series that the edit is about, before and after it.

    With `this` it is the instance as an event of its own, with `following` the later part. Raises `Invalid`
    and `NotFound` as the edit itself does.
    """
    recurrence_id = scope.recurrence_id
    if recurrence_id is None or scope.kind == "all":
        return content, edited_series(content, changes, recurrence_id).content
    if scope.kind == "this":
        before = shown_instance(content, get_instance(content, recurrence_id))
        after = edited_instance(content, recurrence_id, changes)
        return before, shown_instance(after, get_instance(after, recurrence_id))
    parts = split_series(content, recurrence_id)
    part = content if parts is None else parts.later
    return part, edited_series(part, changes, recurrence_id).content
