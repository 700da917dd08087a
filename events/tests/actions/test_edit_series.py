"""Edits of a series in a scope: one version an event, nothing lost, conflicts only for what moves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound
from events.actions.edit_series import delete_from_series, edit_series
from events.actions.update_event import update_event
from events.changes import EventChanges, IfMatch, Scope
from events.enums import Role
from events.errors import ScheduleConflict, StaleMatch, StaleVersion
from events.factories import START, grant, make_event
from events.models import Event
from events.tests.actions.series import DAY, HOUR, at, days, delete, edit, starts, versions
from journal.models import Entry

pytestmark = pytest.mark.django_db


def test_one_instance_gets_an_override_and_the_event_one_version(anna: User, daily: Event) -> None:
    entries = Entry.objects.count()
    written = edit(anna, daily, "this", at(12), title="Special", start_time=START + 2 * DAY + HOUR)
    event = written.event
    assert (event.pk, event.version, event.title, written.also) == (daily.pk, 2, "Planning", ())
    assert event.recurrence_overrides == {at(12): {"title": "Special", "start_time": at(12, 10)}}
    assert versions(daily) == [(1, "created"), (2, "updated")]
    assert starts(daily) == [*days(10, 11), *days(12, hour=10), *days(13, 14)]
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("id").payload == {"fields": ["recurrence_overrides"]}


def test_a_second_edit_joins_the_patch_and_what_is_as_the_series_leaves_it(anna: User, daily: Event) -> None:
    edit(anna, daily, "this", at(12), title="Special", location="Here", tags=["x"])
    after = edit(anna, daily, "this", at(12), location=None, status="tentative").event
    assert after.recurrence_overrides == {at(12): {"title": "Special", "tags": ["x"], "status": "tentative"}}
    after = edit(anna, daily, "this", at(12), title="Planning", tags=[], status="confirmed").event
    assert after.recurrence_overrides == {}
    assert after.version == 4


def test_an_edit_of_one_instance_that_changes_nothing_makes_nothing(anna: User, daily: Event) -> None:
    assert edit(anna, daily, "this", at(12), title="Planning", start_time=START + 2 * DAY).event.version == 1
    assert versions(daily) == [(1, "created")]


def test_only_fields_of_an_override_belong_to_one_instance(anna: User, daily: Event) -> None:
    with pytest.raises(Invalid) as refusal:
        edit(anna, daily, "this", at(12), rrule="FREQ=DAILY", calendar_id=7, timezone="UTC", title=" ")
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("timezone", "not_of_one_occurrence"),
        ("rrule", "not_of_one_occurrence"),
        ("calendar_id", "not_of_one_occurrence"),
        ("title", "blank"),
    ]
    assert versions(daily) == [(1, "created")]


@pytest.mark.parametrize("kind", ["this", "following", "all"])
@pytest.mark.parametrize("recurrence_id", [at(15), at(12, 10), "2031-03-09T09:00:00", at(13)])
def test_what_is_no_instance_is_not_found(anna: User, daily: Event, kind: str, recurrence_id: str) -> None:
    delete(anna, daily, "this", at(13))
    with pytest.raises(NotFound, match="No such occurrence"):
        edit(anna, daily, kind, recurrence_id, title="x")
    with pytest.raises(NotFound, match="No such occurrence"):
        delete(anna, daily, kind, recurrence_id)
    assert versions(daily) == [(1, "created"), (2, "updated")]


@pytest.mark.parametrize("kind", ["this", "following"])
@pytest.mark.parametrize("recurrence_id", [None, "soon", "2031-03-12T9"])
def test_a_scope_needs_an_instance(anna: User, daily: Event, kind: str, recurrence_id: str | None) -> None:
    with pytest.raises(Invalid) as refusal:
        edit(anna, daily, kind, recurrence_id, title="x")
    assert [fault.field for fault in refusal.value.faults] == ["recurrence_id"]
    with pytest.raises(Invalid):
        delete(anna, daily, kind, recurrence_id)
    assert versions(daily) == [(1, "created")]


def test_an_event_that_does_not_recur_has_no_instances(anna: User) -> None:
    event = make_event(anna)
    with pytest.raises(NotFound, match="No such occurrence"):
        edit(anna, event, "this", at(10), title="x")


def test_a_deleted_instance_is_excluded(anna: User, daily: Event) -> None:
    event = delete(anna, daily, "this", at(12))
    assert (event.version, event.recurrence_overrides) == (2, {at(12): {"excluded": True}})
    assert starts(daily) == days(10, 11, 13, 14)


def test_stale_edits_of_one_instance_are_merged_by_field(anna: User, daily: Event) -> None:
    edit(anna, daily, "this", at(12), title="Theirs", version=1)
    after = edit(anna, daily, "this", at(12), location="Mine", version=1).event
    assert after.recurrence_overrides == {at(12): {"title": "Theirs", "location": "Mine"}}
    assert versions(daily) == [(1, "created"), (2, "updated"), (3, "merged")]
    with pytest.raises(StaleVersion) as refusal:
        edit(anna, daily, "this", at(12), title="Mine", version=1)
    assert list(refusal.value.data["conflicting_fields"]) == ["recurrence_overrides"]


def test_a_stale_edit_finds_an_instance_that_has_moved_with_its_series(anna: User, daily: Event) -> None:
    edit(anna, daily, "all", None, start_time=START + HOUR, end_time=START + 2 * HOUR)
    after = edit(anna, daily, "this", at(12), title="Mine", version=1).event
    assert after.recurrence_overrides == {at(12, 10): {"title": "Mine"}}
    assert starts(daily) == days(10, 11, 12, 13, 14, hour=10)


def test_a_stale_edit_of_an_instance_that_is_gone_is_refused(anna: User, daily: Event) -> None:
    edit(anna, daily, "all", None, rrule="FREQ=WEEKLY;COUNT=5")
    with pytest.raises(NotFound, match="No such occurrence"):
        edit(anna, daily, "this", at(12), title="Mine", version=1)
    assert versions(daily) == [(1, "created"), (2, "updated")]


def test_conflicts_of_one_instance_are_those_of_what_moves(anna: User, daily: Event) -> None:
    make_event(anna, start=START + DAY, title="Over the second")  # saved over an instance of the series
    make_event(anna, start=START + 2 * DAY + 3 * HOUR, title="At noon")
    assert edit(anna, daily, "this", at(13), start_time=START + 3 * DAY + HOUR).event.version == 2
    with pytest.raises(ScheduleConflict) as refusal:
        edit(anna, daily, "this", at(12), start_time=START + 2 * DAY + 3 * HOUR)
    assert [clash["title"] for clash in refusal.value.data["conflicts"]] == ["At noon"]


def test_all_keeps_exceptions_and_names_those_that_mean_nothing(anna: User) -> None:
    overrides: dict[str, Any] = {at(12): {"title": "Wednesday"}, at(17): {"title": "Monday"}}
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=9", recurrence_overrides=overrides)
    written = edit(anna, event, "all", None, title="Renamed")
    assert (written.dropped_overrides, written.event.recurrence_overrides) == (None, overrides)
    written = edit(anna, event, "all", None, rrule="FREQ=WEEKLY;COUNT=3")
    assert written.dropped_overrides == [at(12)]
    assert written.event.recurrence_overrides == {at(17): {"title": "Monday"}}
    written = edit(anna, event, "all", None, start_time=START + HOUR, end_time=START + 2 * HOUR)
    assert written.dropped_overrides == []
    assert written.event.recurrence_overrides == {at(17, 10): {"title": "Monday"}}


def test_all_by_an_instance_shifts_the_series_in_wall_time(anna: User) -> None:
    # New York's clocks go forward on 9 March 2031
    start = datetime(2031, 3, 3, 14, tzinfo=UTC)
    event = make_event(anna, start=start, rrule="FREQ=WEEKLY;COUNT=3", timezone="America/New_York")
    assert starts(event) == [start, start + 7 * DAY - HOUR, start + 14 * DAY - HOUR]
    seen = start + 14 * DAY - HOUR
    after = edit(anna, event, "all", at(17), start_time=seen + HOUR, end_time=seen + 2 * HOUR).event
    assert after.start_at == start + HOUR
    assert starts(event) == [start + HOUR, start + 7 * DAY, start + 14 * DAY]


def test_all_by_an_instance_takes_the_rule_along(anna: User) -> None:
    event = make_event(anna, rrule="FREQ=WEEKLY;INTERVAL=2;UNTIL=20310411T090000Z;BYDAY=MO,FR")
    before = starts(event)
    after = edit(anna, event, "all", at(14), start_time=datetime(2031, 3, 15, 11, tzinfo=UTC)).event
    assert after.rrule == "FREQ=WEEKLY;INTERVAL=2;UNTIL=20310412T110000Z;BYDAY=TU,SA;WKST=TU"
    assert starts(event) == [start + DAY + 2 * HOUR for start in before]


def test_a_rule_that_cannot_go_along_is_refused(anna: User) -> None:
    event = make_event(anna, start=START + 18 * DAY, rrule="FREQ=MONTHLY;BYDAY=-1FR")
    with pytest.raises(Invalid) as refusal:
        edit(anna, event, "all", at(28), start_time=START + 17 * DAY)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("start_time", "rule_cannot_shift")
    ]
    assert edit(anna, event, "all", at(28), start_time=START + 18 * DAY + HOUR).event.version == 2


def test_who_may_not_edit_may_not_in_any_scope(anna: User, ben: User, daily: Event) -> None:
    for kind in ("this", "following", "all"):
        for recurrence_id in (at(12), at(20), "soon", None):
            with pytest.raises(NotFound, match="Event not found"):
                edit(ben, daily, kind, recurrence_id, title="x")
            with pytest.raises(NotFound, match="Event not found"):
                delete(ben, daily, kind, recurrence_id)
    grant(daily, ben, Role.VIEWER)
    for kind in ("this", "following", "all"):
        for recurrence_id in (at(12), at(20), "soon", None):
            with pytest.raises(Forbidden):
                edit(ben, daily, kind, recurrence_id, title="x")
            with pytest.raises(Forbidden):
                delete(ben, daily, kind, recurrence_id)
    assert versions(daily) == [(1, "created")]


def test_if_match_holds_in_every_scope(anna: User, daily: Event) -> None:
    update_event(actor=anna, event_id=daily.pk, changes=EventChanges(title="Second"))
    for kind in ("this", "following", "all"):
        scope: Any = Scope(kind, at(12))
        old = IfMatch(frozenset({1}))
        with pytest.raises(StaleMatch):
            edit_series(
                actor=anna, event_id=daily.pk, changes=EventChanges(title="x"), scope=scope, if_match=old
            )
        with pytest.raises(StaleMatch):
            delete_from_series(actor=anna, event_id=daily.pk, scope=scope, if_match=old)
    assert versions(daily) == [(1, "created"), (2, "updated")]


def test_all_day_series(anna: User) -> None:
    day: dict[str, Any] = {
        "start_time": datetime(2031, 3, 10).date(),
        "end_time": datetime(2031, 3, 11).date(),
    }
    event = make_event(anna, **day, is_all_day=True, rrule="FREQ=DAILY;COUNT=5", start=START)
    edit(anna, event, "this", "2031-03-11", title="Second")
    new = edit(anna, event, "following", "2031-03-13", start_time=datetime(2031, 3, 14).date()).event
    event.refresh_from_db()
    assert event.recurrence_overrides == {"2031-03-11": {"title": "Second"}}
    assert (starts(event), starts(new)) == (days(10, 11, 12, hour=0), days(14, 15, hour=0))
