"""What one wish about many events asks of each."""

from datetime import timedelta

from events.changes import EventChanges, Operation
from events.rules.durations import Duration
from events.rules.many_events import Chosen, ManyAction, ManyWish, Tagged, operations_for

CHOSEN = [Chosen(1, 3), Chosen(2, None)]
PRESENT = {1: Tagged(5, ["a"]), 2: Tagged(7, ["a", "b"])}
BY = Duration(days=1, exact=timedelta(hours=2))


def asked(action: ManyAction, **wish: object) -> list[Operation]:
    return operations_for(ManyWish(action=action, **wish), CHOSEN, PRESENT)  # type: ignore[arg-type]


def test_each_event_is_asked_from_the_version_that_was_seen() -> None:
    assert asked("status", status="cancelled", change_reason="Strike") == [
        Operation(
            op="update",
            event_id=pk,
            changes=EventChanges(status="cancelled", version=version, change_reason="Strike"),
        )
        for pk, version in ((1, 3), (2, None))
    ]
    assert asked("transparency", transparency="transparent")[0].changes.transparency == "transparent"


def test_moves_are_by_time_or_to_a_calendar() -> None:
    assert asked("shift", by=BY)[0] == Operation(
        op="move", event_id=1, changes=EventChanges(version=3), by=BY
    )
    assert asked("calendar", calendar_id=9)[0] == Operation(
        op="move", event_id=1, changes=EventChanges(calendar_id=9, version=3)
    )


def test_deleting_names_the_version() -> None:
    assert asked("delete")[0] == Operation(op="delete", event_id=1, changes=EventChanges(version=3))


def test_a_tag_goes_with_those_that_are_there_now() -> None:
    added = [(one.changes.tags, one.changes.version) for one in asked("add_tag", tag="b")]
    assert added == [(["a", "b"], 5), (["a", "b"], 7)]
    removed = [one.changes.tags for one in asked("remove_tag", tag="b")]
    assert removed == [["a"], ["a"]]


def test_an_event_that_is_gone_is_asked_for_nothing() -> None:
    (one,) = operations_for(ManyWish(action="add_tag", tag="x"), [Chosen(8, 1)], PRESENT)
    assert one == Operation(op="update", event_id=8)
