"""Operations at once: who gets which time, and where events go."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from core.errors import Invalid
from events.actions.change_events import change_events
from events.enums import Role
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, Occurrence
from events.tests.actions.operations import DAY, HOUR, codes, create, edit, move, starts

pytestmark = pytest.mark.django_db


def test_two_events_swap_their_times(anna: User) -> None:
    a, b = make_event(anna), make_event(anna, start=START + HOUR)
    outcomes = change_events(actor=anna, operations=[move(a, "PT1H"), move(b, "-PT1H")])
    assert codes(outcomes) == [None, None]
    assert starts(a, b) == [START + HOUR, START]


def test_time_that_the_batch_frees_is_free(anna: User) -> None:
    a, b = make_event(anna), make_event(anna, start=START + HOUR)
    operations = [create(START), edit(a, "delete"), create(START + HOUR), edit(b, status="cancelled")]
    assert codes(change_events(actor=anna, operations=operations)) == [None] * 4


def test_of_two_that_want_one_time_the_earlier_wins(anna: User) -> None:
    a, b = make_event(anna), make_event(anna, start=START + HOUR)
    operations = [move(a, "P1D"), create(START + DAY), move(b, "PT23H")]
    outcomes = change_events(actor=anna, operations=operations, mode="each")
    assert codes(outcomes) == [None, "schedule_conflict", "schedule_conflict"]
    error = outcomes[1].error
    assert error is not None
    taken = {"start_time": "2031-03-11T09:00:00Z", "end_time": "2031-03-11T10:00:00Z"}
    assert (error.detail, error.data["conflicts"]) == (
        "Event conflicts with existing event: Planning",
        [{"index": 0, "event_id": a.pk, "title": "Planning", **taken}],
    )


def test_of_a_sibling_that_is_not_made_yet_no_id_is_named(anna: User) -> None:
    daily = create(rrule="FREQ=DAILY;COUNT=3", timezone="UTC")
    outcomes = change_events(actor=anna, operations=[daily, create(START + DAY)], mode="each")
    error = outcomes[1].error
    assert error is not None
    taken = {"start_time": "2031-03-11T09:00:00Z", "end_time": "2031-03-11T10:00:00Z"}
    assert error.data["conflicts"] == [{"index": 0, "title": "New", **taken}]


def test_what_counted_on_the_time_of_a_refused_one_is_refused_too(anna: User) -> None:
    a = make_event(anna)
    make_event(anna, start=START + DAY, title="Held")
    outcomes = change_events(actor=anna, operations=[move(a, "P1D"), create(START)], mode="each")
    assert codes(outcomes) == ["schedule_conflict", "schedule_conflict"]
    error = outcomes[0].error
    assert error is not None
    assert error.detail == "Event conflicts with existing event: Held"
    assert error.data["suggestions"][0] == "2031-03-11T10:00:00Z"
    assert starts(a) == [START]


def test_an_endless_rule_meets_a_sibling_far_ahead(anna: User) -> None:
    operations = [create(rrule="FREQ=DAILY", timezone="UTC"), create(START + 9000 * DAY)]
    for turned in (operations, operations[::-1]):
        outcomes = change_events(actor=anna, operations=turned, mode="each", dry_run=True)
        assert codes(outcomes) == [None, "schedule_conflict"]


def test_conflicts_may_be_allowed(anna: User) -> None:
    a, b = make_event(anna), make_event(anna, start=START + HOUR)
    change_events(actor=anna, operations=[move(a, "PT1H")], on_conflict="allow")
    assert starts(a, b) == [START + HOUR, START + HOUR]
    # what was saved over another stays editable
    assert codes(change_events(actor=anna, operations=[edit(a, title="x"), edit(b, title="y")])) == [None] * 2


def test_a_move_by_days_keeps_the_wall_clock_and_one_by_hours_is_exact(anna: User) -> None:
    saturday = datetime(2031, 3, 29, 9, tzinfo=UTC)  # before the clocks go forward in Lisbon
    a, b = (
        make_event(anna, start=saturday + n * HOUR, timezone="Europe/Lisbon", title=str(n)) for n in range(2)
    )
    change_events(actor=anna, operations=[move(a, "P1D"), move(b, "PT24H")])
    assert starts(a, b) == [saturday + 23 * HOUR, saturday + 25 * HOUR]


def test_all_day_events_move_by_whole_days(anna: User) -> None:
    day = make_event(anna, start=datetime(2031, 3, 10, tzinfo=UTC), hours=24, is_all_day=True)
    outcomes = change_events(actor=anna, operations=[move(day, "P1W")])
    assert outcomes[0].event is not None
    assert outcomes[0].event.start_at == datetime(2031, 3, 17, tzinfo=UTC)
    with pytest.raises(Invalid) as refusal:
        change_events(actor=anna, operations=[move(day, "PT24H")])
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [
        ("operations.0.by", "not_whole_days")
    ]


def test_a_series_moves_with_its_exceptions(anna: User) -> None:
    series = make_event(
        anna, rrule="FREQ=DAILY;COUNT=3", recurrence_overrides={"2031-03-11T09:00:00": {"excluded": True}}
    )
    change_events(actor=anna, operations=[move(series, "PT2H")])
    found = Occurrence.objects.filter(event=series).order_by("start_at").values_list("start_at", flat=True)
    assert list(found) == [START + 2 * HOUR, START + 2 * DAY + 2 * HOUR]


def test_only_owners_move_events_and_only_among_their_calendars(anna: User, ben: User) -> None:
    event, team = make_event(anna), make_calendar(anna)
    grant(event, ben, Role.EDITOR)
    to_team = edit(event, "move", calendar_id=team.pk)
    for actor, code in ((ben, "not_owner"), (anna, None)):
        outcomes = change_events(actor=actor, operations=[to_team], mode="each")
        faults = [fault.code for outcome in outcomes if outcome.error for fault in outcome.error.faults]
        assert faults == ([code] if code else [])
    assert Event.objects.get(pk=event.pk).calendar_id == team.pk
    foreign = edit(event, "move", calendar_id=make_calendar(ben).pk)
    (outcome,) = change_events(actor=anna, operations=[foreign], mode="each")
    assert outcome.error is not None
    assert [fault.code for fault in outcome.error.faults] == ["not_found"]


def test_uids_are_unique_in_a_calendar_and_free_where_an_event_goes(anna: User) -> None:
    team = make_calendar(anna)
    here = make_event(anna, uid="one")
    there = make_event(anna, start=START + DAY, uid="one", calendar_id=team.pk)
    outcomes = change_events(
        actor=anna,
        operations=[edit(here, "move", calendar_id=team.pk), create(START + 2 * DAY, uid="one")],
        mode="each",
    )
    assert codes(outcomes) == ["invalid", "invalid"]
    operations = [
        edit(there, "delete"),
        create(START + 2 * DAY, uid="one", calendar_id=team.pk),
        create(START + 3 * DAY, uid="two"),
        create(START + 4 * DAY, uid="two"),
    ]
    assert codes(change_events(actor=anna, operations=operations, mode="each")) == [
        None,
        None,
        None,
        "invalid",
    ]
