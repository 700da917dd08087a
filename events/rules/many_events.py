"""What one wish about many events asks of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, assert_never

from events.changes import EventChanges, Operation
from events.rules.durations import Duration

ManyAction = Literal["calendar", "shift", "status", "transparency", "add_tag", "remove_tag", "delete"]

NOT_AT_ALL: Final = Duration()


@dataclass(frozen=True, slots=True)
class Chosen:
    """An event as it was chosen: at the version that was seen, None for whichever it is at."""

    event_id: int
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyWish:
    """What is to become of all: `action` says which of the others counts."""

    action: ManyAction
    calendar_id: int = 0
    by: Duration = NOT_AT_ALL
    status: str = ""
    transparency: str = ""
    tag: str = ""
    change_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags of an event at its present version."""

    version: int
    tags: Sequence[str]


def operations_for(
    wish: ManyWish, chosen: Sequence[Chosen], present: Mapping[int, Tagged]
) -> list[Operation]:
    """One operation for each of the events, in order.

    It starts from the version that was seen; a tag is added to those of the present version, because it goes
    with whatever else was changed.
    """
    return [_operation(wish, each, present.get(each.event_id)) for each in chosen]


def _operation(wish: ManyWish, one: Chosen, present: Tagged | None) -> Operation:
    rest: dict[str, Any] = {"version": one.version, "change_reason": wish.change_reason}
    match wish.action:
        case "calendar":
            changes = EventChanges(calendar_id=wish.calendar_id, **rest)
            return Operation(op="move", event_id=one.event_id, changes=changes)
        case "shift":
            return Operation(op="move", event_id=one.event_id, changes=EventChanges(**rest), by=wish.by)
        case "status":
            changes = EventChanges(status=wish.status, **rest)
        case "transparency":
            changes = EventChanges(transparency=wish.transparency, **rest)
        case "add_tag" | "remove_tag":
            changes = _tagged(wish, present)
        case "delete":
            return Operation(op="delete", event_id=one.event_id, changes=EventChanges(**rest))
        case _:
            assert_never(wish.action)
    return Operation(op="update", event_id=one.event_id, changes=changes)


def _tagged(wish: ManyWish, present: Tagged | None) -> EventChanges:
    if present is None:
        # it is not there any more, and the action says so
        return EventChanges()
    tags = [tag for tag in present.tags if tag != wish.tag]
    if wish.action == "add_tag":
        tags = list(present.tags) if wish.tag in present.tags else [*present.tags, wish.tag]
    return EventChanges(tags=tags, version=present.version, change_reason=wish.change_reason)
