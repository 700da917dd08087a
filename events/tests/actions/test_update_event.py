"""Edits: one version each, none for nothing, merged where they are stale, refused where both sides differ."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound, PreconditionRequired
from events.actions.update_event import update_event
from events.changes import EventChanges, IfMatch
from events.enums import Role
from events.errors import ScheduleConflict, StaleMatch, StaleVersion
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, HistoricalEvent, Occurrence
from journal.models import Entry

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def edit(actor: User, event: Event, **changes: Any) -> Event:
    """An edit through the action."""
    return update_event(actor=actor, event_id=event.pk, changes=EventChanges(**changes))


def versions(event: Event) -> list[tuple[int, str]]:
    """What the history holds."""
    rows = HistoricalEvent.objects.filter(id=event.pk).order_by("version")
    return list(rows.values_list("version", "verb"))


def occurrences(event: Event) -> list[tuple[Any, Any]]:
    """The rows of an event, by start."""
    return list(Occurrence.objects.filter(event=event).order_by("start_at").values_list("start_at", "end_at"))


def test_an_edit_is_one_version_one_entry_and_the_live_row(anna: User) -> None:
    event = make_event(anna)
    entries = Entry.objects.count()
    after = edit(anna, event, title="Review", start_time=START + HOUR, end_time=START + 3 * HOUR)
    assert (after.version, after.title) == (2, "Review")
    assert versions(event) == [(1, "created"), (2, "updated")]
    assert occurrences(event) == [(START + HOUR, START + 3 * HOUR)]
    entry = Entry.objects.latest("id")
    assert Entry.objects.count() == entries + 1
    assert (entry.verb, entry.subject_id, entry.subject_version, entry.payload) == (
        "event.updated",
        event.pk,
        2,
        {"fields": ["title", "start_time", "end_time"]},
    )


def test_an_edit_that_changes_nothing_makes_nothing(anna: User) -> None:
    event = make_event(anna, title="Same", location="Room")
    entries = Entry.objects.count()
    after = edit(anna, event, title=" Same ", location="Room", start_time=START)
    assert after.version == 1
    assert versions(event) == [(1, "created")]
    assert Entry.objects.count() == entries


def test_stale_edits_of_different_fields_are_merged(anna: User) -> None:
    event = make_event(anna)
    edit(anna, event, title="Theirs", version=1)
    after = edit(anna, event, location="Mine", version=1)
    assert (after.version, after.title, after.location) == (3, "Theirs", "Mine")
    assert versions(event) == [(1, "created"), (2, "updated"), (3, "merged")]


def test_a_stale_edit_that_adds_nothing_makes_nothing(anna: User) -> None:
    event = make_event(anna)
    edit(anna, event, title="Same for both", version=1)
    assert edit(anna, event, title="Same for both", version=1).version == 2


def test_a_field_that_both_changed_is_refused_with_all_three_values(anna: User) -> None:
    event = make_event(anna, title="Base")
    edit(anna, event, title="Theirs", location="There", version=1)
    with pytest.raises(StaleVersion) as refusal:
        edit(anna, event, title="Mine", description="Also mine", version=1)
    data = refusal.value.data
    assert data["conflicting_fields"] == {"title": {"base": "Base", "yours": "Mine", "theirs": "Theirs"}}
    assert (data["base_version"], data["current_version"], data["current"]["location"]) == (1, 2, "There")
    assert versions(event) == [(1, "created"), (2, "updated")]


def test_times_that_fit_alone_but_not_together_are_a_conflict(anna: User) -> None:
    event = make_event(anna, hours=3)
    edit(anna, event, end_time=START + HOUR, version=1)
    with pytest.raises(StaleVersion) as refusal:
        edit(anna, event, start_time=START + 2 * HOUR, version=1)
    assert list(refusal.value.data["conflicting_fields"]) == ["start_time", "end_time"]
    assert versions(event) == [(1, "created"), (2, "updated")]


def test_a_moved_series_merges_with_an_edited_exception(anna: User) -> None:
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=5")
    override = {"2031-03-11T09:00:00": {"title": "Special"}}
    edit(anna, event, recurrence_overrides=override, version=1)
    after = edit(anna, event, start_time=START + HOUR, end_time=START + 2 * HOUR, version=1)
    assert after.recurrence_overrides == {"2031-03-11T10:00:00": {"title": "Special"}}
    assert len(occurrences(event)) == 5


def test_the_last_write_wins_without_a_version(anna: User) -> None:
    event = make_event(anna)
    edit(anna, event, title="First")
    assert edit(anna, event, title="Second").title == "Second"


@pytest.mark.parametrize("version", [0, 3, 99])
def test_a_version_that_was_never_written_is_invalid(anna: User, version: int) -> None:
    event = make_event(anna)
    edit(anna, event, title="Second")
    with pytest.raises(Invalid) as refusal:
        edit(anna, event, title="x", version=version)
    assert [fault.code for fault in refusal.value.faults] == ["unknown_version"]


def test_if_match_refuses_without_merging(anna: User) -> None:
    event = make_event(anna)
    edit(anna, event, title="Theirs")
    with pytest.raises(StaleMatch):
        update_event(
            actor=anna,
            event_id=event.pk,
            changes=EventChanges(location="Mine"),
            if_match=IfMatch(frozenset({1})),
        )
    after = update_event(
        actor=anna, event_id=event.pk, changes=EventChanges(location="Mine"), if_match=IfMatch(None)
    )
    assert after.version == 3


def test_strict_mode_wants_a_condition(anna: User, settings: Settings) -> None:
    settings.STRICT_PRECONDITIONS = True
    event = make_event(anna)
    with pytest.raises(PreconditionRequired):
        edit(anna, event, title="x")
    assert edit(anna, event, title="x", version=1).version == 2


def test_who_may_not_edit_writes_nothing(anna: User, ben: User) -> None:
    event = make_event(anna)
    with pytest.raises(NotFound):
        edit(ben, event, title="x")
    grant(event, ben, Role.VIEWER)
    with pytest.raises(Forbidden):
        edit(ben, event, title="x")
    assert versions(event) == [(1, "created")]
    grant(event, ben, Role.EDITOR)
    assert edit(ben, event, title="x").version == 2


def test_an_edit_into_busy_time_is_refused_and_saved_if_allowed(anna: User) -> None:
    make_event(anna, start=START + 2 * HOUR)
    event = make_event(anna)
    move = EventChanges(start_time=START + 2 * HOUR, end_time=START + 3 * HOUR)
    with pytest.raises(ScheduleConflict):
        update_event(actor=anna, event_id=event.pk, changes=move)
    assert versions(event) == [(1, "created")]
    assert occurrences(event) == [(START, START + HOUR)]
    assert update_event(actor=anna, event_id=event.pk, changes=move, on_conflict="allow").version == 2


def test_an_event_once_saved_anyway_stays_editable(anna: User) -> None:
    make_event(anna)
    event = make_event(anna, hours=2)
    assert edit(anna, event, title="Renamed").version == 2
    assert edit(anna, event, end_time=START + HOUR).version == 3
    assert edit(anna, event, status="tentative").version == 4


@pytest.mark.parametrize("free", [{"status": "cancelled"}, {"transparency": "transparent"}])
def test_time_given_back_is_free_and_taking_it_again_is_checked(anna: User, free: dict[str, str]) -> None:
    event = make_event(anna)
    edit(anna, event, **free)
    make_event(anna)
    with pytest.raises(ScheduleConflict):
        edit(anna, event, status="confirmed", transparency="opaque")


def test_only_the_instances_that_move_are_checked(anna: User) -> None:
    series = make_event(anna, rrule="FREQ=DAILY;COUNT=5")
    make_event(anna, start=START + timedelta(days=1))
    moved = {"2031-03-12T09:00:00": {"start_time": "2031-03-12T11:00:00"}}
    assert edit(anna, series, recurrence_overrides=moved).version == 2
    clash = {"2031-03-12T09:00:00": {"start_time": "2031-03-11T09:30:00"}}
    with pytest.raises(ScheduleConflict):
        edit(anna, series, recurrence_overrides=clash)


def test_an_owner_moves_an_event_among_the_owners_calendars_only(anna: User, ben: User) -> None:
    event = make_event(anna)
    team, bens = make_calendar(anna), make_calendar(ben)
    grant(event, ben, Role.EDITOR)
    for actor, calendar in ((ben, team), (ben, bens), (anna, bens)):
        with pytest.raises(Invalid) as refusal:
            edit(actor, event, calendar_id=calendar.pk)
        assert [fault.field for fault in refusal.value.faults] == ["calendar_id"]
    assert edit(anna, event, calendar_id=team.pk).calendar_id == team.pk


def test_a_uid_stays_and_is_unique_in_its_calendar(anna: User) -> None:
    team = make_calendar(anna)
    event = make_event(anna, uid="one")
    make_event(anna, uid="one", calendar_id=team.pk)
    with pytest.raises(Invalid) as refusal:
        edit(anna, event, calendar_id=team.pk)
    assert [fault.code for fault in refusal.value.faults] == ["uid_taken"]
    with pytest.raises(Invalid) as refusal:
        edit(anna, event, uid="two")
    assert [fault.code for fault in refusal.value.faults] == ["immutable"]
    assert edit(anna, event, uid="one", title="x").version == 2


def test_an_edit_takes_ten_statements(anna: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    event = make_event(anna)
    edit(anna, event, title="warm")
    with django_assert_num_queries(10):
        edit(anna, event, title="measured")


def test_what_a_file_brought_stays_through_edits_and_merges(anna: User) -> None:
    kept = {"": ["GEO:38.7;-9.1"]}
    event = make_event(anna, ical_properties=kept)
    edit(anna, event, title="mine")
    assert edit(anna, event, location="theirs", version=1).ical_properties == kept
    changed = edit(anna, event, ical_properties={})
    assert (changed.version, changed.ical_properties) == (4, {})
    assert list(HistoricalEvent.objects.order_by("version").values_list("ical_properties", flat=True)) == [
        kept,
        kept,
        kept,
        {},
    ]
